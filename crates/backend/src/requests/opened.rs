//! When a form was opened: programs that send it at once, or again and again, are known by it.

use clario_store::{RequestForm, RequestId};

use crate::Backend;
use crate::trial::{from_hexadecimal, to_hexadecimal};

/// Seconds that nobody undercuts who reads and types.
const QUICKEST: i64 = 3;
/// Seconds for which a form may stay open.
const LONGEST: i64 = 24 * 60 * 60;
const PURPOSE: &str = "request form";

/// What the mark of a form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opened {
    /// It was open for as long as people take. A form that is sent twice has the same reference twice.
    Good(RequestId),
    /// It was sent quicker than anybody types.
    TooQuick,
    /// It is none of ours, or was open for more than a day.
    Unknown,
}

impl Backend {
    /// A mark for a form that is opened now.
    pub(super) fn fresh_opening(&self, form: RequestForm) -> String {
        let Some(key) = self.inner.server_keys.forms() else { return String::new() };
        let nonce: [u8; 8] = clario_vault::random_bytes().unwrap_or_default();
        let second = self.now();
        let mark = key.mark(PURPOSE, &[word(form), &second.to_be_bytes(), &nonce]);
        format!("{second}.{}.{}", to_hexadecimal(&nonce), to_hexadecimal(&mark))
    }

    /// Reads the mark of a form that was sent.
    pub(super) fn opening(&self, form: RequestForm, opened: &str) -> Opened {
        self.read_opening(form, opened).unwrap_or(Opened::Unknown)
    }

    fn read_opening(&self, form: RequestForm, opened: &str) -> Option<Opened> {
        let key = self.inner.server_keys.forms()?;
        let mut parts = opened.get(..200.min(opened.len()))?.split('.');
        let second: i64 = parts.next()?.parse().ok()?;
        let (nonce, mark) = (from_hexadecimal(parts.next()?)?, from_hexadecimal(parts.next()?)?);
        if !key.recognises(PURPOSE, &[word(form), &second.to_be_bytes(), &nonce], &mark) {
            return None;
        }
        let age = self.now() - second;
        if !(0..=LONGEST).contains(&age) {
            return None;
        }
        if age < QUICKEST {
            return Some(Opened::TooQuick);
        }
        let reference = key.mark("request reference", &[&mark]);
        Some(Opened::Good(RequestId::of(reference.first_chunk()?)))
    }
}

fn word(form: RequestForm) -> &'static [u8] {
    match form {
        RequestForm::Contact => b"contact",
        RequestForm::Abuse => b"abuse",
        RequestForm::Dmca => b"dmca",
    }
}
