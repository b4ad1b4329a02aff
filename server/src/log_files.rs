//! The log on disk: a file for each day (UTC) in `logs` of the data folder, and none older than seven days.

use clario_backend::clock::{Clock, SystemClock};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Seconds for which a file is kept: seven days, the present one included.
const KEPT: i64 = 6 * 24 * 60 * 60;
const PREFIX: &str = "altaclario-";
const SUFFIX: &str = ".log";

/// The files of one installation.
pub(crate) struct LogFiles<C = SystemClock> {
    folder: PathBuf,
    clock: C,
    open: Mutex<Option<(String, File)>>,
}

impl<C: Clock> LogFiles<C> {
    /// Files in `logs` of this folder, which only their owner may read.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn new(data: &Path, clock: C) -> io::Result<Self> {
        let folder = data.join("logs");
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        Ok(Self { folder, clock, open: Mutex::new(None) })
    }

    /// Appends a line to the file of today. With the first line of a day the old files go.
    pub(crate) fn append(&self, line: &[u8]) -> io::Result<()> {
        let today = self.day(0);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.as_ref().is_none_or(|(day, _)| *day != today) {
            let path = self.folder.join(format!("{PREFIX}{today}{SUFFIX}"));
            *open = Some((today, OpenOptions::new().append(true).create(true).mode(0o600).open(path)?));
            self.prune();
        }
        match open.as_mut() {
            Some((_, file)) => file.write_all(line),
            None => Ok(()),
        }
    }

    /// Removes the files of days that are over for long enough. What cannot be removed now goes another time.
    fn prune(&self) {
        let oldest = format!("{PREFIX}{}{SUFFIX}", self.day(-KEPT));
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && name < oldest {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The day it is, or was so many seconds ago, such as `2026-11-21`.
    fn day(&self, seconds: i64) -> String {
        day_of(self.clock.now().as_second() + seconds)
    }
}

/// The day of a second since 1970-01-01T00:00:00Z, by the rule of the Gregorian calendar.
fn day_of(second: i64) -> String {
    // Days since 0000-03-01, in eras of 400 years.
    let days = second.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_backend::clock::FixedClock;
    use std::os::unix::fs::MetadataExt;
    use std::sync::Arc;

    struct Shared(Arc<FixedClock>);

    impl Clock for Shared {
        fn now(&self) -> jiff::Timestamp {
            self.0.now()
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder.join("logs")).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_day_has_a_file_and_seven_of_them_are_kept() {
        let data = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(FixedClock::at("2026-11-21T23:59:58Z".parse().expect("a time")));
        let files = LogFiles::new(data.path(), Shared(Arc::clone(&clock))).expect("a folder");
        fs::write(data.path().join("logs/notes.txt"), "not ours").expect("a file");
        files.append(b"one\n").expect("a line");
        clock.advance(1);
        files.append(b"two\n").expect("a line");
        clock.advance(1);
        files.append(b"three\n").expect("a line");
        assert_eq!(
            names(data.path()),
            ["altaclario-2026-11-21.log", "altaclario-2026-11-22.log", "notes.txt"]
        );
        let first = data.path().join("logs/altaclario-2026-11-21.log");
        assert_eq!(fs::read(&first).expect("a file"), b"one\ntwo\n");
        assert_eq!(fs::metadata(&first).expect("a file").mode() & 0o777, 0o600);
        for _ in 0..20 {
            clock.advance(86_400);
            files.append(b"more\n").expect("a line");
        }
        let kept = names(data.path());
        assert_eq!(kept.len(), 7 + 1, "{kept:?}");
        assert_eq!(kept[0], "altaclario-2026-12-06.log");
        assert_eq!(kept[6], "altaclario-2026-12-12.log");
        clario_proofs::proves(&["AL-14", "AZ-05"]);
    }

    #[test]
    fn a_second_has_its_day() {
        for (second, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_772_323_200, "2026-03-01"),
            (1_798_761_599, "2026-12-31"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(day_of(second), day);
        }
    }
}
