//! Global Privacy Control and Do Not Track.

use super::{BANNER, LOG, answer, choice, get, rows, today};
use crate::person::{Person, location, post};
use crate::test_app::{TestApp, browser, send};
use reqwest::Client;

const LINE: &str = "Opt-out request honored (Global Privacy Control)";

fn with_gpc() -> Client {
    let headers = [("sec-gpc".parse().expect("a name"), "1".parse().expect("a value"))].into_iter().collect();
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .cookie_store(true)
        .default_headers(headers)
        .build()
        .expect("a client")
}

#[tokio::test]
async fn ct_36_ct_37_ct_46_only_exactly_one_is_the_signal_and_it_is_honored_visibly() {
    let app = TestApp::start().await;
    for (lines, honored) in [
        (&[][..], false),
        (&["1"][..], true),
        (&["0"], false),
        (&["true"], false),
        (&[""], false),
        (&["1,1"], false),
        (&["1 1"], false),
        (&["0", "1"], true),
        (&["1", "0"], true),
        (&["0", "0"], false),
        (&["?1"], false),
    ] {
        let headers: Vec<_> = lines.iter().map(|line| ("sec-gpc", *line)).collect();
        for path in ["/", "/no-such-page", "/sign-in", "/w/sample/overview"] {
            let html = get(&app, path, &headers).await.text().await.expect("html");
            assert_eq!(html.contains(LINE), honored, "{path} {lines:?}");
            assert_eq!(html.contains(BANNER), !honored, "{path} {lines:?}");
        }
    }
    let html = get(&app, "/", &[("sec-gpc", "1")]).await.text().await.expect("html");
    let line =
        format!("<p role=\"status\" class=\"opt-out\"><a href=\"/cookie-preferences#gpc\">{LINE}</a></p>");
    assert!(html.contains(&line));
    let explained = get(&app, "/cookie-preferences", &[("sec-gpc", "1")]).await.text().await.expect("html");
    assert!(
        explained.contains("id=\"gpc\"") && explained.contains("Your browser sends Global Privacy Control.")
    );
    assert!(rows(&app, LOG).await.is_empty(), "somebody without a name is not written down");
    clario_proofs::proves(&["AC-49", "AC-50", "AC-51"]);
}

#[tokio::test]
async fn ct_40_ct_48_the_signal_sets_an_earlier_yes_aside_once_and_tells_of_it_once() {
    let app = TestApp::start().await;
    let accepted = choice(&answer(&browser(), &app, "accept").await).expect("a cookie");
    let cookie = format!("ac_consent={accepted}");
    let first = get(&app, "/", &[("cookie", &cookie), ("sec-gpc", "1")]).await;
    assert_eq!(choice(&first), Some(String::new()), "the browser forgets it");
    let html = first.text().await.expect("html");
    assert!(html.contains("Your earlier yes was set aside") && html.contains(LINE) && !html.contains(BANNER));
    for _ in 0..5 {
        let html = get(&app, "/", &[("sec-gpc", "1")]).await.text().await.expect("html");
        assert!(!html.contains("set aside"), "told once");
    }
    get(&app, "/", &[("cookie", &cookie), ("sec-gpc", "1")]).await;
    let log = rows(&app, LOG).await;
    assert_eq!(
        log.iter().filter(|row| row.contains("gpc_optout gpc_header")).count(),
        2,
        "once for each purpose"
    );
    let html = get(&app, "/", &[]).await.text().await.expect("html");
    assert!(html.contains(BANNER), "CT-44: without the signal a stranger is asked as anybody is");
}

#[tokio::test]
async fn ct_41_ct_42_ct_43_a_yes_over_the_signal_comes_from_the_preferences_alone_and_goes_as_easily() {
    let app = TestApp::start().await;
    let client = with_gpc();
    let by_banner = answer(&client, &app, "accept").await;
    assert_eq!(choice(&by_banner), None, "the button of the banner means nothing under the signal");
    assert!(rows(&app, LOG).await.is_empty());
    let save = [("choice", "save"), ("analytics", "yes")];
    let saved = post(&client, &app, "/cookie-preferences", &save).await;
    let kept = choice(&saved).expect("a cookie");
    assert!(kept.starts_with(&format!("v1.1.g1.{}.", today())), "{kept}");
    assert_eq!(rows(&app, LOG).await[0], "analytics gpc_override_given prefs_save");
    let html = send(client.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
    assert!(html.contains("Overruled by your choice") && html.contains("checked") && !html.contains(LINE));
    for withdraw in [&[("choice", "save")][..], &[("choice", "decline-all")], &[("choice", "decline")]] {
        let taken_back = post(&client, &app, "/cookie-preferences", withdraw).await;
        assert_eq!(choice(&taken_back), Some(format!("v1.1.d.{}", today())), "{withdraw:?}");
        let html = send(client.get(app.url("/"))).await.text().await.expect("html");
        assert!(html.contains(LINE), "{withdraw:?}");
        post(&client, &app, "/cookie-preferences", &save).await;
    }
    clario_proofs::proves(&["AC-52"]);
}

#[tokio::test]
async fn ct_42_ct_43_a_yes_of_an_account_over_the_signal_goes_by_the_settings_of_the_account_too() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "a@example.org").await;
    let elsewhere = with_gpc();
    let fields = [("email", "a@example.org"), ("password", crate::person::PASSWORD)];
    post(&elsewhere, &app, "/sign-in", &fields).await;
    let save = [("choice", "save"), ("analytics", "yes")];
    for withdraw in ["take-back", "decline-all", "decline"] {
        post(&elsewhere, &app, "/cookie-preferences", &save).await;
        let html = send(elsewhere.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
        assert!(html.contains("Overruled by your choice"), "{withdraw}");
        let page = person.text(&app, "/account/privacy").await;
        assert!(page.contains("value=\"take-back\"") && page.contains("Yes, over Global Privacy Control"));
        person.post(&app, "/cookie-preferences", &[("choice", withdraw)]).await;
        let html = send(elsewhere.get(app.url("/cookie-preferences"))).await.text().await.expect("html");
        assert!(html.contains(LINE) && !html.contains("checked"), "{withdraw}");
    }
    // No call of a script makes one: the function has no door, whatever the call carries.
    for kind in ["application/x-www-form-urlencoded", "application/json"] {
        let call = elsewhere
            .post(app.url("/api/choose"))
            .header("sec-fetch-site", "same-origin")
            .header("x-form-mark", crate::person::mark(&elsewhere, &app).await)
            .header("content-type", kind)
            .body("button=Save&switches[analytics]=true&seen=true");
        assert_eq!(send(call).await.status(), 404, "{kind}");
    }
}

