//! The rules a chosen password keeps, and the type that carries one from the form to the hash.

use zeroize::Zeroizing;

use crate::common_passwords::is_common;

/// Fewest characters of a chosen password that stands alone.
const SHORTEST_ALONE: usize = 15;
/// Fewest characters of a chosen password that a code stands beside.
const SHORTEST_WITH_CODE: usize = 8;
/// Most characters of any password.
const LONGEST: usize = 128;
/// A password that contains a word of its context must hold this much besides.
const BESIDE_CONTEXT: usize = 10;

/// What is wrong with a password somebody wants to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFlaw {
    /// Fewer than 15 characters.
    #[error("use at least 15 characters; several words in a row are fine")]
    TooShort,
    /// Fewer than 8 characters, although a code stands beside it.
    #[error("use at least 8 characters")]
    TooShortWithCode,
    /// More than 128 characters.
    #[error("use at most 128 characters")]
    TooLong,
    /// On the list of common passwords, or such a password stretched.
    #[error("this password is among the first that are guessed; choose another")]
    Common,
    /// Little more than the person's name, address, workspace or this product's name.
    #[error("this password is built on your name, your e-mail or this product; choose another")]
    Context,
}

/// What else proves who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: the password stands alone.
    Nothing,
    /// A code of a second factor.
    Code,
}

/// A password in memory: wiped when dropped, never shown, never changed.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password somebody wants to use from now on. `context` are words that belong to the
    /// person or the place, such as their name.
    pub fn chosen(text: String, context: &[&str], beside: Beside) -> Result<Self, PasswordFlaw> {
        let text = Zeroizing::new(text);
        if longer_than(&text, LONGEST) {
            return Err(PasswordFlaw::TooLong);
        }
        let (shortest, too_short) = match beside {
            Beside::Nothing => (SHORTEST_ALONE, PasswordFlaw::TooShort),
            Beside::Code => (SHORTEST_WITH_CODE, PasswordFlaw::TooShortWithCode),
        };
        if !longer_than(&text, shortest - 1) {
            return Err(too_short);
        }
        if is_common(&text) {
            return Err(PasswordFlaw::Common);
        }
        if is_mostly(&text, context) {
            return Err(PasswordFlaw::Context);
        }
        Ok(Self(text))
    }

    /// Takes a password somebody typed to sign in. Only the upper bound is kept: rules may have
    /// been other when it was chosen.
    pub fn entered(text: String) -> Result<Self, PasswordFlaw> {
        let text = Zeroizing::new(text);
        if longer_than(&text, LONGEST) { Err(PasswordFlaw::TooLong) } else { Ok(Self(text)) }
    }

    /// Whether it is long enough to stand without a code beside it.
    pub fn may_stand_alone(&self) -> bool {
        longer_than(&self.0, SHORTEST_ALONE - 1)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Reads no more than it must: a form may carry megabytes.
fn longer_than(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_some()
}

/// Whether little is left once the words of the context are taken out.
fn is_mostly(password: &str, context: &[&str]) -> bool {
    let mut rest = Zeroizing::new(password.to_lowercase());
    let mut words: Vec<String> = context
        .iter()
        .chain(&["altaclario"])
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut found = false;
    for word in words {
        if rest.contains(&word) {
            found = true;
            *rest = rest.replace(&word, "");
        }
    }
    rest.retain(|c| !c.is_ascii_punctuation() && !c.is_whitespace());
    found && (!longer_than(&rest, BESIDE_CONTEXT - 1) || is_common(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::marker::PhantomData;

    /// Whether a type can be printed or copied: the answer of the type itself comes before that of everybody.
    struct Asked<T>(PhantomData<T>);

    trait Everybody {
        const IS_SHOWN: bool = false;
        const IS_PRINTED: bool = false;
        const IS_COPIED: bool = false;
    }

    impl<T> Everybody for Asked<T> {}

    impl<T: std::fmt::Debug> Asked<T> {
        const IS_SHOWN: bool = true;
    }

    impl<T: std::fmt::Display> Asked<T> {
        const IS_PRINTED: bool = true;
    }

    impl<T: Clone> Asked<T> {
        const IS_COPIED: bool = true;
    }

    #[test]
    fn a_password_can_be_neither_shown_nor_printed_nor_copied() {
        let of_text = [Asked::<String>::IS_SHOWN, Asked::<String>::IS_PRINTED, Asked::<String>::IS_COPIED];
        assert_eq!(of_text, [true; 3], "the question finds out");
        let of_password =
            [Asked::<Password>::IS_SHOWN, Asked::<Password>::IS_PRINTED, Asked::<Password>::IS_COPIED];
        assert_eq!(of_password, [false; 3]);
        clario_proofs::proves(&["AC-05"]);
    }

    fn flaw(text: &str) -> Option<PasswordFlaw> {
        Password::chosen(text.to_owned(), &["Grace Hopper", "grace.hopper"], Beside::Nothing).err()
    }

    #[test]
    fn length_is_counted_in_characters_and_nothing_is_cut_off() {
        assert_eq!(flaw("xK7!pq-Lw3zR9u"), Some(PasswordFlaw::TooShort));
        assert_eq!(flaw("xK7!pq-Lw3zR9uV"), None);
        let long: String = "ab1 cd2 ef3 gh4 ij5 kl6 mn7 op8 ".repeat(4);
        let emoji: String = "🦊🌲🛶🏔🌧🪵🔥🍄🐚🧭🪁🎣🦉🐾🌌🍂".repeat(8);
        for exact in [long, emoji] {
            let kept = Password::chosen(exact.clone(), &[], Beside::Nothing)
                .ok()
                .map(|password| password.as_bytes().to_vec());
            assert_eq!(kept.as_deref(), Some(exact.as_bytes()));
            assert_eq!(flaw(&format!("{exact}x")), Some(PasswordFlaw::TooLong));
        }
        assert_eq!(flaw(&"x".repeat(10_000_000)), Some(PasswordFlaw::TooLong));
    }

    #[test]
    fn beside_a_code_eight_characters_do() {
        let chosen = |text: &str| Password::chosen(text.to_owned(), &[], Beside::Code);
        assert!(chosen("xK7!pq-L").is_ok_and(|password| !password.may_stand_alone()));
        assert_eq!(chosen("xK7!pq-").err(), Some(PasswordFlaw::TooShortWithCode));
        assert_eq!(chosen("password").err(), Some(PasswordFlaw::Common));
    }

    #[test]
    fn blanks_and_control_characters_are_kept_as_typed() {
        let typed = "  two blanks\tand a tab \u{0}\u{7f} ";
        let kept = Password::chosen(typed.to_owned(), &[], Beside::Nothing)
            .ok()
            .map(|password| password.as_bytes().to_vec());
        assert_eq!(kept.as_deref(), Some(typed.as_bytes()));
    }

    #[test]
    fn a_password_built_on_its_context_is_refused() {
        assert_eq!(flaw("GraceHopperGrace"), Some(PasswordFlaw::Context));
        assert_eq!(flaw("altaclario-altaclario"), Some(PasswordFlaw::Context));
        assert_eq!(flaw("hopper-1234567890"), Some(PasswordFlaw::Context));
        assert_eq!(flaw("grace keeps nine blue ladders"), None);
    }
}
