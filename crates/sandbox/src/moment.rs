//! Points in time as milliseconds since 1970, and the ways Jira writes and reads them.

use std::io::Write as _;

/// One minute in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
/// One hour in milliseconds.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// The zone of the account that owns the token.
#[derive(Clone, Debug)]
pub(crate) struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of an IANA name; UTC when nobody knows the name.
    pub(crate) fn named(name: &str) -> Self {
        Self(jiff::tz::TimeZone::get(name).unwrap_or(jiff::tz::TimeZone::UTC))
    }

    /// Writes `2024-05-01T10:11:12.123+0200`, as issues and changelogs carry it.
    pub(crate) fn write(&self, out: &mut Vec<u8>, millis: i64) {
        let offset = jiff::Timestamp::from_millisecond(millis)
            .map_or(0, |timestamp| i64::from(self.0.to_offset(timestamp).seconds()));
        write_civil(out, millis + offset * 1000);
        let (sign, size) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
        let _ = write!(out, "{sign}{:02}{:02}", size / 3600, size / 60 % 60);
    }

    /// The moment of a JQL literal such as `2024-05-01 10:11`, `2024/05/01` or `1714644672123`.
    pub(crate) fn parse(&self, literal: &str, now: i64) -> Option<i64> {
        if let Ok(millis) = literal.parse::<i64>()
            && !literal.starts_with('-')
        {
            return Some(millis);
        }
        if let Some(shift) = relative(literal) {
            return Some(now + shift);
        }
        let text = literal.replace('/', "-").replace('T', " ");
        let (date, clock) = text.split_once(' ').unwrap_or((&text, "00:00"));
        let mut parts = date.split('-').map(|part| part.parse::<i16>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let (hour, minute) = clock.split_once(':')?;
        let civil = jiff::civil::DateTime::new(
            year,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
            hour.parse().ok()?,
            minute.parse().ok()?,
            0,
            0,
        )
        .ok()?;
        Some(self.0.to_zoned(civil).ok()?.timestamp().as_millisecond())
    }
}

/// `-7d`, `-90m`, `2w`: a shift from now in milliseconds.
fn relative(literal: &str) -> Option<i64> {
    let unit = match literal.chars().last()? {
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        'w' => 7 * DAY,
        _ => return None,
    };
    Some(literal[..literal.len() - 1].parse::<i64>().ok()? * unit)
}

/// The moment of an ISO text with an offset, with or without a colon in the offset.
pub(crate) fn parse_iso(text: &str) -> Option<i64> {
    let mut text = text.to_owned();
    let length = text.len();
    if length > 5 && text.is_ascii() && matches!(text.as_bytes()[length - 5], b'+' | b'-') {
        text.insert(length - 2, ':');
    }
    Some(text.parse::<jiff::Timestamp>().ok()?.as_millisecond())
}

/// `2024-05-01T10:11:12.123Z`, as sprints carry it.
pub(crate) fn utc(millis: i64) -> String {
    let mut out = Vec::with_capacity(24);
    write_civil(&mut out, millis);
    out.push(b'Z');
    String::from_utf8_lossy(&out).into_owned()
}

/// `2024-05-01`, as versions and due dates carry it.
pub(crate) fn date(millis: i64) -> String {
    let (year, month, day) = civil(millis.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// `Wed, 01 May 2024 10:11:12 GMT`, as the header `Date` carries it.
pub(crate) fn http_date(millis: i64) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let seconds = millis.rem_euclid(DAY) / 1000;
    let weekday = DAYS[usize::try_from(weekday(millis)).unwrap_or(0)];
    let month = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

/// The day of the week in UTC: 0 is Monday, 6 is Sunday.
pub(crate) fn weekday(millis: i64) -> i64 {
    (millis.div_euclid(DAY) + 3).rem_euclid(7)
}

fn write_civil(out: &mut Vec<u8>, millis: i64) {
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let rest = millis.rem_euclid(DAY);
    let (hour, minute) = (rest / HOUR, rest / MINUTE % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}");
}

/// Year, month and day of a number of days since 1970 in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_spellings_of_one_moment_agree() {
        let millis = 1_714_558_272_123;
        let mut out = Vec::new();
        Zone::named("Europe/Berlin").write(&mut out, millis);
        assert_eq!(String::from_utf8_lossy(&out), "2024-05-01T12:11:12.123+0200");
        assert_eq!(parse_iso("2024-05-01T12:11:12.123+0200"), Some(millis));
        assert_eq!(utc(millis), "2024-05-01T10:11:12.123Z");
        assert_eq!(parse_iso(&utc(millis)), Some(millis));
        assert_eq!(date(millis), "2024-05-01");
        assert_eq!(http_date(millis), "Wed, 01 May 2024 10:11:12 GMT");
    }

    #[test]
    fn a_literal_is_read_in_the_zone_of_the_account_to_the_minute() {
        let zone = Zone::named("Europe/Berlin");
        assert_eq!(zone.parse("2024-05-01 12:11", 0), Some(1_714_558_260_000));
        assert_eq!(zone.parse("2024/05/01", 0), Some(1_714_514_400_000));
        assert_eq!(zone.parse("1714558272123", 0), Some(1_714_558_272_123));
        assert_eq!(zone.parse("-1d", 2 * DAY), Some(DAY));
        assert_eq!(zone.parse("yesterday", 0), None);
        assert_eq!(Zone::named("UTC").parse("2024-05-01 12:11", 0), Some(1_714_565_460_000));
    }
}
