//! The pages of a person's own account, and what a stranger can read from the answers about it.

use crate::person::{PASSWORD, Person, cookie, linked, location, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};
use std::time::{SystemTime, UNIX_EPOCH};
use totp_rs::{Builder, Secret};

const GRACE: &str = "grace@example.org";

/// A phone with the seed that a page shows.
pub(crate) struct Phone(Secret);

impl Phone {
    fn of(html: &str) -> Self {
        let key = between(html, "<code class=\"key\">", "</code>").replace(' ', "");
        Self(Secret::try_from_base32(key).expect("a seed in base32"))
    }

    /// The code of the step that began `ago` steps before this one.
    #[expect(clippy::disallowed_methods, reason = "a phone has a clock of its own")]
    pub(crate) fn code(&self, ago: u64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let totp = Builder::new().with_skew(0).with_secret(self.0.clone()).build_noncompliant();
        totp.generate(now - 30 * ago).to_string()
    }
}

/// What stands between two marks of a page.
pub(crate) fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split(begin)
        .nth(1)
        .and_then(|rest| rest.split(end).next())
        .unwrap_or_else(|| panic!("{begin} in {text}"))
}

async fn html(answer: Response, status: u16) -> String {
    assert_eq!(answer.status(), status);
    answer.text().await.expect("html")
}

impl Person {
    async fn send(&self, app: &TestApp, path: &str, fields: &[(&str, &str)], status: u16) -> String {
        html(self.post(app, path, fields).await, status).await
    }

    /// Switches two-step sign-in on; the answer is the phone and the recovery codes.
    pub(crate) async fn enable(&self, app: &TestApp) -> (Phone, Vec<String>) {
        let page = self.send(app, "/account/two-step", &[("what", "begin")], 200).await;
        let phone = Phone::of(&page);
        let ticket = between(&page, "name=\"ticket\" value=\"", "\"");
        let fields = [("what", "enable"), ("ticket", ticket), ("code", &phone.code(1))];
        let page = self.send(app, "/account/two-step", &fields, 200).await;
        let list = between(&page, "class=\"codes\">", "</ul>");
        let codes =
            list.split("<code>").skip(1).map(|rest| rest.split('<').next().expect("a code").to_owned());
        (phone, codes.collect())
    }
}

async fn sign_in(client: &Client, app: &TestApp) -> Response {
    post(client, app, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await
}

#[tokio::test]
async fn the_page_of_new_recovery_codes_has_forms_that_are_taken() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let page = person.send(&app, "/account/two-step", &[("what", "begin")], 200).await;
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"");
    let fields = [("what", "enable"), ("ticket", ticket), ("code", &Phone::of(&page).code(1))];
    let page = person.send(&app, "/account/two-step", &fields, 200).await;
    let mark = between(&page, "name=\"form_mark\" value=\"", "\"");
    let request = person.client.post(app.url("/sign-out")).header("sec-fetch-site", "same-origin");
    assert_eq!(send(request.form(&[("form_mark", mark)])).await.status(), 303);
    assert_eq!(send(person.client.get(app.url("/account"))).await.status(), 401);
}

#[tokio::test]
async fn two_steps_lead_in_and_there_is_no_session_between_them() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let (phone, codes) = person.enable(&app).await;
    assert_eq!(codes.len(), 10);
    let client = browser();
    let half_way = sign_in(&client, &app).await;
    assert!(!half_way.headers().contains_key("set-cookie"), "no session yet");
    let page = html(half_way, 200).await;
    assert!(page.contains("Enter your code") && !page.contains(PASSWORD));
    let ticket = between(&page, "name=\"ticket\" value=\"", "\"").to_owned();
    for path in ["/account", &person.page("overview")] {
        assert_eq!(send(client.get(app.url(path))).await.status(), 401, "{path}");
    }
    let wrong = post(&client, &app, "/sign-in", &[("ticket", &ticket), ("code", "000000")]).await;
    assert!(html(wrong, 422).await.contains("This code is not right"));
    let entered = post(&client, &app, "/sign-in", &[("ticket", &ticket), ("code", &phone.code(0))]).await;
    assert_eq!(entered.status(), 303);
    assert!(cookie(&entered).len() > 30);
    assert_eq!(send(client.get(app.url("/account"))).await.status(), 200);
    let again = post(&browser(), &app, "/sign-in", &[("ticket", &ticket), ("code", &phone.code(0))]).await;
    assert_eq!(again.status(), 422, "a code counts once");
    let recovered = post(&browser(), &app, "/sign-in", &[("ticket", &ticket), ("code", &codes[0])]).await;
    assert_eq!(recovered.status(), 303);
    app.mail.letter(GRACE, "recovery code was used").await;
    clario_proofs::proves(&["AC-59"]);
}

