//! What people type, parsed once at the door: whoever holds one of these types need not check again.

use crate::flaw::Flaw;

const LONGEST_TEXT: usize = 100;
/// The most an address may have, by RFC 5321.
const LONGEST_EMAIL: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;

/// A normalised e-mail address: trimmed, in lower case.
pub(crate) struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address. It checks the shape only; whether mail arrives there is not known.
    pub(crate) fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        if text.len() > LONGEST_EMAIL {
            return Err(Flaw::Email);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Flaw::Email)?;
        let local_is_good = !local.is_empty()
            && local.len() <= LONGEST_LOCAL_PART
            && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        if !local_is_good || !is_domain(domain) {
            return Err(Flaw::Email);
        }
        Ok(Self(text.to_lowercase()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_domain(domain: &str) -> bool {
    let label_is_good = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label_is_good)
}

/// A person's name: anything that can be shown, up to 100 characters.
pub(crate) struct PersonName(String);

impl PersonName {
    pub(crate) fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Flaw::NameEmpty);
        }
        if is_long(text) {
            return Err(Flaw::NameLong);
        }
        if is_printable(text) { Ok(Self(text.to_owned())) } else { Err(Flaw::NameUnprintable) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a workspace.
pub(crate) struct WorkspaceName(String);

impl WorkspaceName {
    pub(crate) fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Flaw::WorkspaceNameEmpty);
        }
        if is_long(text) || !is_printable(text) {
            Err(Flaw::WorkspaceName)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The name of the workspace that comes with an account.
    pub(crate) fn of(person: &PersonName) -> Self {
        let mut name = person.0.clone();
        name.push_str("'s workspace");
        if is_long(&name) { Self("My workspace".to_owned()) } else { Self(name) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a label a person may type or leave out.
pub(crate) fn label(text: &str) -> Result<Option<String>, Flaw> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if is_long(text) || !is_printable(text) { Err(Flaw::Label) } else { Ok(Some(text.to_owned())) }
}

/// Reads the reason an operator gives, which the owners of the workspace will read.
pub(crate) fn reason(text: &str) -> Result<String, Flaw> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (10..=500).contains(&text.chars().count());
    if fits && is_printable(&text) { Ok(text) } else { Err(Flaw::Reason) }
}

/// Checks an id as providers give them: short, and of a few kinds of characters.
pub(crate) fn provider_id(text: &str) -> Result<(), Flaw> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if (1..=100).contains(&text.len()) && text.bytes().all(good) { Ok(()) } else { Err(Flaw::ProviderId) }
}

/// Reads no more than it must: a form may carry megabytes.
fn is_long(text: &str) -> bool {
    text.chars().nth(LONGEST_TEXT).is_some()
}

/// No control characters, and none that change the direction or hide: they could make one name
/// look like another.
fn is_printable(text: &str) -> bool {
    text.chars().all(is_shown)
}

/// Whether a character can be seen and leaves the direction of its neighbours alone.
pub(crate) fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        && !matches!(c, '\u{61c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_trimmed_and_lowered() {
        let address = EmailAddress::parse("  Grace.Hopper+jira@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "grace.hopper+jira@example.com");
        assert!(EmailAddress::parse("jörg@bücher.example").is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "x".repeat(65));
        let huge = "x@".repeat(5_000_000);
        for text in [
            "",
            "@",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@b..example",
            "a@-b.example",
            "a@b.example\r\nBcc: x",
            "a\u{0}@b.example",
            "<script>@b.example",
            "a@b.example,c@d.example",
            &long,
            &huge,
        ] {
            assert_eq!(EmailAddress::parse(text).err(), Some(Flaw::Email), "{text:.40}");
        }
    }

    #[test]
    fn names_of_all_scripts_pass_and_tricks_do_not() {
        for name in ["Grace Hopper", "李 小龍", "Ève O’Brien-Łuczak", "محمد", "X"] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
        for (name, flaw) in [
            (" \t ", Flaw::NameEmpty),
            ("Grace\u{0}", Flaw::NameUnprintable),
            ("Grace\nHopper", Flaw::NameUnprintable),
            ("eca\u{202e}rG", Flaw::NameUnprintable),
            (&*"g".repeat(101), Flaw::NameLong),
            (&*"g".repeat(10_000_000), Flaw::NameLong),
        ] {
            assert_eq!(PersonName::parse(name).err(), Some(flaw), "{name:.40}");
        }
    }
}
