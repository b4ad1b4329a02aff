//! The folder of the backups: a file a day by its time, readable by its owner only, and none older than thirty days.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Seconds for which a backup is kept.
pub(super) const KEPT: i64 = 30 * DAY;
const DAY: i64 = 24 * 60 * 60;
/// What was closed and destroyed, beside the backups.
pub(super) const LEDGER: &str = "ledger";
const PREFIX: &str = "altaclario-";
const SUFFIX: &str = ".backup";
const TIME: &str = "%Y%m%dT%H%M%SZ";
/// The end of the name of a file that is not whole yet.
const DRAFT: &str = ".part";

/// Where backups are.
#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The file of a backup.
    pub(super) fn file(&self, made: i64) -> PathBuf {
        let time = Timestamp::from_second(made).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC);
        self.0.join(format!("{PREFIX}{}{SUFFIX}", time.strftime(TIME)))
    }

    /// Writes a file whole under another name first: a crash leaves no half one under this name.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let draft = path.with_extension(&DRAFT[1..]);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        File::open(&self.0)?.sync_all()
    }

    /// The backups with the second they were made, the oldest first. Without a folder there is none.
    pub(super) fn backups(&self) -> io::Result<Vec<(i64, PathBuf)>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            found.extend(made(&path).map(|made| (made, path)));
        }
        found.sort();
        Ok(found)
    }

    /// Removes what is too old, all but the last of a day that is over, and what a crash left half-written. Says how many
    /// files went.
    pub(super) fn prune(&self, now: i64) -> io::Result<usize> {
        let backups = self.backups()?;
        let day = |place: usize| backups.get(place).map(|(made, _)| made.div_euclid(DAY));
        let goes = |place: usize, made: i64| {
            made <= now - KEPT || (made <= now - DAY && day(place) == day(place + 1))
        };
        let old = backups.iter().enumerate().filter(|(place, (made, _))| goes(*place, *made));
        let old: Vec<PathBuf> = old.map(|(_, (_, path))| path.clone()).collect();
        let drafts: Vec<PathBuf> = match fs::read_dir(&self.0) {
            Ok(entries) => {
                entries.flatten().map(|entry| entry.path()).filter(|path| is_draft(path)).collect()
            }
            Err(_) => Vec::new(),
        };
        let mut removed = 0;
        for path in old.into_iter().chain(drafts) {
            fs::remove_file(path)?;
            removed += 1;
        }
        Ok(removed)
    }
}

fn is_draft(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(DRAFT) && (name.starts_with(PREFIX) || name.starts_with(LEDGER))
}

/// When a file was made, by its name; `None` for a file that is no backup.
fn made(path: &Path) -> Option<i64> {
    let name = path.file_name()?.to_str()?;
    let time = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let time = DateTime::strptime(TIME, time).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    const NOW: i64 = 1_795_000_000;

    #[test]
    fn thirty_days_are_kept_and_nothing_else_is_touched() {
        let top = tempfile::tempdir().unwrap();
        let folder = Folder::at(top.path().join("backups"));
        assert_eq!(folder.backups().unwrap(), [], "no folder, no backup");
        for day in (0..40).rev() {
            let made = NOW - day * DAY;
            folder.write(&folder.file(made), b"sealed").unwrap();
            folder.prune(made).unwrap();
            let kept = folder.backups().unwrap();
            assert!(kept.len() <= 30 && kept.iter().all(|(old, _)| *old > made - 30 * DAY), "day {day}");
        }
        let kept: Vec<i64> = folder.backups().unwrap().into_iter().map(|(made, _)| made).collect();
        assert_eq!(kept, (0..30).rev().map(|day| NOW - day * DAY).collect::<Vec<_>>());
        for hour in 1..20 {
            folder.write(&folder.file(NOW - 10 * DAY + hour * 600), b"sealed").unwrap();
            folder.write(&folder.file(NOW + hour * 600), b"sealed").unwrap();
        }
        assert_eq!(folder.prune(NOW + 12_000).unwrap(), 19, "of a day that is over the last one stays");
        assert_eq!(folder.backups().unwrap().len(), 30 + 19);
        for name in ["notes.txt", "altaclario-later.backup", "altaclario-20261122.backup.old", "ledger"] {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        fs::write(folder.path().join("altaclario-20261122T030000Z.part"), "half").unwrap();
        assert_eq!(folder.prune(NOW + 31 * DAY).unwrap(), 30 + 19 + 1, "all that is old, and the half one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    }

    #[test]
    fn only_the_owner_reads_them_and_the_name_tells_when_they_were_made() {
        let top = tempfile::tempdir().unwrap();
        let folder = Folder::at(top.path().join("backups"));
        let path = folder.file(NOW);
        assert_eq!(path.file_name().unwrap(), "altaclario-20261118T110640Z.backup");
        folder.write(&path, b"sealed").unwrap();
        folder.write(&path, b"sealed anew").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"sealed anew");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder.path()).unwrap().mode() & 0o777, 0o700);
        assert_eq!(folder.backups().unwrap(), [(NOW, path)]);
    }
}
