//! How the cycle times are drawn: choices of which no number depends.

use super::Notice;
use serde::{Deserialize, Serialize};

/// The looks of the scatter that a URL can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Look {
    /// `scale=log`: each step up the axis is a multiple, so that short times are told apart beside long ones.
    pub log_scale: bool,
    /// `colour=type`: each item type has a mark and a colour of its own.
    pub by_type: bool,
}

impl Look {
    /// Takes a value of the key `scale`; the sentence for the person when it is none.
    pub(super) fn take_scale(&mut self, value: &str) -> Option<Notice> {
        match value {
            "log" => self.log_scale = true,
            "linear" => self.log_scale = false,
            _ => return Some(Notice::new("The scale was not understood, so days are drawn evenly.")),
        }
        None
    }

    /// Takes a value of the key `colour`; the sentence for the person when it is none.
    pub(super) fn take_colour(&mut self, value: &str) -> Option<Notice> {
        match value {
            "type" => self.by_type = true,
            "none" => self.by_type = false,
            _ => {
                return Some(Notice::new("The colour was not understood, so all items have the same."));
            }
        }
        None
    }

    /// The pairs of a URL that ask for this look, defaults left out.
    pub fn pairs(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let pairs = [self.log_scale.then_some(("scale", "log")), self.by_type.then_some(("colour", "type"))];
        pairs.into_iter().flatten()
    }
}
