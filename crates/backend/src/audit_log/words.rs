//! Entries of an audit log as sentences.

use std::collections::BTreeMap;

use clario_store::{AuditEntry, Event};
use serde_json::Value;

use super::hexadecimal;
use crate::zones;

/// An entry in words.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number.
    pub seq: i64,
    /// When, such as `21 Nov 2026, 14:05:09`.
    pub time: String,
    /// Who.
    pub who: String,
    /// What they did, as a sentence without its subject.
    pub did: String,
    /// The key of the event.
    pub event: String,
    /// The first eight digits of its hash.
    pub hash: String,
}

/// The entries in words, with times in a zone.
pub(super) fn lines(entries: &[AuditEntry], zone: &str) -> Vec<AuditLine> {
    entries.iter().map(|entry| line(entry, zone)).collect()
}

fn line(entry: &AuditEntry, zone: &str) -> AuditLine {
    let known = Event::parse(&entry.event);
    AuditLine {
        seq: entry.seq,
        time: zones::told(entry.time, zone, "%-d %b %Y, %H:%M:%S"),
        who: who(entry),
        did: known
            .map_or_else(|| "did something this version does not know".to_owned(), |event| did(event, entry)),
        event: entry.event.clone(),
        hash: hexadecimal(entry.hash.get(..4).unwrap_or_default()),
    }
}

fn who(entry: &AuditEntry) -> String {
    let person = person(entry.actor_clear.as_deref(), "Somebody who is no longer here");
    match entry.actor_kind.as_str() {
        "operator" => format!("{person}, operator,"),
        "program" => "The program".to_owned(),
        _ => person,
    }
}

fn did(event: Event, entry: &AuditEntry) -> String {
    let facts: BTreeMap<String, String> = serde_json::from_str(&entry.facts).unwrap_or_default();
    let mut sentence = String::new();
    let mut rest = event.words();
    // One pass, so that what a person typed is never taken for a placeholder.
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        sentence.push_str(before);
        match facts.get(name) {
            Some(fact) => sentence.push_str(fact),
            None => {
                sentence.push_str(&person(entry.subject_clear.as_deref(), "somebody who is no longer here"));
            }
        }
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

fn person(clear: Option<&str>, erased: &str) -> String {
    let clear: Value = clear.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let part = |name: &str| clear.get(name).and_then(Value::as_str);
    match (part("words"), part("name"), part("email")) {
        (Some(words), _, _) => words.to_owned(),
        (None, Some(name), Some(email)) => format!("{name} ({email})"),
        (None, None, Some(email)) => email.to_owned(),
        _ => erased.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(event: &str, facts: &str, subject: Option<&str>) -> AuditEntry {
        AuditEntry {
            seq: 7,
            time: 1_790_000_000,
            event: event.to_owned(),
            actor_kind: "member".to_owned(),
            facts: facts.to_owned(),
            actor_commitment: None,
            actor_salt: None,
            actor_clear: Some(r#"{"email":"a@example.com","name":"Ada"}"#.to_owned()),
            subject_commitment: None,
            subject_salt: None,
            subject_clear: subject.map(str::to_owned),
            hash: vec![0xab; 32],
        }
    }

    #[test]
    fn an_entry_reads_as_a_sentence_in_the_zone_of_the_workspace() {
        let role = entry(
            "member.role_changed",
            r#"{"from":"admin","to":"viewer"}"#,
            Some(r#"{"email":"b@example.com","name":"Bo"}"#),
        );
        let line = lines(&[role], "Europe/Berlin").remove(0);
        assert_eq!(line.who, "Ada (a@example.com)");
        assert_eq!(line.did, "changed the role of Bo (b@example.com) from admin to viewer");
        assert_eq!((line.time.as_str(), line.hash.as_str()), ("21 Sep 2026, 16:13:20", "abababab"));
    }

    #[test]
    fn what_a_person_typed_is_shown_and_never_read_as_a_placeholder() {
        let named = entry("workspace.renamed", "{}", Some(r#"{"words":"{role} {subject}"}"#));
        assert_eq!(lines(&[named], "UTC")[0].did, "renamed the workspace to “{role} {subject}”");
    }

    #[test]
    fn erased_people_and_unknown_events_are_said_to_be_so() {
        let mut gone = entry("member.removed", "{}", None);
        gone.actor_clear = None;
        let line = lines(&[gone], "UTC").remove(0);
        assert_eq!(line.who, "Somebody who is no longer here");
        assert_eq!(line.did, "removed somebody who is no longer here from the workspace");
        assert!(lines(&[entry("x.y", "nonsense", None)], "nowhere")[0].did.contains("does not know"));
    }

    #[test]
    fn every_placeholder_of_every_event_is_filled() {
        for event in Event::ALL {
            let names: Vec<_> =
                event.words().split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let facts: BTreeMap<_, _> = names.iter().map(|name| (*name, format!("<{name}>"))).collect();
            let facts = serde_json::to_string(&facts).unwrap();
            let did = lines(&[entry(event.key(), &facts, None)], "UTC").remove(0).did;
            assert!(!did.contains(['{', '}']), "{did}");
            assert!(names.iter().all(|name| did.contains(&format!("<{name}>"))), "{did}");
        }
    }
}
