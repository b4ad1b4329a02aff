//! Reports of pages over the wire: gated by the choice, bounded, and without a place for anything personal.

use crate::person::{PASSWORD, Person, operator, post};
use crate::test_app::{TestApp, browser, send};
use clario_privacy::consent::{Choice, ConsentId, Kept, Marks, Mode, Owner};
use reqwest::{Client, Response};

const ROUTE: &str = "/sign-in";
const EVENTS: &str = r#"{"kind":"view"},{"kind":"timing","metric":"ttfb","value":120},{"kind":"error","name":"RangeError","file":"program","line":1,"column":4711}"#;

/// The cookie of somebody who made a choice today.
fn cookie(mode: Mode, choice: Choice) -> String {
    let today = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs() / 86_400;
    let kept = Kept {
        version: Marks::in_force().current,
        mode,
        choice,
        day: i64::try_from(today).expect("a day"),
        owner: match mode {
            Mode::Declined => Owner::Nobody,
            _ => Owner::Browser(ConsentId::parse("0123456789abcdef").expect("an id")),
        },
    };
    format!("{}={kept}", Kept::cookie_name(false))
}

/// Sends what `sendBeacon` would.
async fn beacon(app: &TestApp, headers: &[(&str, &str)], body: String) -> Response {
    let mut request = browser().post(app.url("/telemetry")).header("sec-fetch-site", "same-origin");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request.header("content-type", "text/plain;charset=UTF-8").body(body)).await
}

fn report(events: &str) -> String {
    format!(r#"{{"route":"{ROUTE}","events":[{events}]}}"#)
}

async fn watched(root: &Client, app: &TestApp) -> (bool, bool, bool) {
    let page = send(root.get(app.url("/operator/incidents"))).await.text().await.expect("html");
    (page.contains("How often pages were opened"), page.contains("TTFB"), page.contains("RangeError"))
}

#[tokio::test]
async fn ct_49_what_is_counted_follows_the_choice_and_the_signals() {
    let accepted = cookie(Mode::Accepted, Choice::ACCEPT);
    let declined = cookie(Mode::Declined, Choice::DECLINE);
    let counts_only = cookie(Mode::Accepted, Choice { performance: false, ..Choice::ACCEPT });
    let speed_only = cookie(Mode::Accepted, Choice { analytics: false, ..Choice::ACCEPT });
    let objects = cookie(Mode::Declined, Choice { no_error_reports: true, ..Choice::DECLINE });
    let over_gpc = cookie(Mode::OverGpc, Choice::ACCEPT);
    for (name, headers, expected) in [
        ("no choice", vec![], (false, false, true)),
        ("a no", vec![("cookie", declined.as_str())], (false, false, true)),
        ("a yes", vec![("cookie", accepted.as_str())], (true, true, true)),
        ("a yes to counts", vec![("cookie", counts_only.as_str())], (true, false, true)),
        ("a yes to speed", vec![("cookie", speed_only.as_str())], (false, true, true)),
        ("an objection", vec![("cookie", objects.as_str())], (false, false, false)),
        ("GPC", vec![("sec-gpc", "1")], (false, false, false)),
        ("GPC over a yes", vec![("sec-gpc", "1"), ("cookie", accepted.as_str())], (false, false, false)),
        ("a yes over GPC", vec![("sec-gpc", "1"), ("cookie", over_gpc.as_str())], (true, true, false)),
        ("DNT over a yes", vec![("dnt", "1"), ("cookie", accepted.as_str())], (false, false, false)),
        ("a forged choice", vec![("cookie", "ac_consent=v1.9.a.99999.x")], (false, false, true)),
    ] {
        let app = TestApp::start().await;
        let root = operator(&app).await;
        for _ in 0..10 {
            let answer = beacon(&app, &headers, report(EVENTS)).await;
            assert_eq!(answer.status(), 204, "{name}");
            // The choice itself is kept by the layer that all answers pass, and by nothing else.
            let stored =
                answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
            let others = stored.filter(|cookie| !cookie.starts_with(Kept::cookie_name(false))).count();
            assert_eq!(others, 0, "{name}: nothing is stored on the device");
        }
        assert_eq!(watched(&root, &app).await, expected, "{name}");
    }
    clario_proofs::proves(&["AC-14", "AC-91", "AL-02", "AL-05", "AL-06"]);
}

#[tokio::test]
async fn of_somebody_who_paused_processing_nothing_is_counted_until_they_go_on() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let person = Person::new(&app, "ada@example.org").await;
    person.post(&app, "/cookie-preferences", &[("choice", "accept"), ("back", "/")]).await;
    let headers = [("cookie", person.cookie.as_str())];
    for (what, expected) in [("pause", (false, false, false)), ("go-on", (true, true, true))] {
        let switched = person.post(&app, "/account/privacy", &[("what", what)]).await;
        assert_eq!(switched.status(), 303, "{what}");
        for _ in 0..10 {
            assert_eq!(beacon(&app, &headers, report(EVENTS)).await.status(), 204, "{what}");
        }
        assert_eq!(watched(&root, &app).await, expected, "{what}");
    }
    clario_proofs::proves(&["AC-90"]);
}

