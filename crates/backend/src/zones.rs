//! Time zones: the database of names, and the table of offsets that the numbers are computed with.

use clario_analytics::zone::Zone;
use jiff::civil;
use jiff::tz::{TimeZone, db};

const LONGEST_NAME: usize = 64;

/// The names of all zones, sorted, for a list to choose from.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = db().available().map(|name| name.as_str().to_owned()).collect();
    names.sort_unstable();
    names
}

/// The usual spelling of a zone's name, or `None` when nobody knows it.
pub fn canonical(name: &str) -> Option<String> {
    find(name)?.iana_name().map(str::to_owned)
}

/// The offsets of a zone from the first day of one year to the last day of another, or `None` for
/// a name nobody knows. Beyond the span the nearest offset holds.
pub fn table(name: &str, first_year: i16, last_year: i16) -> Option<Zone> {
    let zone = find(name)?;
    let start = zone.to_timestamp(civil::date(first_year, 1, 1).at(0, 0, 0, 0)).ok()?;
    let end = zone.to_timestamp(civil::date(last_year.checked_add(1)?, 1, 1).at(0, 0, 0, 0)).ok()?;
    let changes = zone
        .following(start)
        .take_while(|change| change.timestamp() < end)
        .map(|change| (change.timestamp().as_second(), change.offset().seconds()))
        .collect();
    Some(Zone::new(zone.iana_name()?, zone.to_offset(start).seconds(), changes))
}

/// A moment for people in a zone, such as `21 Nov 2026, 14:05`; in UTC when nobody knows the zone.
pub fn moment(second: i64, zone: &str) -> String {
    told(second, zone, "%-d %b %Y, %H:%M")
}

/// A day for people in a zone, such as `21 Nov 2026`; in UTC when nobody knows the zone.
pub fn day(second: i64, zone: &str) -> String {
    told(second, zone, "%-d %b %Y")
}

/// A moment in words of a form.
pub(crate) fn told(second: i64, zone: &str, form: &str) -> String {
    let zone = find(zone).unwrap_or(TimeZone::UTC);
    let moment = jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::MIN);
    moment.to_zoned(zone).strftime(form).to_string()
}

fn find(name: &str) -> Option<TimeZone> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    TimeZone::get(name.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_agrees_with_the_zone_database_at_every_hour() {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"] {
            let zone = TimeZone::get(name).unwrap();
            let table = table(name, 2015, 2030).unwrap();
            assert_eq!(table.name(), name);
            let start = jiff::Timestamp::UNIX_EPOCH.as_second() + 1_450_000_000;
            for hour in 0..14 * 366 * 24 {
                let second = start + hour * 3600 + 1799;
                let expected = zone.to_offset(jiff::Timestamp::from_second(second).unwrap());
                assert_eq!(table.offset_at(second), expected.seconds(), "{name} at {second}");
            }
        }
    }

    #[test]
    fn names_are_known_in_any_case_and_nonsense_is_not() {
        assert_eq!(canonical(" europe/berlin ").as_deref(), Some("Europe/Berlin"));
        assert!(names().iter().any(|name| name == "Asia/Tokyo"));
        for nonsense in ["", "Mars/Olympus", "../../etc/passwd", "UTC\0", &"x".repeat(10_000_000)] {
            assert_eq!(canonical(nonsense), None, "{nonsense:.30}");
        }
        assert!(names().iter().all(|name| canonical(name).is_some()));
    }
}
