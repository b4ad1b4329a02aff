//! A ZIP archive of stored files, written in one go: what is taken in goes out as it is, between these heads and tails.

use crc32fast::Hasher;

const LOCAL_HEAD: u32 = 0x0403_4b50;
const TAIL: u32 = 0x0807_4b50;
const CENTRAL_HEAD: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Version 2.0 of the format.
const VERSION: u16 = 20;
/// Checksum and size follow the content, and the name is UTF-8.
const FLAGS: u16 = 1 << 3 | 1 << 11;
/// 1980-01-01, so that equal content makes equal archives.
const DAY: u16 = 1 << 5 | 1;

/// Keeps count while an archive is written.
#[derive(Default)]
pub(super) struct ZipWriter {
    written: u64,
    current: Option<(Entry, Hasher)>,
    entries: Vec<Entry>,
}

struct Entry {
    name: &'static str,
    offset: u64,
    size: u64,
    crc: u32,
}

impl ZipWriter {
    /// Begins a file; what is returned goes before its content.
    pub(super) fn begin(&mut self, name: &'static str) -> Vec<u8> {
        self.current = Some((Entry { name, offset: self.written, size: 0, crc: 0 }, Hasher::new()));
        let mut bytes = Vec::new();
        put(&mut bytes, LOCAL_HEAD);
        for value in [VERSION, FLAGS, 0, 0, DAY] {
            put16(&mut bytes, value);
        }
        // Checksum and both sizes follow the content.
        bytes.extend([0; 12]);
        put16(&mut bytes, length(name));
        put16(&mut bytes, 0);
        bytes.extend_from_slice(name.as_bytes());
        self.count(&bytes);
        bytes
    }

    /// Takes note of a piece of the content.
    pub(super) fn take(&mut self, content: &[u8]) {
        if let Some((entry, hasher)) = &mut self.current {
            hasher.update(content);
            entry.size += content.len() as u64;
        }
        self.count(content);
    }

    /// Ends a file; what is returned goes after its content.
    pub(super) fn end(&mut self) -> Vec<u8> {
        let Some((mut entry, hasher)) = self.current.take() else { return Vec::new() };
        entry.crc = hasher.finalize();
        let mut bytes = Vec::new();
        put(&mut bytes, TAIL);
        put(&mut bytes, entry.crc);
        put(&mut bytes, narrow(entry.size));
        put(&mut bytes, narrow(entry.size));
        self.count(&bytes);
        self.entries.push(entry);
        bytes
    }

    /// The directory, which ends the archive.
    pub(super) fn finish(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in &self.entries {
            put(&mut bytes, CENTRAL_HEAD);
            for value in [VERSION, VERSION, FLAGS, 0, 0, DAY] {
                put16(&mut bytes, value);
            }
            for value in [entry.crc, narrow(entry.size), narrow(entry.size)] {
                put(&mut bytes, value);
            }
            for value in [length(entry.name), 0, 0, 0, 0] {
                put16(&mut bytes, value);
            }
            put(&mut bytes, 0);
            put(&mut bytes, narrow(entry.offset));
            bytes.extend_from_slice(entry.name.as_bytes());
        }
        let size = narrow(bytes.len() as u64);
        let count = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        put(&mut bytes, END);
        for value in [0, 0, count, count] {
            put16(&mut bytes, value);
        }
        put(&mut bytes, size);
        put(&mut bytes, narrow(self.written));
        put16(&mut bytes, 0);
        bytes
    }

    fn count(&mut self, bytes: &[u8]) {
        self.written += bytes.len() as u64;
    }
}

fn put(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

fn put16(bytes: &mut Vec<u8>, value: u16) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// An export stays far below the 4 GB that the format allows.
fn narrow(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn length(name: &str) -> u16 {
    u16::try_from(name.len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_of_the_format() {
        let mut zip = ZipWriter::default();
        let mut bytes = zip.begin("a.txt");
        for piece in [&b"1234"[..], b"56789"] {
            zip.take(piece);
            bytes.extend_from_slice(piece);
        }
        bytes.extend(zip.end());
        bytes.extend(zip.finish());
        // The check value of CRC-32 is that of "123456789".
        let tail =
            [&TAIL.to_le_bytes()[..], &0xcbf4_3926_u32.to_le_bytes(), &[9, 0, 0, 0, 9, 0, 0, 0]].concat();
        assert_eq!(bytes[44..60], tail);
        assert_eq!(bytes[30..44], *b"a.txt123456789");
        assert_eq!(bytes[60..64], CENTRAL_HEAD.to_le_bytes());
        let end = bytes.len() - 22;
        assert_eq!(bytes[end..end + 4], END.to_le_bytes());
        assert_eq!(bytes[end + 16..end + 20], [60, 0, 0, 0], "where the directory begins");
    }
}