#[tokio::test]
async fn garbage_secrets_and_floods_leave_nothing() {
    let app = TestApp::start().await;
    let root = operator(&app).await;
    let accepted = cookie(Mode::Accepted, Choice::ACCEPT);
    let headers = [("cookie", accepted.as_str())];
    let canary = "wilhelmina.canary@example.org";
    for body in [
        String::new(),
        "\0\u{1}\u{2}".to_owned(),
        "{".repeat(3_000),
        format!(r#"{{"route":"{canary}","events":[]}}"#),
        format!(r#"{{"route":"{ROUTE}?token={canary}","events":[]}}"#),
        report(&format!(r#"{{"kind":"{canary}"}}"#)),
        report(&format!(r#"{{"kind":"error","name":"{canary}","file":"script","line":1,"column":1}}"#)),
        report(&format!(
            r#"{{"kind":"error","name":"Error","file":"script","line":1,"column":1,"message":"{canary}"}}"#
        )),
        report(&format!(r#"{{"kind":"view","referrer":"{canary}"}}"#)),
    ] {
        assert_eq!(beacon(&app, &headers, body.clone()).await.status(), 422, "{body:.80}");
    }
    let huge = report(&format!("{EVENTS},").repeat(2_000));
    assert_eq!(beacon(&app, &headers, huge).await.status(), 413);
    let foreign = browser().post(app.url("/telemetry")).header("sec-fetch-site", "cross-site");
    assert_eq!(send(foreign.header("cookie", &accepted).body(report(EVENTS))).await.status(), 403);
    assert_eq!(send(root.get(app.url("/telemetry"))).await.status(), 405);
    assert_eq!(watched(&root, &app).await, (false, false, false));
    for file in std::fs::read_dir(app.data.path()).expect("the data folder").flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        assert!(memchr::memmem::find(&bytes, canary.as_bytes()).is_none(), "{:?}", file.path());
    }
    clario_proofs::proves(&["AC-12", "AC-13", "AC-66", "SE-03"]);
}

#[tokio::test]
async fn whoever_reports_too_often_waits_and_can_still_sign_in() {
    let app = TestApp::start_with(|config| {
        (config.doors.requests, config.doors.knocks) = (200, 20);
    })
    .await;
    let mut refused = 0;
    for _ in 0..60 {
        refused += u32::from(beacon(&app, &[], report("")).await.status() == 429);
    }
    assert!(refused >= 30, "{refused}");
    let fields = [("email", "nobody@example.org"), ("password", PASSWORD)];
    let tried = post(&browser(), &app, "/sign-in", &fields).await;
    assert_eq!(tried.status(), 422, "reports do not use up the forms of strangers");
}

#[tokio::test]
async fn a_page_knows_its_template_only_and_reports_nothing_where_it_may_not() {
    let app = TestApp::start().await;
    let accepted = cookie(Mode::Accepted, Choice::ACCEPT);
    let page = async |headers: &[(&str, &str)], path: &str| {
        let mut request = browser().get(app.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(request).await.text().await.expect("html")
    };
    let html = page(&[("cookie", &accepted)], "/w/sample/flow?token=CANARY").await;
    let island = html.split("data-component=\"Reporter").nth(1).expect("an island");
    let props =
        island.split("data-props=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its props");
    assert!(
        props.contains("/w/{workspace}/") && !props.contains("CANARY") && !props.contains("sample"),
        "{props}"
    );
    assert!(props.contains("&quot;views&quot;:true"), "{props}");
    for headers in [&[("sec-gpc", "1")][..], &[("dnt", "1")]] {
        assert!(!page(headers, "/w/sample/flow").await.contains("Reporter"), "{headers:?}");
    }
    clario_proofs::proves(&["AC-13", "AL-11"]);
}
