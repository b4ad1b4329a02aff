//! Sealed values that travel through a form and come back: nothing of them is at rest, and a restart voids them all.

use std::sync::atomic::{AtomicU64, Ordering};

use clario_vault::{DataKey, Place, SealError, Sealed};
use secrecy::zeroize::Zeroizing;

use crate::error::{Cause, Error};
use crate::trial::{from_hexadecimal, to_hexadecimal};

/// Seals tickets with a key that only the memory of this process knows.
pub(crate) struct Tickets {
    key: DataKey,
    made: AtomicU64,
}

impl Tickets {
    pub(crate) fn new() -> Result<Self, SealError> {
        Ok(Self { key: DataKey::generate()?, made: AtomicU64::new(0) })
    }

    /// Seals a value for one use, and for one owner if it is known whose it is.
    pub(crate) fn seal(&self, purpose: &'static str, owner: &str, value: &[u8]) -> Result<String, Error> {
        let nth = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let sealed = self.key.seal(&place(purpose, owner), value, nth).map_err(Cause::Seal)?;
        Ok(to_hexadecimal(sealed.as_bytes()))
    }

    /// Opens what came back; `None` when it is not ours, not for this, or from before the start.
    pub(crate) fn open(&self, purpose: &'static str, owner: &str, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = Sealed::from_bytes(from_hexadecimal(text)?).ok()?;
        self.key.open(&place(purpose, owner), &sealed).ok()
    }
}

fn place<'a>(purpose: &'static str, owner: &'a str) -> Place<'a> {
    Place { tenant: owner, table: "form", row: "", field: purpose, schema: 1, revision: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_comes_back_to_its_use_and_owner_only() {
        let tickets = Tickets::new().unwrap();
        let text = tickets.seal("seed", "one", b"value").unwrap();
        assert_eq!(**tickets.open("seed", "one", &text).unwrap(), *b"value");
        assert!(tickets.open("seed", "two", &text).is_none());
        assert!(tickets.open("sign-in", "one", &text).is_none());
        assert!(Tickets::new().unwrap().open("seed", "one", &text).is_none(), "another start");
        for broken in ["", "00", &text[..text.len() - 2], &format!("{text}00"), &"é".repeat(100)] {
            assert!(tickets.open("seed", "one", broken).is_none(), "{broken:.20}");
        }
    }
}
