//! Choices of people with an account: linked at the sign-in, true on all devices, kept as receipts.

use super::{BANNER, LOG, answer, choice, rows, today};
use crate::person::{PASSWORD, Person, linked, location, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::{Client, Response};
use std::process::Command;

/// Signs in with a browser that may have a choice.
async fn sign_in(client: &Client, app: &TestApp, email: &str) -> Response {
    let entered = post(client, app, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    assert!(location(&entered).starts_with("/w/"), "{email} signs in");
    send(client.get(app.url("/account"))).await
}

/// Makes an account with a browser that may have a choice.
async fn sign_up(client: &Client, app: &TestApp, email: &str) -> Response {
    let fields = [("name", "Grace Hopper"), ("email", email), ("password", PASSWORD), ("terms", "1")];
    assert_eq!(post(client, app, "/sign-up", &fields).await.status(), 303);
    let token = linked(app, email, "Confirm your e-mail").await;
    post(client, app, "/confirm-address", &[("token", &token), ("password", PASSWORD)]).await;
    send(client.get(app.url("/account"))).await
}

#[tokio::test]
async fn ct_50_a_yes_before_the_sign_up_becomes_the_accounts_with_its_time_and_text() {
    let app = TestApp::start().await;
    let client = browser();
    let accepted = choice(&answer(&client, &app, "accept").await).expect("a cookie");
    let id = accepted.rsplit('.').next().expect("a name").to_owned();
    let page = sign_up(&client, &app, "a@example.org").await;
    assert_eq!(choice(&page), Some(format!("v1.1.a.{}.copy", today())), "the name is gone from the browser");
    assert!(!page.text().await.expect("html").contains(BANNER));
    let same =
        "SELECT count(*) || ' ' || count(DISTINCT time) || ' ' || count(DISTINCT banner_text_hash) || ' ' ||
                    count(DISTINCT policy_hash) FROM consent_event WHERE subject_ref = ";
    assert_eq!(rows(&app, &format!("{same}'{id}'")).await, ["4 1 1 1"]);
    let log = rows(&app, LOG).await;
    assert_eq!(log[2..], ["analytics imported_prelogin sign_in", "performance imported_prelogin sign_in"]);

    // Somebody else brings the same name.
    sign_up(&browser(), &app, "b@example.org").await;
    let session = session(&app, "b@example.org").await;
    let bring = async |cookie: String| {
        let request =
            browser().get(app.url("/account")).header("cookie", format!("{session}; ac_consent={cookie}"));
        send(request).await.text().await.expect("html")
    };
    assert!(bring(accepted).await.contains(BANNER), "nothing is taken over");
    assert_eq!(rows(&app, LOG).await.len(), 4);
    let forged = format!("v1.1.a.{}.{}", today(), super::ID);
    assert!(bring(forged).await.contains(BANNER), "CT-35: a forged yes is no yes");
    assert_eq!(rows(&app, LOG).await.len(), 4);
}

#[tokio::test]
async fn ct_51_where_browser_and_account_disagree_the_one_that_allows_less_holds_and_says_so() {
    let app = TestApp::start().await;
    let first = browser();
    sign_up(&first, &app, "a@example.org").await;
    answer(&first, &app, "accept").await;
    let second = browser();
    answer(&second, &app, "decline").await;
    let html = sign_in(&second, &app, "a@example.org").await.text().await.expect("html");
    assert!(html.contains("had different choices about cookies"), "{html}");
    let html = send(second.get(app.url("/account"))).await.text().await.expect("html");
    assert!(!html.contains("had different choices"), "told once");
    let html = send(first.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
    assert!(!html.contains("checked"), "it holds on the first device as well");
    // The other way round: a no of the account is not overruled by a yes of a browser.
    let third = browser();
    answer(&third, &app, "accept").await;
    let html = sign_in(&third, &app, "a@example.org").await.text().await.expect("html");
    assert!(html.contains("had different choices about cookies"));
    let html = send(third.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
    assert!(!html.contains("checked"));
}

#[tokio::test]
async fn ct_52_ct_53_signing_out_leaves_no_name_and_whoever_comes_next_inherits_nothing() {
    let app = TestApp::start().await;
    let shared = browser();
    sign_up(&shared, &app, "a@example.org").await;
    answer(&shared, &app, "accept").await;
    let page = send(shared.get(app.url("/account"))).await;
    assert_eq!(choice(&page), None, "the browser has its copy already");
    post(&shared, &app, "/sign-out", &[]).await;
    let html = send(shared.get(app.url("/"))).await.text().await.expect("html");
    assert!(!html.contains(BANNER), "AC-46: the choice is not asked again without cause");
    let page = sign_up(&shared, &app, "b@example.org").await;
    assert_eq!(choice(&page), Some(String::new()), "the copy of somebody else is taken away");
    assert!(page.text().await.expect("html").contains(BANNER), "the next person is asked");
    let of_b =
        "SELECT 'x' FROM consent_event JOIN account ON account.id = account_id WHERE email = 'b@example.org'";
    assert!(rows(&app, of_b).await.is_empty());
}

#[tokio::test]
async fn ct_18_ct_35_an_account_decides_for_all_its_browsers_whatever_their_cookies_say() {
    let app = TestApp::start().await;
    let (here, there) = (browser(), browser());
    sign_up(&here, &app, "a@example.org").await;
    sign_in(&there, &app, "a@example.org").await;
    answer(&here, &app, "accept").await;
    let ticked = async |client: &Client| {
        let html = send(client.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
        html.matches("checked").count()
    };
    assert_eq!(ticked(&there).await, 2, "at once on the other device");
    post(&there, &app, "/cookie-preferences", &[("choice", "decline-all")]).await;
    assert_eq!(ticked(&here).await, 0);
    let forged = format!("ac_consent=v1.1.a.{}.copy", today());
    let session = session(&app, "a@example.org").await;
    let page =
        send(browser().get(app.url("/cookie-preferences")).header("cookie", format!("{session}; {forged}")))
            .await;
    assert_eq!(choice(&page), Some(format!("v1.1.d.{}.copy", today())), "the copy is put right");
    assert!(!page.text().await.expect("html").contains("checked"));
    clario_proofs::proves(&["AL-03", "AC-48"]);
}

/// The cookie of a session of its own.
async fn session(app: &TestApp, email: &str) -> String {
    let fields = [("email", email), ("password", PASSWORD)];
    crate::person::cookie(&post(&browser(), app, "/sign-in", &fields).await)
}

#[tokio::test]
async fn al_01_the_four_switches_act_apart_from_each_other_and_each_change_is_a_row() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "a@example.org").await;
    let names = ["analytics", "performance", "no_error_reports", "news_mail"];
    for combination in 0..16_u8 {
        let wanted: Vec<&str> = names
            .iter()
            .enumerate()
            .filter(|(at, _)| combination & 1 << at != 0)
            .map(|(_, name)| *name)
            .collect();
        let ticked = wanted.iter().map(|name| (*name, "yes"));
        let form: Vec<_> = ticked.chain([("choice", "save")]).collect();
        person.post(&app, "/cookie-preferences", &form).await;
        let html = person.text(&app, "/cookie-preferences").await;
        for name in names {
            let input = html
                .split(&format!("name=\"{name}\""))
                .nth(1)
                .expect(name)
                .split('>')
                .next()
                .expect("its end");
            assert_eq!(input.contains("checked"), wanted.contains(&name), "{combination:04b} {name}");
        }
    }
    let log = rows(&app, LOG).await;
    // Sixteen combinations in the order of counting: a switch changes 15, 7, 3 and 1 times; what was refused first is a row.
    let of = |name: &str| log.iter().filter(|row| row.starts_with(name)).count();
    assert_eq!(
        ["analytics ", "performance ", "error_reports ", "news_mail "].map(of),
        [16, 8, 3, 1],
        "{log:?}"
    );
    let page = person.text(&app, "/account/privacy").await;
    assert!(page.contains("Your choices about cookies") && page.contains("May AltaClario count visits?"));
    clario_proofs::proves(&["AL-01", "AL-03"]);
}

#[tokio::test]
async fn ct_57_receipts_verify_without_us_and_one_altered_byte_shows() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "a@example.org").await;
    person.post(&app, "/cookie-preferences", &[("choice", "accept"), ("back", "/")]).await;
    let file = person.post(&app, "/account/privacy/receipts", &[]).await;
    assert_eq!(file.status(), 200);
    let text = file.text().await.expect("text");
    let verify = |text: &str| {
        let path = app.data.path().join("receipts.json");
        std::fs::write(&path, text).expect("written");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/verify-receipts.mjs");
        Command::new("node").arg(script).arg(&path).output().expect("Node.js")
    };
    let good = verify(&text);
    let said = String::from_utf8(good.stdout).expect("text");
    assert!(
        good.status.success() && said.starts_with("3 receipts verified"),
        "two choices and the terms: {said}"
    );
    let altered = text.replacen("analytics", "analytix", 1);
    assert_ne!(altered, text);
    assert!(!verify(&altered).status.success());
    for part in
        ["ISO/IEC TS 27560:2023", "May AltaClario count visits?", "withdrawal_method", "consent_record_id"]
    {
        assert!(text.contains(part), "{part}");
    }
    for absent in ["127.0.0.1", "reqwest", "user_agent"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let archive = person.post(&app, "/account/privacy/export", &[]).await.bytes().await.expect("an archive");
    let is_inside = memchr::memmem::find(&archive, text.as_bytes()).is_some();
    assert!(is_inside, "the archive of everything holds the same file");
    let foreign = post(&browser(), &app, "/account/privacy/receipts", &[]).await;
    assert_eq!(foreign.status(), 401);
    clario_proofs::proves(&["AL-15"]);
}

#[tokio::test]
async fn ct_58_what_a_browser_says_of_itself_is_nowhere_in_the_log() {
    let app = TestApp::start().await;
    let client = browser();
    let canary = "canary-7f3a9c21";
    let mark = crate::person::mark(&client, &app).await;
    let fields =
        [("choice", "accept"), ("back", "/terms?canary-7f3a9c21"), ("form_mark", &mark), (canary, canary)];
    let request = client
        .post(app.url(&format!("/cookie-preferences?{canary}")))
        .header("sec-fetch-site", "same-origin")
        .header("user-agent", canary)
        .header("referer", app.url(&format!("/{canary}")))
        .header("accept-language", canary)
        .form(&fields);
    assert_eq!(send(request).await.status(), 303);
    assert_eq!(rows(&app, LOG).await.len(), 2);
    let everything = "SELECT id || subject_ref || purpose || state || mechanism || layer || locale || hex(banner_text_hash)
                      || hex(policy_hash) FROM consent_event";
    for row in rows(&app, everything).await {
        assert!(!row.contains(canary) && !row.contains("127.0.0.1"), "{row}");
    }
}
