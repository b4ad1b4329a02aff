//! Points in time as Jira writes them: ISO 8601 with every kind of offset, or numbers.

use std::fmt;

use clario_analytics::records::Millis;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};

/// Numbers below this are seconds: as milliseconds they would lie in 1973, long before Jira.
const SECONDS_BELOW: u64 = 100_000_000_000;

/// Reads `2024-05-01T10:11:12.123+0000`, `…Z`, `…+08:00`, with or without seconds.
pub(crate) fn iso(text: &str) -> Option<Millis> {
    text.trim().parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// Reads the date of an HTTP header, such as `Thu, 26 Mar 2026 15:59:00 GMT`.
pub(crate) fn http_date(text: &str) -> Option<Millis> {
    let zoned = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    Some(zoned.timestamp().as_millisecond())
}

/// A point in time read from JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Millis);

impl Moment {
    /// `None` for what lies outside the years that can be written down.
    fn from_number(number: i64) -> Option<Self> {
        let seconds = number.unsigned_abs() < SECONDS_BELOW;
        let millis = if seconds { number.checked_mul(1000)? } else { number };
        jiff::Timestamp::from_millisecond(millis).ok().map(|moment| Self(moment.as_millisecond()))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MomentVisitor;
        impl Visitor<'_> for MomentVisitor {
            type Value = Moment;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a point in time")
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Moment, E> {
                Moment::from_number(number).ok_or_else(|| E::custom("time out of range"))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Moment, E> {
                self.visit_i64(i64::try_from(number).map_err(|_| E::custom("time out of range"))?)
            }

            #[expect(clippy::cast_possible_truncation, reason = "a time in milliseconds fits by far")]
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Moment, E> {
                self.visit_i64(number as i64)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Moment, E> {
                if let Ok(number) = text.parse() {
                    return self.visit_i64(number);
                }
                iso(text).map(Moment).ok_or_else(|| E::custom("not a point in time"))
            }
        }
        deserializer.deserialize_any(MomentVisitor)
    }
}

/// A point in time that may be missing, null or unreadable; the last two count as missing.
pub(crate) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Millis>, D::Error> {
    let text: Option<std::borrow::Cow<'de, str>> =
        Option::deserialize(deserializer).map_err(|_| D::Error::custom("a date must be text"))?;
    Ok(text.as_deref().and_then(iso))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Millis> {
        serde_json::from_str::<Moment>(json).ok().map(|moment| moment.0)
    }

    #[test]
    fn one_moment_has_many_spellings() {
        let expected = Some(1_714_558_272_123);
        for json in [
            "1714558272123",
            "1714558272123.0",
            "\"1714558272123\"",
            "\"2024-05-01T10:11:12.123+0000\"",
            "\"2024-05-01T10:11:12.123Z\"",
            "\"2024-05-01T18:11:12.123+0800\"",
            "\"2024-05-01T03:11:12.123-07:00\"",
        ] {
            assert_eq!(read(json), expected, "{json}");
        }
        assert_eq!(read("1492070429"), Some(1_492_070_429_000), "the specification's example is in seconds");
        assert_eq!(iso("2026-03-26T16:00Z"), Some(1_774_540_800_000));
    }

    #[test]
    fn nonsense_is_not_a_moment() {
        for json in [
            "\"yesterday\"",
            "\"\"",
            "null",
            "{}",
            "[]",
            "true",
            "18446744073709551615",
            "-9223372036854775808",
            "1e300",
            "-1e300",
            "9223372036854775807",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
