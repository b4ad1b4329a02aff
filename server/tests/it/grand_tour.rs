//! A tour through everything an account can do, with secrets made up while it runs and every answer kept.

mod invented;
mod tourist;

use crate::person::Person;
use crate::promises::tour::tour;
use crate::simulated_jira::{READER, connect, hidden, until_complete};
use crate::test_app::{Site, browser};
use clario_sandbox::Sandbox;

use std::time::{SystemTime, UNIX_EPOCH};
use totp_rs::{Builder, Secret as Seed};

pub(crate) use invented::{Kind, Secrets, invented};
pub(crate) use tourist::{Answer, Tourist};

/// What the tour used and what came of it.
pub(crate) struct GrandTour {
    /// Everything that must not be found where it does not belong.
    pub(crate) secrets: Secrets,
    /// Every answer of the program, in order.
    pub(crate) answers: Vec<Answer>,
    /// The owner of the workspace, signed in.
    pub(crate) owner: Tourist,
    /// The name of the owner, and each address they had.
    pub(crate) name: String,
    pub(crate) addresses: [String; 2],
    /// The name of the workspace and of its connection.
    pub(crate) labels: [String; 2],
    /// Somebody who was asked in, joined and was removed.
    pub(crate) guest: String,
    /// The password that is the right one at the end.
    pub(crate) password: String,
}

/// The words by which letters are recognised.
const CONFIRM: &str = "Confirm your e-mail";
const RESET: &str = "Choose a new password";
const NEW_ADDRESS: &str = "Confirm your new";

