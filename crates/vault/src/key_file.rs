//! The key file: made at the first start with mode 0600, replaced whole, and refused plainly when something is off.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use crate::key_ring::{KeyRing, KeyRingError};
use crate::sealed;

/// A key file is a few lines; anything longer is not one.
const LONGEST: u64 = 64 * 1024;

/// Why there is no key ring to start with. None of them shows what the file holds.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is data, so there was a key, and it is gone.
    #[error("the key file is missing although there is data: put it back from your backup")]
    Missing,
    /// Other users of the machine could read the keys.
    #[error("the key file has mode {mode:04o}: make it 0600 or 0400, so that nobody else can read the keys")]
    TooOpen {
        /// Its permission bits.
        mode: u32,
    },
    /// The file belongs to another user of the machine.
    #[error("the key file belongs to another user: it must belong to the user that runs the server")]
    ForeignOwner,
    /// The file is a directory, a device, or far too long.
    #[error("the key file is not an ordinary small file")]
    NotAFile,
    /// The file holds no key ring.
    #[error("the key file is not in order: {0}")]
    Content(#[from] KeyRingError),
    /// No random bytes for a new key.
    #[error("the operating system gave no random bytes for a new key")]
    NoRandom,
    /// Reading or writing failed.
    #[error("the key file cannot be read or written: {}", .0.kind())]
    Io(#[source] io::Error),
}

/// Reads the key file, or makes one when there is none and no data needs an earlier one.
pub fn load_or_create(path: &Path, data_exists: bool) -> Result<KeyRing, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Missing) if !data_exists => create(path),
        loaded => loaded,
    }
}

/// Reads the key file.
pub fn load(path: &Path) -> Result<KeyRing, KeyFileError> {
    let file = match OpenOptions::new().read(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(KeyFileError::Missing),
        Err(error) => return Err(KeyFileError::Io(error)),
    };
    let metadata = file.metadata().map_err(KeyFileError::Io)?;
    if !metadata.is_file() || metadata.len() > LONGEST {
        return Err(KeyFileError::NotAFile);
    }
    let mode = metadata.mode() & 0o7777;
    if mode & 0o177 != 0 {
        return Err(KeyFileError::TooOpen { mode });
    }
    // The owner of /proc/self is the user that runs this process; where there is no /proc, the
    // mode alone has to do.
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() != metadata.uid()) {
        return Err(KeyFileError::ForeignOwner);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    file.take(LONGEST).read_to_end(&mut bytes).map_err(KeyFileError::Io)?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| KeyFileError::Content(KeyRingError::Line { line: 1 }))?;
    Ok(KeyRing::parse(text)?)
}

/// Writes the file whole under another name first: a crash leaves no half key, and of two servers
/// that start at once the second one reads what the first one wrote.
fn create(path: &Path) -> Result<KeyRing, KeyFileError> {
    let ring = KeyRing::generate().map_err(|_| KeyFileError::NoRandom)?;
    let suffix = u64::from_be_bytes(sealed::random().map_err(|_| KeyFileError::NoRandom)?);
    let draft = path.with_extension(format!("{suffix:016x}"));
    let written = write_whole(&draft, ring.to_text().as_bytes()).and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft).map_err(KeyFileError::Io)?;
    match written {
        Ok(()) => Ok(ring),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => load(path),
        Err(error) => Err(KeyFileError::Io(error)),
    }
}

/// Puts another key ring in the place of the one in the file. Whoever reads meanwhile, or after a crash, finds the one or
/// the other, whole.
pub fn replace(path: &Path, ring: &KeyRing) -> Result<(), KeyFileError> {
    // A link to the file stays a link.
    let path = fs::canonicalize(path).map_err(KeyFileError::Io)?;
    let suffix = u64::from_be_bytes(sealed::random().map_err(|_| KeyFileError::NoRandom)?);
    let draft = path.with_extension(format!("{suffix:016x}"));
    let replaced = write_whole(&draft, ring.to_text().as_bytes())
        .and_then(|()| fs::rename(&draft, &path))
        .and_then(|()| {
            let folder = path.parent().unwrap_or(Path::new("/"));
            fs::File::open(folder)?.sync_all()
        });
    if replaced.is_err() {
        // It holds keys; when it was renamed already there is nothing to remove.
        let _ = fs::remove_file(&draft);
    }
    replaced.map_err(KeyFileError::Io)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