#[tokio::test]
async fn the_picture_of_a_seed_is_drawn_kept_by_nobody_and_shown_to_its_owner_only() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let answer = person.post(&app, "/account/two-step", &[("what", "begin")]).await;
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = html(answer, 200).await;
    assert!(page.contains("class=\"qr\"") && page.contains("role=\"img\"") && !page.contains("data:image"));
    let other = person.send(&app, "/account/two-step", &[("what", "begin")], 200).await;
    let key = |page: &str| between(page, "<code class=\"key\">", "</code>").to_owned();
    assert_ne!(key(&page), key(&other), "each is new");
    assert_eq!(key(&page).replace(' ', "").len(), 32);
    assert_eq!(post(&browser(), &app, "/account/two-step", &[("what", "begin")]).await.status(), 401);
}

#[tokio::test]
async fn every_sensitive_act_asks_who_is_there_when_that_is_long_ago() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let file = format!("sqlite://{}", app.data.path().join("altaclario.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&file).await.expect("the database");
    sqlx::query("UPDATE session SET confirmed_until = 0").execute(&pool).await.expect("a change");
    let asks = |page: &str| page.contains("Confirm that it is you");
    for path in ["/account/email", "/account/password"] {
        assert!(asks(&html(person.open(&app, path).await, 403).await), "{path}");
    }
    for (path, fields) in [
        ("/account/email", vec![("email", "other@example.org")]),
        ("/account/password", vec![("password", "nine violet ladders, standing")]),
        ("/account/two-step", vec![("what", "begin")]),
        ("/account/two-step", vec![("what", "enable"), ("ticket", "00"), ("code", "000000")]),
        ("/account/two-step", vec![("what", "codes")]),
    ] {
        let page = person.send(&app, path, &fields, 403).await;
        assert!(asks(&page), "{fields:?}");
        assert!(page.contains(&format!("name=\"next\" value=\"{path}\"")), "and leads back");
    }
    assert!(
        post(&browser(), &app, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await.status() == 303
    );

    let wrong =
        person.send(&app, "/account/confirm", &[("next", "/account/email"), ("password", "x")], 422).await;
    assert!(wrong.contains("This is not your password") && wrong.contains("value=\"/account/email\""));
    let right = [("next", "/account/email"), ("password", PASSWORD)];
    let confirmed = person.post(&app, "/account/confirm", &right).await;
    assert_eq!((confirmed.status().as_u16(), location(&confirmed)), (303, "/account/email"));
    assert_ne!(cookie(&confirmed), person.cookie, "a new id");
    let old = send(browser().get(app.url("/account")).header("cookie", &person.cookie)).await;
    assert_eq!(old.status(), 401, "the old one is nobody's");
    assert_eq!(person.open(&app, "/account/email").await.status(), 200);
    let away = [("next", "//evil.example"), ("password", PASSWORD)];
    assert_eq!(location(&person.post(&app, "/account/confirm", &away).await), "/account");
}

#[tokio::test]
async fn a_stranger_sees_none_of_the_account_pages() {
    let app = TestApp::start().await;
    for path in ["/account", "/account/email", "/account/password", "/account/sessions", "/account/two-step"]
    {
        assert_eq!(send(browser().get(app.url(path))).await.status(), 401, "{path}");
        assert_eq!(
            post(&browser(), &app, path, &[("what", "name"), ("name", "x")]).await.status(),
            401,
            "{path}"
        );
    }
    assert_eq!(post(&browser(), &app, "/account/confirm", &[("password", PASSWORD)]).await.status(), 401);
    clario_proofs::proves(&["AT-03"]);
}

/// Everything of an answer that a stranger could compare: status, headers, body; what differs by nature is blanked.
async fn compared(answer: Response, address: &str) -> String {
    let status = answer.status();
    let mut headers: Vec<String> = answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != "date" && *name != "content-length")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
        .collect();
    headers.sort();
    let whole = format!("{status}\n{}\n{}", headers.join("\n"), answer.text().await.expect("html"));
    let mut told = whole.replace(address, "ADDRESS");
    for (begin, end) in [
        ("nonce-", "'"),
        ("nonce=\"", "\""),
        ("crossorigin=\"", "\""),
        ("form-mark\" content=\"", "\""),
        ("form_mark\" value=\"", "\""),
        ("&quot;mark&quot;:&quot;", "&quot;"),
        ("traceparent\" content=\"", "\""),
    ] {
        let mut parts = told.split(begin);
        let first = parts.next().unwrap_or_default().to_owned();
        told = parts.fold(first, |blanked, part| {
            let rest = part.split_once(end).map_or("", |(_, rest)| rest);
            blanked + begin + end + rest
        });
    }
    told
}

#[tokio::test]
async fn no_answer_tells_whether_an_address_has_an_account() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let waiting = "waiting@example.org";
    let sign_up = |email: &'static str| {
        vec![("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")]
    };
    post(&browser(), &app, "/sign-up", &sign_up(waiting)).await;
    let nobody = "nobody@example.org";
    for path in ["/sign-in", "/forgotten-password", "/sign-up"] {
        let mut answers = Vec::new();
        for email in [GRACE, waiting, nobody] {
            let fields = match path {
                "/sign-in" => vec![("email", email), ("password", "wrong-wrong-wrong-wrong")],
                "/sign-up" => sign_up(email),
                _ => vec![("email", email)],
            };
            answers.push(compared(post(&browser(), &app, path, &fields).await, email).await);
        }
        assert_eq!(answers[0], answers[1], "{path}: an account and one that waits");
        assert_eq!(answers[0], answers[2], "{path}: an account and none");
    }
    let change =
        async |email| compared(person.post(&app, "/account/email", &[("email", email)]).await, email).await;
    Person::new(&app, "ada@example.org").await;
    assert_eq!(change("ada@example.org").await, change("free@example.org").await, "another address");
    app.mail.letter("ada@example.org", "already have an account").await;
}

