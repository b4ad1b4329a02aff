//! What people fill into the forms that reach the operator: the same on the page that shows it and where it is read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A form as it was filled in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDraft {
    /// The word of a category.
    pub category: String,
    /// Where an answer goes; may be empty in a report of abuse.
    pub email: String,
    /// Who writes; only a copyright notice asks for it.
    pub name: String,
    /// Where it is, such as an address of a page.
    pub place: String,
    /// Which work is meant.
    pub work: String,
    /// The text.
    pub text: String,
    /// Whether the statements of a copyright notice were ticked.
    pub sworn: bool,
    /// A field that people leave empty, since they do not see it.
    pub decoy: String,
    /// The mark that says when the form was opened.
    pub opened: String,
}

/// It holds what a person wrote, so nothing of it is ever shown.
impl fmt::Debug for RequestDraft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RequestDraft").finish_non_exhaustive()
    }
}
