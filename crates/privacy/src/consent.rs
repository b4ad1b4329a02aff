//! What somebody chose about being counted, what their browser asks for, and what follows from both.
//!
//! Nothing here knows a clock, a database or a network: days and seconds are passed in.

mod cookie;
mod copy;
mod decision;
#[cfg(feature = "policy")]
mod marks;
mod record;
mod signals;
mod words;

pub use cookie::{Choice, ConsentId, Kept, Mode, Owner};
pub use decision::{Decision, Source, decide};
pub use record::{Entry, Record, Standing};
pub use signals::Signals;
pub use words::{Layer, Mechanism, Purpose, State};

/// Days for which a choice holds before it is asked for again.
pub const LIFE_DAYS: i64 = 180;
/// Seconds of a day.
pub const DAY: i64 = 24 * 60 * 60;

/// The versions of the policy that decide whether an older choice still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The version in force.
    pub current: u32,
    /// The latest version that changed more than wording: a yes to an earlier one is suspended.
    pub material: u32,
    /// The latest version that asks for something new: a no to an earlier one did not speak of it.
    pub purposes: u32,
}

impl Marks {
    /// Whether a yes to this version is a yes to the one in force. A version that is not published yet, which happens
    /// when the program was set back, is none.
    pub fn carries_yes(&self, version: u32) -> bool {
        (self.material..=self.current).contains(&version)
    }

    /// Whether a no to this version needs no new question.
    pub fn carries_no(&self, version: u32) -> bool {
        version >= self.purposes
    }
}
