//! Marks by which a form of ours is known from a form of anybody else: bound to the session, or to the hour for strangers.

use clario_store::SessionId;

use crate::Backend;
use crate::trial::{from_hexadecimal, to_hexadecimal};

const HOUR: i64 = 3_600;
const SALT: usize = 8;

/// What a mark allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkPurpose {
    /// To send a form of a page.
    Form,
    /// To call a server function from an island.
    Function,
}

impl MarkPurpose {
    fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Function => "function",
        }
    }
}

impl Backend {
    /// A mark for the forms of a session, or of the strangers of this hour.
    ///
    /// A session keeps its name when its token is renewed, so the forms of the page that tells of the renewal are taken.
    /// Its mark differs each time, so that the size of a compressed page tells nothing about it.
    pub fn form_mark(&self, session: Option<&SessionId>, purpose: MarkPurpose) -> String {
        let Some(key) = self.inner.server_keys.forms() else { return String::new() };
        if let Some(session) = session {
            // Without random bytes it is the same each time, which is no less a mark.
            let salt: [u8; SALT] = clario_vault::random_bytes().unwrap_or_default();
            let mark = key.mark(purpose.word(), &[b"session", session.as_str().as_bytes(), &salt]);
            to_hexadecimal(&salt) + &to_hexadecimal(&mark)
        } else {
            let hour = self.now().div_euclid(HOUR);
            to_hexadecimal(&key.mark(purpose.word(), &[b"stranger", &hour.to_be_bytes()]))
        }
    }

    /// Whether a mark is one of ours, for this session, or of strangers in this hour and the one before.
    pub fn recognises_form_mark(
        &self,
        session: Option<&SessionId>,
        purpose: MarkPurpose,
        mark: &str,
    ) -> bool {
        let (Some(key), Some(mark)) = (self.inner.server_keys.forms(), from_hexadecimal(mark)) else {
            return false;
        };
        if let Some(session) = session {
            mark.split_at_checked(SALT).is_some_and(|(salt, mark)| {
                key.recognises(purpose.word(), &[b"session", session.as_str().as_bytes(), salt], mark)
            })
        } else {
            let hour = self.now().div_euclid(HOUR);
            [hour, hour - 1]
                .into_iter()
                .any(|hour| key.recognises(purpose.word(), &[b"stranger", &hour.to_be_bytes()], &mark))
        }
    }
}