#[tokio::test]
async fn opening_a_link_does_nothing_and_its_token_is_in_no_address_afterwards() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    assert_eq!(
        location(&post(&browser(), &app, "/forgotten-password", &[("email", GRACE)]).await),
        "/forgotten-password?sent"
    );
    let token = linked(&app, GRACE, "Choose a new password").await;
    let link = format!("/reset-password?token={token}");
    for _ in 0..3 {
        let page = html(send(browser().get(app.url(&link))).await, 200).await;
        assert!(page.contains("Go on") && !page.contains("New password"), "a button and nothing else");
    }
    assert_eq!(send(browser().head(app.url(&link))).await.status(), 200);
    let page = html(post(&browser(), &app, "/reset-password", &[("token", &token)]).await, 200).await;
    assert!(page.contains("New password"));
    let set = async |password: &str| {
        let fields = [("what", "password"), ("token", token.as_str()), ("password", password)];
        post(&browser(), &app, "/reset-password", &fields).await
    };
    assert_eq!(set("too short").await.status(), 422);
    let done = set("nine violet ladders, standing").await;
    assert_eq!((done.status().as_u16(), location(&done)), (303, "/sign-in?reset"));
    assert_eq!(set("once more and once more").await.status(), 410, "single use");
    assert_eq!(send(browser().get(app.url(&link))).await.status(), 410);
    assert_eq!(person.open(&app, "/account").await.status(), 401, "all sessions ended");
    app.mail.letter(GRACE, "Your password was changed").await;
    assert_eq!(sign_in(&browser(), &app).await.status(), 422);
}

