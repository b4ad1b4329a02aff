//! What the consent log says of those who came lately, so that a page does not ask the database again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use clario_privacy::consent::Record;
use clario_store::AccountId;

/// Accounts that are remembered; then all are forgotten.
const MOST: usize = 10_000;

/// What the log says of some accounts. What was read before the latest change is never remembered after it.
#[derive(Default)]
pub(crate) struct Records {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    epoch: u64,
    records: HashMap<AccountId, Record>,
}

impl Records {
    pub(super) fn known(&self, account: &AccountId) -> Option<Record> {
        self.with(|known| known.records.get(account).copied())
    }

    /// To be asked before the database is.
    pub(super) fn epoch(&self) -> u64 {
        self.with(|known| known.epoch)
    }

    pub(super) fn keep(&self, epoch: u64, account: &AccountId, record: Record) {
        self.with(|known| {
            if known.epoch != epoch {
                return;
            }
            if known.records.len() >= MOST {
                known.records.clear();
            }
            known.records.insert(account.clone(), record);
        });
    }

    /// To be called after something was written about an account.
    pub(super) fn changed(&self, account: &AccountId) {
        self.with(|known| {
            known.epoch += 1;
            known.records.remove(account);
        });
    }

    fn with<T>(&self, answer: impl FnOnce(&mut Known) -> T) -> T {
        answer(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_privacy::consent::{Entry, Purpose, State};

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let records = Records::default();
        let account = AccountId::random().unwrap();
        let mut old = Record::default();
        let given = Entry { state: State::Given, version: 1, time: 0, valid_until: None };
        old.set(Purpose::Analytics, given);
        let epoch = records.epoch();
        records.changed(&account);
        records.keep(epoch, &account, old);
        assert_eq!(records.known(&account), None);
        records.keep(records.epoch(), &account, old);
        assert_eq!(records.known(&account), Some(old));
        records.changed(&account);
        assert_eq!(records.known(&account), None);
    }

    #[test]
    fn no_crowd_makes_it_grow_without_end() {
        let records = Records::default();
        for _ in 0..MOST + 10 {
            records.keep(0, &AccountId::random().unwrap(), Record::default());
        }
        assert!(records.with(|known| known.records.len()) <= MOST);
    }
}
