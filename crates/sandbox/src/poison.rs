//! Strings nobody else has, hidden in every field with content, so that a leak can be found by searching.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// A random string and the place it was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poison {
    /// Twenty-four letters that occur nowhere else; a search for them finds every copy.
    pub text: String,
    /// The field it is in, for example `summary` or `status.name`.
    pub source: &'static str,
    /// Whether a product may show it.
    pub place: Place,
}

/// Where poison was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the words or the names of people: it must never come out anywhere.
    Content,
    /// In a name that may be shown on a page, but never written to a disk.
    Allowed,
}

/// The fields with content that carry poison.
pub(crate) const CONTENT: [&str; 25] = [
    "summary",
    "description",
    "environment",
    "comment",
    "worklog",
    "attachment",
    "textfield",
    "goal",
    "version.description",
    "filter.jql",
    "filter.description",
    "parent.summary",
    "issuelink.summary",
    "subtask.summary",
    "changelog.summary",
    "changelog.description",
    "changelog.comment",
    "changelog.attachment",
    "changelog.textfield",
    "changelog.link",
    "person.name",
    "person.email",
    "person.account",
    "project.description",
    "error",
];

/// The names that carry poison when [`crate::Settings::poison_names`] is set.
pub(crate) const ALLOWED: [&str; 12] = [
    "status.name",
    "sprint.name",
    "project.name",
    "label",
    "component.name",
    "board.name",
    "column.name",
    "version.name",
    "priority.name",
    "issuetype.name",
    "resolution.name",
    "field.name",
];

/// The inventory of one sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Poisons {
    pub(crate) all: Vec<Poison>,
}

impl Poisons {
    /// Draws fresh strings; they differ from one start to the next.
    pub(crate) fn fresh(names_too: bool) -> Self {
        let content = CONTENT.iter().map(|&source| Poison { text: letters(), source, place: Place::Content });
        let allowed = ALLOWED.iter().map(|&source| Poison { text: letters(), source, place: Place::Allowed });
        let all = if names_too { content.chain(allowed).collect() } else { content.collect() };
        Self { all }
    }

    /// The string of a field; empty when that field carries none.
    pub(crate) fn of(&self, source: &str) -> &str {
        self.all.iter().find(|poison| poison.source == source).map_or("", |poison| &poison.text)
    }

    /// A name with its poison behind it, or the bare name.
    pub(crate) fn name(&self, source: &str, name: &str) -> String {
        match self.of(source) {
            "" => name.to_owned(),
            poison => format!("{name} {poison}"),
        }
    }
}

/// Random letters; a standard hash map is keyed by the operating system's random numbers.
fn letters() -> String {
    let mut text = String::from("zq");
    while text.len() < 24 {
        let mut bits = RandomState::new().build_hasher().finish();
        for _ in 0..11 {
            let letter = u8::try_from(bits % 26).unwrap_or(0);
            text.push(char::from(b'a' + letter));
            bits /= 26;
        }
    }
    text.truncate(24);
    text
}
