//! Every letter, read as the person who gets it and as somebody who chose a hostile name.

use super::*;
use crate::alerts::AlertKind;
use clario_store::{NoticeKind, Role};

const ORIGIN: &str = "https://flow.example.org";
const HOSTILE: &str = "<img src=x>\r\nBcc: a@evil.example\r\n\r\nhttps://evil.example/?x www.evil.example";

/// The letter after another one. A new letter does not compile before it has its place here.
fn after(letter: Option<&Letter>) -> Option<Letter> {
    let (link, name) = ("/open?token=SECRET".to_owned(), HOSTILE.to_owned());
    let until = 1_797_897_600;
    Some(match letter {
        None => Letter::ConfirmAddress { link },
        Some(Letter::ConfirmAddress { .. }) => Letter::AlreadyHaveAnAccount,
        Some(Letter::AlreadyHaveAnAccount) => Letter::ResetPassword { link },
        Some(Letter::ResetPassword { .. }) => Letter::PasswordChanged,
        Some(Letter::PasswordChanged) => Letter::AddressChanged,
        Some(Letter::AddressChanged) => Letter::ConfirmNewAddress { link },
        Some(Letter::ConfirmNewAddress { .. }) => Letter::SecondFactorOn,
        Some(Letter::SecondFactorOn) => Letter::SecondFactorOff,
        Some(Letter::SecondFactorOff) => Letter::RecoveryCodeUsed { left: 9 },
        Some(Letter::RecoveryCodeUsed { .. }) => {
            Letter::Invitation { workspace: name.clone(), inviter: name, link }
        }
        Some(Letter::Invitation { .. }) => Letter::RoleChanged { workspace: name, role: Role::Viewer },
        Some(Letter::RoleChanged { .. }) => Letter::RemovedFromWorkspace { workspace: name },
        Some(Letter::RemovedFromWorkspace { .. }) => Letter::SecondFactorRequired { workspace: name },
        Some(Letter::SecondFactorRequired { .. }) => {
            Letter::OperatorLooksIn { workspace: name, minutes: 30, link }
        }
        Some(Letter::OperatorLooksIn { .. }) => Letter::OperatorAlert { kind: AlertKind::FailedSignIns },
        Some(Letter::OperatorAlert { .. }) => Letter::AccountClosing { link, until },
        Some(Letter::AccountClosing { .. }) => Letter::WorkspaceClosing { workspace: name, link, until },
        Some(Letter::WorkspaceClosing { .. }) => Letter::WorkspaceClosedByOwner { workspace: name },
        Some(Letter::WorkspaceClosedByOwner { .. }) => Letter::CredentialRejected { workspace: name, link },
        Some(Letter::CredentialRejected { .. }) => {
            Letter::CredentialExpiring { workspace: name, days: 7, link }
        }
        Some(Letter::CredentialExpiring { .. }) => Letter::Notice {
            kind: NoticeKind::Policy,
            title: "Another name".into(),
            text: name,
            effective: Some(until),
        },
        Some(Letter::Notice { kind: NoticeKind::Policy, .. }) => Letter::Notice {
            kind: NoticeKind::Update,
            title: "Another chart".into(),
            text: name,
            effective: None,
        },
        Some(Letter::Notice { .. }) => Letter::Incident {
            in_browsers: true,
            name: "TypeError",
            route: "/w/{workspace}/flow".into(),
            place: "crates/backend/src/lib.rs:12".into(),
        },
        Some(Letter::Incident { .. }) => Letter::RequestArrived {
            about: "Other safety concern",
            reference: "0123456789abcdef".into(),
            due: until,
        },
        Some(Letter::RequestArrived { .. }) => Letter::RequestAnswered {
            about: "Other safety concern",
            reference: "0123456789abcdef".into(),
            text: name,
        },
        Some(Letter::RequestAnswered { .. }) => Letter::Test,
        Some(Letter::Test) => return None,
    })
}

fn every() -> Vec<Letter> {
    let mut letters = Vec::new();
    while let Some(letter) = after(letters.last()) {
        letters.push(letter);
    }
    letters
}

/// Whatever a mail program could take for a link: after a scheme, after `www.`, around an `@`, or a name with a dot in it.
fn links(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "\"'<>()“”,".contains(c))
        .map(|word| word.trim_end_matches(['.', ':', ';', '?', '!']))
        .filter(|word| word.contains("://") || word.contains('@') || word.contains('.'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_letter_leads_to_this_installation_and_nowhere_else() {
    let letters = every();
    assert_eq!(letters.len(), 26);
    for letter in letters {
        let body = letter.body(ORIGIN);
        for text in [body.text(), body.html()] {
            let found = links(&text);
            assert!(!found.is_empty(), "{}: the search finds the origin at least", letter.template());
            for link in found {
                let here = link == ORIGIN || link.starts_with(&format!("{ORIGIN}/"));
                assert!(here, "{}: {link}", letter.template());
            }
        }
    }
    clario_proofs::proves(&["AC-29"]);
}

#[test]
fn every_letter_is_plain_html_that_loads_and_counts_nothing() {
    let allowed = ["html", "head", "meta", "title", "body", "p", "a"];
    for letter in every() {
        let html = letter.body(ORIGIN).html();
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.trim_start_matches(['/', '!']).split(' ').next().unwrap_or_default();
            assert!(name == "DOCTYPE" || allowed.contains(&name), "{}: <{tag}>", letter.template());
        }
        for word in ["src=", "style", "url(", "http-equiv", "onload", "background"] {
            let ours = html.replace("&lt;img src=x&gt;", "").replace("img src=x", "");
            assert!(!ours.contains(word), "{}: {word}", letter.template());
        }
    }
    clario_proofs::proves(&["AC-29"]);
}

#[test]
fn every_subject_is_one_short_line_without_what_it_should_not_say() {
    for letter in every() {
        let subject = letter.body(ORIGIN).subject();
        assert!(subject.chars().all(|c| !c.is_control()), "{subject:?}");
        assert!((5..=160).contains(&subject.chars().count()), "{subject:?}");
        assert!(!subject.contains("SECRET") && !subject.contains('@'), "{subject:?}");
    }
}

#[test]
fn text_and_html_say_the_same_and_carry_the_link_once() {
    for letter in every() {
        let (template, body) = (letter.template(), letter.body(ORIGIN));
        let shown = |html: &str| {
            html.split('<')
                .filter_map(|part| part.split_once('>'))
                .map(|(_, words)| words)
                .collect::<String>()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
        };
        let (_, main) =
            body.html().split_once("<body>").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a body");
        let words =
            |text: &str| text.split_whitespace().filter(|word| *word != "--").collect::<Vec<_>>().join(" ");
        assert_eq!(words(&shown(&format!("<body>{main}"))), words(&body.text()), "{template}");
        let secrets = body.text().matches("SECRET").count();
        assert!(secrets <= 1, "{template}");
        assert_eq!(body.html().matches("SECRET").count(), 2 * secrets, "{template}: as address and as words");
    }
}

#[test]
fn letters_with_links_that_expire_are_not_sent_after_that() {
    for letter in every() {
        let works_shortly = letter.body(ORIGIN).text().contains("works once");
        assert!(!works_shortly || letter.shelf_life().is_some(), "{}", letter.template());
    }
}

#[test]
fn days_are_written_out() {
    assert_eq!(day(1_797_897_600), "22 December 2026");
}