#[tokio::test]
async fn ct_38_a_signal_that_only_scripts_see_is_told_once_and_takes_the_yes_away() {
    let app = TestApp::start().await;
    let stranger = browser();
    let signal = [("choice", "signal"), ("signal", "yes")];
    let undecided = post(&stranger, &app, "/cookie-preferences", &signal).await;
    assert_eq!(choice(&undecided), None, "whoever has not answered leaves no trace");
    assert!(rows(&app, LOG).await.is_empty());
    answer(&stranger, &app, "accept").await;
    for _ in 0..3 {
        post(&stranger, &app, "/cookie-preferences", &signal).await;
    }
    let outs = ["analytics gpc_optout gpc_js", "performance gpc_optout gpc_js"];
    assert_eq!(rows(&app, LOG).await[2..], outs, "written down once");
    let html = send(stranger.get(app.url("/"))).await.text().await.expect("html");
    assert!(html.contains(BANNER), "the browser forgot its yes");
    // A deliberate yes over a signal that only scripts see.
    let save = [("choice", "save"), ("analytics", "yes"), ("signal", "yes")];
    let saved = post(&stranger, &app, "/cookie-preferences", &save).await;
    assert!(choice(&saved).is_some_and(|kept| kept.starts_with("v1.1.g1.")));
    let kept = post(&stranger, &app, "/cookie-preferences", &signal).await;
    assert_eq!(choice(&kept), None, "the signal does not take it away");
    let log = rows(&app, LOG).await;
    assert_eq!(log[4..], ["analytics gpc_override_given prefs_save", "performance refused prefs_save"]);

    let person = Person::new(&app, "a@example.org").await;
    for _ in 0..3 {
        person.post(&app, "/cookie-preferences", &signal).await;
    }
    assert_eq!(rows(&app, LOG).await[6..], outs, "the account is opted out, once");
    let html = person.text(&app, "/account").await;
    assert!(html.contains(LINE) && !html.contains(BANNER), "on all devices");
    clario_proofs::proves(&["AC-49"]);
}

#[tokio::test]
async fn ct_45_ct_44_the_signal_of_one_device_holds_for_the_account_on_all_of_them() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "a@example.org").await;
    assert!(person.text(&app, "/account").await.contains(BANNER));
    let elsewhere = with_gpc();
    let fields = [("email", "a@example.org"), ("password", crate::person::PASSWORD)];
    let entered = post(&elsewhere, &app, "/sign-in", &fields).await;
    assert!(location(&entered).starts_with("/w/"), "signed in on another device");
    for _ in 0..3 {
        send(elsewhere.get(app.url("/account"))).await;
    }
    let log = rows(&app, LOG).await;
    assert_eq!(
        log,
        ["analytics gpc_optout gpc_header", "performance gpc_optout gpc_header"],
        "once, not per request"
    );
    let html = person.text(&app, "/account").await;
    assert!(html.contains(LINE) && !html.contains(BANNER), "also where no signal is sent");
    let html = person.text(&app, "/cookie-preferences").await;
    assert!(html.contains("an opt-out for your account"));
    person.post(&app, "/cookie-preferences", &[("choice", "take-back")]).await;
    assert_eq!(rows(&app, LOG).await.len(), 2, "it is off already");
}

#[tokio::test]
async fn ct_47_the_statement_for_others_is_as_the_specification_says() {
    let app = TestApp::start().await;
    let answer = get(&app, "/.well-known/gpc.json", &[]).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/json".parse().unwrap())
    );
    let statement: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(statement["gpc"], true);
    let day: jiff::civil::Date = statement["lastUpdate"].as_str().expect("a day").parse().expect("RFC 3339");
    assert!(day.year() >= 2026);
    clario_proofs::proves(&["AC-53"]);
}

#[tokio::test]
async fn ct_49_under_do_not_track_the_page_says_that_nothing_is_counted() {
    let app = TestApp::start().await;
    let html = get(&app, "/", &[("dnt", "1")]).await.text().await.expect("html");
    assert!(html.contains(BANNER) && html.contains("Your browser also sends Do Not Track."));
    let html = get(&app, "/", &[("dnt", "0")]).await.text().await.expect("html");
    assert!(!html.contains("Do Not Track"));
}
