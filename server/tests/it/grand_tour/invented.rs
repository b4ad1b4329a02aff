//! Secrets that are made up while the test runs, so that no lucky constant can stand for one.

use crate::promises::search::{Wanted, forms_of};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use totp_rs::Secret as Seed;

/// What sort of secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What a person types to come in.
    Password,
    /// What opens a provider.
    ProviderToken,
    /// The name that a provider knows the token by; sealed together with it.
    SignInName,
    /// The seed of the second factor.
    Seed,
    /// One of the ten codes for the day the phone is gone.
    RecoveryCode,
    /// The value of the cookie of a session.
    Session,
    /// The token of a link in a letter.
    Link,
}

/// A secret in the forms in which it might be written.
struct Secret {
    kind: Kind,
    forms: Vec<Vec<u8>>,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// Keeps a secret that people see as this text. Its longest run of letters and digits is looked for as well: it
    /// stays the same whatever escapes what is around it.
    pub(crate) fn add(&mut self, kind: Kind, text: &str) {
        let core = text.split(|letter: char| !letter.is_ascii_alphanumeric()).max_by_key(|run| run.len());
        let mut forms = forms_of(text.as_bytes());
        if let Some(core) = core.filter(|core| core.len() >= 16) {
            forms.extend(forms_of(core.as_bytes()));
        }
        let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        if kind == Kind::RecoveryCode {
            forms.extend(
                [bare.to_lowercase(), bare.to_uppercase()].iter().flat_map(|text| forms_of(text.as_bytes())),
            );
        }
        self.0.push(Secret { kind, forms });
    }

    /// Keeps a seed, which a page shows in base32 with blanks.
    pub(crate) fn add_seed(&mut self, shown: &str) {
        let bare = shown.replace(' ', "");
        let seed = Seed::try_from_base32(&bare).expect("a seed in base32");
        let mut forms = forms_of(seed.as_ref());
        for text in [shown.to_owned(), bare.to_uppercase(), bare.to_lowercase()] {
            forms.extend(forms_of(text.as_bytes()));
        }
        self.0.push(Secret { kind: Kind::Seed, forms });
    }

    /// Keeps the value of the cookie of a session, which is base64 of sixteen bytes.
    pub(crate) fn add_session(&mut self, value: &str) {
        let mut bytes = URL_SAFE_NO_PAD.decode(value).expect("a session in base64");
        assert_eq!(bytes.len(), 16);
        let mut forms = forms_of(value.as_bytes());
        forms.extend(forms_of(&bytes));
        bytes.reverse();
        forms.extend(forms_of(&bytes));
        self.0.push(Secret { kind: Kind::Session, forms });
    }

    /// Keeps the token of a link, which is hexadecimal.
    pub(crate) fn add_link(&mut self, token: &str) {
        let bytes: Vec<u8> = (0..token.len() / 2)
            .map(|at| u8::from_str_radix(&token[2 * at..2 * at + 2], 16).expect("hexadecimal"))
            .collect();
        let mut forms = forms_of(token.as_bytes());
        forms.extend(forms_of(&bytes));
        self.0.push(Secret { kind: Kind::Link, forms });
    }

    /// How many there are of a kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.0.iter().filter(|secret| secret.kind == kind).count()
    }

    /// All of them, to be searched for at once.
    pub(crate) fn wanted(&self) -> Wanted<Kind> {
        Wanted::of_forms(
            self.0.iter().flat_map(|secret| secret.forms.iter().map(|form| (secret.kind, form.clone()))),
        )
    }
}

/// A word that nobody has written before: a beginning and 32 letters of 128 random bits.
pub(crate) fn invented(beginning: &str) -> String {
    const LETTERS: &[u8; 16] = b"bcdfghjkmnpqrstv";
    let numbers = [(); 2].map(|()| RandomState::new().build_hasher().finish());
    let letters = numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(LETTERS[usize::from(digit)]));
    beginning.chars().chain(letters).collect()
}
