//! The envelope of a backup file: a key of its own, wrapped by the operator's primary key, and pieces sealed with it.
//!
//! Layout: `ACBACK01`, the second it was made (8 bytes), the length (4) and the bytes of the wrapped key, then the length
//! (4) and the bytes of each piece, all numbers with the big end first. Each piece is sealed for its number, its file and
//! its content, and the last one says that it is: a file that is cut, mixed or put together does not open.

use clario_vault::{DataKey, KeyRing, Kid, OpenError, Place, SealError, Sealed};
use secrecy::zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"ACBACK01";
/// Bytes of one piece before it is sealed.
const PIECE: usize = 1 << 20;
/// Bytes by which a sealed piece may be longer.
const ENVELOPE: usize = 64;

/// What a file holds, so that one is not taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// The database.
    Database,
    /// What was closed and destroyed.
    Ledger,
}

/// Why a file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unopened {
    /// It is no such file, or it is not whole.
    Shape,
    /// Its key is not in the ring.
    Key(Kid),
    /// It was altered.
    Altered,
}

/// Seals a content that was made at a second.
pub(super) fn seal(
    ring: &KeyRing,
    content: Content,
    made: i64,
    plaintext: &[u8],
) -> Result<Vec<u8>, SealError> {
    let (file, key) = (made.to_string(), DataKey::generate()?);
    let mut bytes =
        Vec::with_capacity(plaintext.len() + plaintext.len() / PIECE * ENVELOPE + 2 * ENVELOPE + 64);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&made.to_be_bytes());
    put(&mut bytes, &ring.wrap(&key, &place(content, &file, "key", 0))?)?;
    let mut pieces = plaintext.chunks(PIECE).zip(1..).peekable();
    if pieces.peek().is_none() {
        put(&mut bytes, &key.seal(&place(content, &file, "last", 1), &[], 1)?)?;
    }
    while let Some((piece, number)) = pieces.next() {
        let field = if pieces.peek().is_none() { "last" } else { "piece" };
        put(&mut bytes, &key.seal(&place(content, &file, field, number), piece, number)?)?;
    }
    Ok(bytes)
}

/// Opens a file: when it was made, and what it holds.
pub(super) fn open(
    ring: &KeyRing,
    content: Content,
    bytes: &[u8],
) -> Result<(i64, Zeroizing<Vec<u8>>), Unopened> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Unopened::Shape)?;
    let (made, mut rest) = rest.split_first_chunk::<8>().ok_or(Unopened::Shape)?;
    let made = i64::from_be_bytes(*made);
    let file = made.to_string();
    let key = ring.unwrap(&take(&mut rest)?, &place(content, &file, "key", 0)).map_err(unopened)?;
    let mut plaintext = Zeroizing::new(Vec::with_capacity(rest.len()));
    for number in 1.. {
        let sealed = take(&mut rest)?;
        let field = if rest.is_empty() { "last" } else { "piece" };
        plaintext
            .extend_from_slice(&key.open(&place(content, &file, field, number), &sealed).map_err(unopened)?);
        if rest.is_empty() {
            break;
        }
    }
    Ok((made, plaintext))
}

fn unopened(error: OpenError) -> Unopened {
    match error {
        OpenError::UnknownKey(kid) => Unopened::Key(kid),
        OpenError::Malformed => Unopened::Shape,
        OpenError::Refused => Unopened::Altered,
    }
}

fn place<'a>(content: Content, file: &'a str, field: &'static str, number: u64) -> Place<'a> {
    let table = match content {
        Content::Database => "backup",
        Content::Ledger => "backup_ledger",
    };
    Place { tenant: "", table, row: file, field, schema: 1, revision: number }
}

fn put(bytes: &mut Vec<u8>, sealed: &Sealed) -> Result<(), SealError> {
    let length = u32::try_from(sealed.as_bytes().len()).map_err(|_| SealError::Failed)?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(sealed.as_bytes());
    Ok(())
}

fn take(rest: &mut &[u8]) -> Result<Sealed, Unopened> {
    let (length, after) = rest.split_first_chunk::<4>().ok_or(Unopened::Shape)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Unopened::Shape)?;
    let (sealed, after) = after.split_at_checked(length).ok_or(Unopened::Shape)?;
    *rest = after;
    Sealed::from_bytes(sealed.to_vec()).map_err(|_| Unopened::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::generate().unwrap()
    }

    #[test]
    fn what_was_sealed_opens_whatever_its_length() {
        let ring = ring();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let plaintext: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let sealed = seal(&ring, Content::Database, 1_795_000_000, &plaintext).unwrap();
            let (made, opened) = open(&ring, Content::Database, &sealed).unwrap();
            assert_eq!((made, opened.as_slice()), (1_795_000_000, plaintext.as_slice()), "{length} bytes");
        }
    }

    #[test]
    fn the_words_in_it_are_not_in_the_file_and_two_files_of_the_same_share_nothing() {
        let ring = ring();
        let plaintext = b"wilhelmina.quackenbush ".repeat(1_000);
        let [one, other] = [(); 2].map(|()| seal(&ring, Content::Database, 7, &plaintext).unwrap());
        assert!(!one.windows(8).any(|part| part == b"quackenb"));
        let shared =
            one[100..].windows(16).filter(|part| other[100..].windows(16).any(|its| its == *part)).count();
        assert_eq!(shared, 0);
    }

    #[test]
    fn a_file_that_was_cut_altered_or_put_together_does_not_open() {
        let ring = ring();
        let plaintext = vec![7; 2 * PIECE + 100];
        let whole = seal(&ring, Content::Database, 7, &plaintext).unwrap();
        let opens = |bytes: &[u8]| open(&ring, Content::Database, bytes).map(|_| ());
        for end in [0, 4, 15, 16, 40, 100, PIECE, whole.len() - 200, whole.len() - 1] {
            assert!(opens(&whole[..end]).is_err(), "cut after {end} bytes");
        }
        for at in (0..whole.len()).step_by(whole.len() / 97) {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            assert!(opens(&altered).is_err(), "byte {at}");
        }
        let mut longer = whole.clone();
        longer.push(0);
        assert!(opens(&longer).is_err());
        // Without its last piece, at the very border between two pieces.
        let border = whole.len() - (4 + 34 + 100);
        assert_eq!(opens(&whole[..border]), Err(Unopened::Altered));
        assert_eq!(open(&ring, Content::Ledger, &whole).map(|_| ()), Err(Unopened::Altered));
        let stranger = KeyRing::generate().unwrap();
        assert_eq!(
            open(&stranger, Content::Database, &whole).map(|_| ()),
            Err(Unopened::Key(ring.primary()))
        );
        assert_eq!(opens(b"SQLite format 3\0"), Err(Unopened::Shape));
        assert_eq!(opens(&[MAGIC.as_slice(), &[255; 64]].concat()), Err(Unopened::Shape));
    }

    #[test]
    fn an_older_key_of_the_ring_opens_an_older_file() {
        let ring = ring();
        let sealed = seal(&ring, Content::Ledger, 7, b"words").unwrap();
        assert!(open(&ring.renew().unwrap(), Content::Ledger, &sealed).is_ok());
    }
}