#[tokio::test]
async fn another_address_takes_a_link_and_both_are_told() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let sent = person.post(&app, "/account/email", &[("email", "admiral@example.org")]).await;
    assert_eq!(location(&sent), "/account/email?sent");
    let token = linked(&app, "admiral@example.org", "Confirm your new").await;
    let page =
        html(send(browser().get(app.url(&format!("/confirm-new-address?token={token}")))).await, 200).await;
    assert!(page.contains("Use this address"));
    let done = post(&browser(), &app, "/confirm-new-address", &[("token", &token)]).await;
    assert!(html(done, 200).await.contains("Your address was changed"));
    assert_eq!(post(&browser(), &app, "/confirm-new-address", &[("token", &token)]).await.status(), 410);
    for address in [GRACE, "admiral@example.org"] {
        app.mail.letter(address, "was changed").await;
    }
    assert!(html(person.open(&app, "/account").await, 200).await.contains("admiral@example.org"));
}

#[tokio::test]
async fn a_person_ends_the_sessions_they_see() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    let other = browser();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 secret-build-77";
    let mark = crate::person::mark(&other, &app).await;
    let fields = [("email", GRACE), ("password", PASSWORD), ("form_mark", &mark)];
    let request =
        other.post(app.url("/sign-in")).header("sec-fetch-site", "same-origin").header("user-agent", agent);
    assert_eq!(send(request.form(&fields)).await.status(), 303);
    let page = html(person.open(&app, "/account/sessions").await, 200).await;
    assert!(
        page.contains("Firefox") && page.contains("127.0.0.0/24") && page.contains("This session"),
        "{page}"
    );
    assert!(!page.contains("secret-build") && !page.contains("127.0.0.1"), "no more than that");
    let session = between(&page, "name=\"session\" value=\"", "\"").to_owned();
    let stranger = Person::new(&app, "mallory@example.org").await;
    let foreign = [("what", "one"), ("session", session.as_str())];
    assert_eq!(stranger.post(&app, "/account/sessions", &foreign).await.status(), 404);
    assert_eq!(send(other.get(app.url("/account"))).await.status(), 200);
    assert_eq!(person.post(&app, "/account/sessions", &foreign).await.status(), 303);
    assert_eq!(send(other.get(app.url("/account"))).await.status(), 401);
    assert_eq!(person.open(&app, "/account").await.status(), 200);
    let left = person.post(&app, "/sign-out", &[]).await;
    assert!(left.headers()["clear-site-data"].to_str().expect("text").contains("cache"));
    let copied = send(browser().get(app.url("/account")).header("cookie", &person.cookie)).await;
    assert_eq!(copied.status(), 401, "a copied cookie is worth nothing");
    clario_proofs::proves(&["AT-03"]);
}

#[tokio::test]
async fn looks_are_in_the_first_bytes_of_every_page() {
    let app = TestApp::start().await;
    let person = Person::new(&app, GRACE).await;
    assert!(!person.text(&app, "/").await.contains("data-theme"));
    let looks = [("what", "looks"), ("theme", "dark"), ("density", "compact")];
    assert_eq!(location(&person.post(&app, "/account", &looks).await), "/account?saved=looks#looks");
    for path in ["/", "/account", &person.page("settings"), "/no-such-page"] {
        let page = person.text(&app, path).await;
        let head = page.split('>').nth(1).expect("the html element");
        assert!(
            head.contains("data-theme=\"dark\"") && head.contains("data-density=\"compact\""),
            "{path}: {head}"
        );
    }
    let fresh = html(send(browser().get(app.url("/"))).await, 200).await;
    assert!(!fresh.contains("data-theme"), "nobody else");
    let bad = [("what", "looks"), ("theme", "\"><script>"), ("density", "x")];
    assert_eq!(person.post(&app, "/account", &bad).await.status(), 303);
    assert!(!person.text(&app, "/").await.contains("data-theme"));
    let name = person.send(&app, "/account", &[("what", "name"), ("name", "\u{202e}<b>")], 422).await;
    assert!(name.contains("cannot be shown") && !name.contains("<b>"));
}
