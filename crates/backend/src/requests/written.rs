//! What somebody wrote into a form, read within bounds, as it is sealed.

use clario_privacy::request::RequestDraft;
use clario_store::RequestForm;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};

use crate::entry::{EmailAddress, PersonName};
use crate::error::Error;
use crate::flaw::Flaw;

/// The most characters of the main text.
const LONGEST_TEXT: usize = 10_000;
/// The most characters of the other fields.
const LONGEST_FIELD: usize = 1_000;

/// What is sealed of a request. It has no `Debug`, since it holds an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) work: String,
    pub(super) text: String,
}

impl Written {
    /// Reads a form.
    pub(super) fn read(form: RequestForm, draft: &RequestDraft) -> Result<Self, Error> {
        let is_notice = form == RequestForm::Dmca;
        let anonymous = form == RequestForm::Abuse && draft.email.trim().is_empty();
        let email =
            if anonymous { String::new() } else { EmailAddress::parse(&draft.email)?.as_str().into() };
        let name =
            if is_notice { PersonName::parse(&draft.name)?.as_str().to_owned() } else { String::new() };
        let work = if is_notice { words(&draft.work, LONGEST_FIELD) } else { Some(String::new()) };
        let asks_place = form != RequestForm::Contact;
        let place = if asks_place { words(&draft.place, LONGEST_FIELD) } else { Some(String::new()) };
        let (work, place) = (work.ok_or(Flaw::RequestWork)?, place.ok_or(Flaw::RequestPlace)?);
        if is_notice && work.is_empty() {
            return Err(Flaw::RequestWork.into());
        }
        if is_notice && place.is_empty() {
            return Err(Flaw::RequestPlace.into());
        }
        let text = words(&draft.text, LONGEST_TEXT).filter(|text| text.chars().count() >= 10);
        let text = text.ok_or(Flaw::RequestText)?;
        if is_notice && !draft.sworn {
            return Err(Flaw::NotSworn.into());
        }
        Ok(Self { email, name, place, work, text })
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Texts always make JSON.
        Zeroizing::new(serde_json::to_vec(self).unwrap_or_default())
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// A text without what cannot be shown or turns the direction of what stands beside it; `None` when it is too long.
pub(super) fn words(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    if text.chars().nth(most).is_some() {
        return None;
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Some(lines.chars().filter(|c| *c == '\n' || crate::entry::is_shown(*c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RequestDraft {
        RequestDraft {
            email: " Ada@Example.ORG ".to_owned(),
            name: "Ada".to_owned(),
            place: "https://flow.example.org/w/x".to_owned(),
            work: "A poem".to_owned(),
            text: "Line one\r\nline \u{202e}two\u{7}".to_owned(),
            sworn: true,
            ..RequestDraft::default()
        }
    }

    #[test]
    fn each_form_keeps_what_it_asks_for_and_no_more() {
        let contact = Written::read(RequestForm::Contact, &draft()).unwrap();
        assert_eq!(
            (contact.email.as_str(), contact.text.as_str()),
            ("ada@example.org", "Line one\nline two")
        );
        assert_eq!(contact.name + &contact.place + &contact.work, "");
        let abuse = Written::read(RequestForm::Abuse, &RequestDraft { email: String::new(), ..draft() });
        assert_eq!(abuse.unwrap().place, "https://flow.example.org/w/x", "a report may be anonymous");
        let notice = Written::read(RequestForm::Dmca, &draft()).unwrap();
        assert_eq!((notice.name.as_str(), notice.work.as_str()), ("Ada", "A poem"));
        assert!(Written::from_bytes(&notice.to_bytes()) == Some(notice));
    }

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let field = |form, change: &dyn Fn(&mut RequestDraft)| {
            let mut draft = draft();
            change(&mut draft);
            match Written::read(form, &draft) {
                Err(Error::Flawed(flaw)) => flaw.field(),
                _ => "taken",
            }
        };
        let long = "x".repeat(LONGEST_TEXT + 1);
        assert_eq!(field(RequestForm::Contact, &|draft| draft.email.clear()), "email");
        assert_eq!(field(RequestForm::Contact, &|draft| draft.text = "short".into()), "text");
        assert_eq!(field(RequestForm::Contact, &|draft| draft.text.clone_from(&long)), "text");
        assert_eq!(field(RequestForm::Abuse, &|draft| draft.place.clone_from(&long)), "place");
        assert_eq!(field(RequestForm::Dmca, &|draft| draft.place.clear()), "place");
        assert_eq!(field(RequestForm::Dmca, &|draft| draft.work.clear()), "work");
        assert_eq!(field(RequestForm::Dmca, &|draft| draft.name.clear()), "name");
        assert_eq!(field(RequestForm::Dmca, &|draft| draft.sworn = false), "sworn");
    }
}
