//! The codes of the second factor: six digits that change every 30 seconds (RFC 6238), and the ten
//! codes for the day the phone is gone.

use std::fmt;

use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::data_key::SealError;
use crate::sealed;

/// Seconds that one code is shown.
const STEP: u64 = 30;
const RECOVERY_CODES: usize = 10;
/// Letters and digits that nobody confuses, 32 of them: five bits each.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const LETTERS: usize = 16;

/// The seed that a phone and we share: 160 random bits, wiped when dropped.
pub struct TotpSeed(Zeroizing<[u8; 20]>);

impl TotpSeed {
    /// Makes a new one.
    pub fn random() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?)))
    }

    /// Reads the bytes of an opened seed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The bytes to seal.
    pub fn as_bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The seed as people type it into a phone: 32 letters and digits.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(self.secret().to_base32())
    }

    /// The step whose code this is, at a time in seconds since 1970-01-01T00:00:00Z: the present
    /// one or the one before it, never the next.
    pub fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let now = u64::try_from(now).ok()?;
        let totp = self.totp();
        let step = [now, now.saturating_sub(STEP)].into_iter().find_map(|time| totp.check(code, time))?;
        i64::try_from(step).ok()
    }

    fn totp(&self) -> Totp {
        // The skew of the library would also let the next step in.
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(0)
            .with_step_duration(STEP)
            .with_secret(self.secret())
            .build_noncompliant()
    }

    fn secret(&self) -> Secret {
        Secret::from(*self.0)
    }
}

impl fmt::Debug for TotpSeed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSeed")
    }
}

/// A code for the day the phone is gone: 80 random bits as 16 letters, wiped when dropped.
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// Makes ten new ones.
    pub fn ten() -> Result<Vec<Self>, SealError> {
        (0..RECOVERY_CODES).map(|_| Self::random()).collect()
    }

    fn random() -> Result<Self, SealError> {
        let bytes: Zeroizing<[u8; LETTERS]> =
            Zeroizing::new(sealed::random().map_err(|_| SealError::Failed)?);
        let letters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
        let mut code = String::with_capacity(LETTERS);
        code.extend(letters);
        Ok(Self(Zeroizing::new(code)))
    }

    /// Reads what somebody typed, with or without blanks and hyphens, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = Zeroizing::new(String::with_capacity(LETTERS));
        for letter in text.chars().filter(|letter| !matches!(letter, ' ' | '-')) {
            let letter = letter.to_ascii_lowercase();
            if code.len() == LETTERS || !letter.is_ascii() || !ALPHABET.contains(&(letter as u8)) {
                return None;
            }
            code.push(letter);
        }
        (code.len() == LETTERS).then_some(Self(code))
    }

    /// The code as it is shown once: four groups of four.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + 3));
        for (index, letter) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }

    /// What its keyed hash is made of.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test seed of RFC 6238, appendix B.
    fn seed() -> TotpSeed {
        TotpSeed::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed().step_of(code, time), Some(time / 30), "{time}");
        }
        assert_eq!(*seed().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_is_taken_in_its_own_step_and_the_next_and_never_before() {
        // The code of the step that begins at 1,111,111,110.
        let begin = 1_111_111_110;
        for (away, taken) in [
            (-90, false),
            (-60, false),
            (-30, false),
            (-1, false),
            (0, true),
            (29, true),
            (30, true),
            (59, true),
        ]
        .into_iter()
        .chain([(60, false), (90, false)])
        {
            assert_eq!(seed().step_of("050471", begin + away).is_some(), taken, "{away} s");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let huge = "0".repeat(1_000_000);
        for text in ["", "50471", "+50471", "050471 ", "0504711", "٠٥٠٤٧١", "05047a", &huge] {
            assert_eq!(seed().step_of(text, 1_111_111_111), None, "{text:.20}");
        }
        assert_eq!(seed().step_of("050471", -1), None);
    }

    #[test]
    fn recovery_codes_are_ten_different_ones_and_come_back_however_they_are_typed() {
        let codes = RecoveryCode::ten().unwrap();
        let mut texts: Vec<String> = codes.iter().map(|code| code.to_text().to_string()).collect();
        for text in &texts {
            assert_eq!(text.len(), 19);
            for typed in [text.clone(), text.to_uppercase(), text.replace('-', ""), text.replace('-', " ")] {
                assert_eq!(RecoveryCode::parse(&typed).unwrap().to_text().as_str(), text);
            }
        }
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 10);
        for wrong in
            ["", "aaaa-aaaa-aaaa-aaa", "aaaa-aaaa-aaaa-aaaa-a", "aaaa-aaaa-aaaa-aaa1", "ääää-aaaa-aaaa-aaaa"]
        {
            assert!(RecoveryCode::parse(wrong).is_none(), "{wrong}");
        }
    }
}