/// Goes through everything. The site of the provider has to know both tokens.
#[expect(clippy::too_many_lines, reason = "a tour is told in the order in which it is gone")]
pub(crate) async fn grand_tour(site: &impl Site, jira: &Sandbox, tokens: [&str; 2]) -> GrandTour {
    let (name, label, works) = (invented("Wilma "), invented("Site "), invented("Works "));
    let addresses = [invented("first."), invented("second.")].map(|word| format!("{word}@example.org"));
    let guest = format!("{}@example.org", invented("guest."));
    let [first, second, third] =
        ["one", "two", "three"].map(|number| format!("{} \"+/&<é {number}", invented("zq")));
    let mut secrets = Secrets::default();
    for password in [&first, &second, &third] {
        secrets.add(Kind::Password, password);
    }
    for token in tokens {
        secrets.add(Kind::ProviderToken, token);
    }
    secrets.add(Kind::SignInName, READER);
    let wrong = invented("never-a-password-");
    secrets.add(Kind::Password, &wrong);
    let mut owner = Tourist::new(browser());

    // Into the house: a form that is refused, the right one, the link of the letter.
    for path in ["/", "/sign-up", "/sign-in", "/terms", "/no-such-page", "/forgotten-password"] {
        owner.open(site, path).await;
    }
    let sign_up = |email: &str, password: &str| {
        vec![("name", name.clone()), ("email", email.to_owned()), ("password", password.to_owned())]
    };
    owner.post(site, "/sign-up", &sign_up(&addresses[0], &first), 422).await;
    let mut whole = sign_up(&addresses[0], &first);
    whole.push(("terms", "1".to_owned()));
    owner.post(site, "/sign-up", &whole, 303).await;
    let token = owner.linked(site, &mut secrets, &addresses[0], CONFIRM).await;
    owner.open(site, &format!("/confirm-address?token={token}")).await;
    let fields = [("token", token.clone()), ("password", wrong.clone())];
    owner.post(site, "/confirm-address", &fields, 422).await;
    let fields = [("token", token), ("password", first.clone())];
    let entered = owner.post(site, "/confirm-address", &fields, 303).await;
    location_of(&entered).strip_prefix("/w/").expect("a workspace").clone_into(&mut owner.workspace);
    owner.post(site, "/account/password", &[("password", second.clone())], 303).await;

    // Two steps, two lists of recovery codes, and in again by one of them and by the phone.
    let page = owner.post(site, "/account/two-step", &[("what", "begin".to_owned())], 200).await.text();
    let seed = between(&page, "<code class=\"key\">", "</code>").to_owned();
    secrets.add_seed(&seed);
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"").to_owned();
    let enable = |code: String| [("what", "enable".to_owned()), ("ticket", ticket.clone()), ("code", code)];
    owner.post(site, "/account/two-step", &enable("000000".to_owned()), 422).await;
    let page = owner.post(site, "/account/two-step", &enable(code(&seed, 1)), 200).await.text();
    for code in codes(&page) {
        secrets.add(Kind::RecoveryCode, &code);
    }
    let page = owner.post(site, "/account/two-step", &[("what", "codes".to_owned())], 200).await.text();
    let mut left = codes(&page);
    for code in &left {
        secrets.add(Kind::RecoveryCode, code);
    }
    owner.post(site, "/sign-out", &[], 303).await;
    let enter =
        |email: &str, password: &str| [("email", email.to_owned()), ("password", password.to_owned())];
    owner.post(site, "/sign-in", &enter(&addresses[0], &wrong), 422).await;
    for second_step in [left.remove(0), code(&seed, 0)] {
        let page = owner.post(site, "/sign-in", &enter(&addresses[0], &second), 200).await.text();
        let ticket = between(&page, "name=\"ticket\" value=\"", "\"").to_owned();
        let fields = [("ticket", ticket.clone()), ("code", "abcd-efgh-jkmn-pqrs".to_owned())];
        owner.post(site, "/sign-in", &fields, 422).await;
        owner.post(site, "/sign-in", &[("ticket", ticket), ("code", second_step)], 303).await;
    }

    // A provider: a token that is refused, one that is kept, and its successor.
    let refused = invented("a-token-of-nobody-");
    secrets.add(Kind::ProviderToken, &refused);
    let person = owner.person();
    let what = |what: &str| ("what", what.to_owned());
    let with = |token: &str| {
        vec![("address", jira.url()), ("email", READER.to_owned()), ("token", token.to_owned())]
    };
    let connect_page = owner.page("connect");
    owner.post(site, &connect_page, &[vec![what("try")], with(&refused)].concat(), 422).await;
    connect(site, &person, jira, tokens[0], &label).await;
    until_complete(site, &person).await;
    let settings = owner.open(site, &owner.page("settings")).await.text();
    let connection = ("connection", hidden(&settings, "connection"));
    let renew = |token: &str| [vec![what("renew-token"), connection.clone()], with(token)].concat();
    owner.post(site, &owner.page("settings"), &renew(&refused), 422).await;
    owner.post(site, &owner.page("settings"), &renew(tokens[1]), 303).await;
    let renamed = [what("name"), ("name", works.clone())];
    owner.post(site, &owner.page("settings"), &renamed, 303).await;
    until_complete(site, &person).await;
    for seen in tour(site, &person).await {
        owner.answers.push(Answer::of_seen(seen));
    }

    // Somebody is asked in, joins, is given another role and removed.
    let members = owner.page("settings/members");
    let invite = [what("invite"), ("email", guest.clone()), ("role", "admin".to_owned())];
    owner.post(site, &members, &invite, 303).await;
    let token = owner.linked(site, &mut secrets, &guest, "asks you into").await;
    let mut visitor = Tourist::new(browser());
    visitor.open(site, &format!("/invitation?token={token}")).await;
    visitor.open(site, "/invitation").await;
    let guest_password = invented("guest-password-");
    secrets.add(Kind::Password, &guest_password);
    let join =
        [("name", invented("Guest ")), ("password", guest_password.clone()), ("terms", "1".to_owned())];
    visitor.post(site, "/invitation", &join, 303).await;
    visitor.open(site, &owner.page("overview")).await;
    visitor.post(site, "/workspaces", &[what("add"), ("name", invented("Own "))], 303).await;
    let page = owner.open(site, &members).await.text();
    let (_, rest) = page.split_once(guest.as_str()).expect("the guest is a member");
    let member = ("member", between(rest, "name=\"member\" value=\"", "\"").to_owned());
    owner.post(site, &members, &[what("role"), member.clone(), ("role", "viewer".to_owned())], 303).await;
    owner.post(site, &members, &[what("remove"), member, ("sure", "yes".to_owned())], 303).await;
    visitor.post(site, "/sign-out", &[], 303).await;

    // Another address, another password by letter, and what can be taken along.
    owner.post(site, "/account/email", &[("email", addresses[1].clone())], 303).await;
    let token = owner.linked(site, &mut secrets, &addresses[1], NEW_ADDRESS).await;
    owner.open(site, &format!("/confirm-new-address?token={token}")).await;
    owner.post(site, "/confirm-new-address", &[("token", token)], 200).await;
    let mut forgetful = Tourist::new(browser());
    forgetful.post(site, "/forgotten-password", &[("email", addresses[1].clone())], 303).await;
    let token = forgetful.linked(site, &mut secrets, &addresses[1], RESET).await;
    forgetful.open(site, &format!("/reset-password?token={token}")).await;
    forgetful.post(site, "/reset-password", &[("token", token.clone())], 200).await;
    let fields = [what("password"), ("token", token), ("password", third.clone())];
    forgetful.post(site, "/reset-password", &fields, 303).await;
    owner.answers.append(&mut forgetful.answers);
    owner.enter(site, &addresses[1], &third, left.remove(0)).await;
    for path in ["/account", "/account/sessions", "/account/two-step", "/account/privacy", "/workspaces"] {
        owner.open(site, path).await;
    }
    for page in ["settings", "settings/members", "settings/audit", "settings/workspace"] {
        owner.open(site, &owner.page(page)).await;
    }
    owner.post(site, "/account/privacy/export", &[], 200).await;
    owner.post(site, &owner.page("settings/workspace/export"), &[], 200).await;
    owner.post(site, &owner.page("settings/audit"), &[what("take")], 303).await;
    owner.open(site, &owner.page("settings/audit.ndjson")).await;

    owner.answers.append(&mut visitor.answers);
    let answers = std::mem::take(&mut owner.answers);
    for cookie in answers.iter().flat_map(Answer::sessions) {
        secrets.add_session(&cookie);
    }
    GrandTour { secrets, answers, owner, name, addresses, labels: [works, label], guest, password: third }
}

/// The recovery codes on a page.
fn codes(page: &str) -> Vec<String> {
    let list = between(page, "class=\"codes\">", "</ul>");
    let codes: Vec<String> =
        list.split("<code>").skip(1).map(|rest| rest.split('<').next().expect("a code").to_owned()).collect();
    assert_eq!(codes.len(), 10);
    codes
}

/// The code of the step that began `ago` steps before this one.
#[expect(clippy::disallowed_methods, reason = "a phone has a clock of its own")]
fn code(seed: &str, ago: u64) -> String {
    let seed = Seed::try_from_base32(seed.replace(' ', "")).expect("a seed in base32");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    Builder::new().with_skew(0).with_secret(seed).build_noncompliant().generate(now - 30 * ago).to_string()
}

fn location_of(answer: &Answer) -> String {
    answer.location.clone().unwrap_or_default()
}

/// What stands between two marks.
pub(crate) fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split(begin)
        .nth(1)
        .and_then(|rest| rest.split(end).next())
        .unwrap_or_else(|| panic!("{begin} in {text}"))
}

impl Tourist {
    /// The same browser, for what the other tests can do.
    fn person(&self) -> Person {
        Person { client: self.client.clone(), cookie: String::new(), workspace: self.workspace.clone() }
    }

    /// Signs in with a recovery code.
    async fn enter(&mut self, site: &impl Site, email: &str, password: &str, code: String) {
        let fields = [("email", email.to_owned()), ("password", password.to_owned())];
        let page = self.post(site, "/sign-in", &fields, 200).await.text();
        let ticket = between(&page, "name=\"ticket\" value=\"", "\"").to_owned();
        let entered = self.post(site, "/sign-in", &[("ticket", ticket), ("code", code)], 303).await;
        assert!(location_of(&entered).starts_with("/w/"), "{:?}", location_of(&entered));
    }
}
