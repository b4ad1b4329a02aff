//! AL-07, AL-08, AL-12, AL-13, AC-66: what is noted of requests, and that nothing of what people send is among it.

use crate::person::{Person, mark};
use crate::promises::program::{Folders, Program};
use crate::test_app::{Site, TestApp, browser, send};
use serde_json::Value;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::collections::BTreeSet;

/// The fields of a line about a request: a closed list.
const FIELDS: [&str; 13] = [
    "account",
    "browser",
    "bytes",
    "message",
    "method",
    "millis",
    "network",
    "parent",
    "route",
    "span",
    "status",
    "trace",
    "workspace",
];

/// Each goes into one place of a request, and none of them may come out in a log.
fn canaries() -> Vec<(&'static str, String)> {
    ["path", "query", "header", "agent", "cookie", "form", "name", "file", "email", "trace", "referer"]
        .map(|place| (place, format!("canary{place}{}", std::process::id() * 7_919)))
        .into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_people_send_comes_into_a_log() {
    let folders = Folders::new();
    let program = Program::start(&folders, &[]).await;
    let of = |place: &str| {
        canaries().into_iter().find(|(known, _)| *known == place).map(|(_, word)| word).expect("a canary")
    };
    let site = format!("http://{}", program.address());
    let client = browser();
    let mark = mark(&client, &program).await;
    let forged = "%0d%0a%7b%22level%22:%22ERROR%22%7d%1b%5b2J%c2%9b";
    for path in ["/", "/terms", "/sign-in", "/w/sample/flow", "/api/readings", "/nowhere"] {
        for method in ["GET", "POST", "PUT", "SECRETMETHOD"] {
            let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
            let address = format!("{site}{path}?{}={forged}&q={}", of("query"), of("query"));
            let request = client
                .request(method, address)
                .header("sec-fetch-site", "same-origin")
                .header("x-strange", of("header"))
                .header("user-agent", of("agent"))
                .header("cookie", format!("ac_session={}; other={}", of("cookie"), of("cookie")))
                .header("referer", format!("https://{}.example/", of("referer")))
                .header("traceparent", of("trace"))
                .header("x-forwarded-for", of("header"))
                .form(&[("email", of("email")), (&of("name"), of("form")), ("form_mark", mark.clone())]);
            send(request).await;
        }
    }
    for path in
        [format!("/{}", of("path")), format!("/w/{}/flow", of("path")), format!("/assets/1/{}", of("file"))]
    {
        send(client.get(format!("{site}{path}{forged}"))).await;
    }
    let fields = [("email", of("email")), ("password", of("form")), ("form_mark", mark)];
    send(client.post(format!("{site}/sign-in")).header("sec-fetch-site", "same-origin").form(&fields)).await;
    program.stop();

    let mut looked_at = 0;
    for (path, bytes) in folders.files() {
        if path.extension().is_none_or(|extension| extension != "log") {
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        looked_at += 1;
        let text = String::from_utf8(bytes).expect("a log is text");
        for (place, canary) in canaries() {
            let line = text.lines().find(|line| line.to_lowercase().contains(&canary.to_lowercase()));
            assert_eq!(line, None, "{place} came into {name}");
        }
        for line in text.lines() {
            assert!(!line.chars().any(char::is_control), "a control character in {name}: {line:?}");
            let Ok(line) = serde_json::from_str::<Value>(line) else {
                assert!(!name.contains("altaclario-"), "{name} holds {line:?}");
                continue;
            };
            assert_ne!(line["level"], "FORGED");
            if line["fields"]["message"] == "answered" {
                let fields: BTreeSet<&str> =
                    line["fields"].as_object().expect("fields").keys().map(String::as_str).collect();
                assert_eq!(fields, BTreeSet::from(FIELDS), "{line}");
                assert_eq!(line["fields"]["network"], "127.0.0.0/24");
            }
        }
        assert!(text.contains("\"answered\""), "{name} knows of requests");
    }
    assert_eq!(looked_at, 2, "what the program printed, and the file of the day");
    clario_proofs::proves(&["AL-07", "AL-13", "AZ-05"]);
}

#[tokio::test]
async fn security_events_name_nobody_whom_a_dictionary_could_find() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let wrong = [("email", "grace@example.org"), ("password", "wrong-wrong-wrong-wrong")];
    assert_eq!(crate::person::post(&browser(), &app, "/sign-in", &wrong).await.status(), 422);
    let request = person.client.post(app.url("/sign-out")).header("sec-fetch-site", "same-origin");
    assert_eq!(send(request.form(&[("form_mark", "00")])).await.status(), 403);
    let file = SqliteConnectOptions::new().filename(app.data.path().join("altaclario.sqlite"));
    let pool = SqlitePool::connect_with(file).await.expect("the database");
    let rows = sqlx::query("SELECT kind, subject_hmac, ip_prefix FROM security_event")
        .fetch_all(&pool)
        .await
        .expect("rows");
    let kinds: BTreeSet<String> = rows.iter().map(|row| row.get("kind")).collect();
    assert!(kinds.contains("sign_in_failed") && kinds.contains("foreign_form"), "{kinds:?}");
    let accounts: Vec<(String, String)> =
        sqlx::query_as("SELECT id, email FROM account").fetch_all(&pool).await.expect("accounts");
    let mut subjects = 0;
    for row in &rows {
        assert_eq!(row.get::<Option<String>, _>("ip_prefix").as_deref(), Some("127.0.0.0/24"));
        let Some(subject) = row.get::<Option<Vec<u8>>, _>("subject_hmac") else { continue };
        subjects += 1;
        for (id, email) in &accounts {
            for word in [id, email, &email.to_uppercase(), &format!("account:{id}")] {
                assert_ne!(subject, digest(word), "an unkeyed hash");
            }
        }
    }
    assert!(subjects > 0);
    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT sealed FROM server_key").fetch_all(&pool).await.expect("keys");
    assert!(kept.len() == 2 && kept.iter().all(|sealed| sealed.starts_with(b"v1")), "keys are kept sealed");
    clario_proofs::proves(&["AL-08"]);
}

fn digest(word: &str) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(word.as_bytes()).to_vec()
}

#[tokio::test]
async fn metrics_are_told_at_their_own_address_and_know_nobody() {
    let app = TestApp::start_with(|config| config.doors.metrics = Some(([127, 0, 0, 1], 0).into())).await;
    let person = Person::new(&app, "grace@example.org").await;
    person.open(&app, &person.page("settings")).await;
    person.open(&app, "/w/canary-of-the-metrics/flow?q=canary-of-the-metrics").await;
    send(browser().get(app.url("/canary-of-the-metrics"))).await;
    assert_eq!(send(browser().get(app.url("/metrics"))).await.status(), 404, "not among the pages");
    let address = app.metrics.expect("an address");
    let text = send(browser().get(format!("http://{address}/metrics"))).await.text().await.expect("text");
    assert!(text.contains("altaclario_request_seconds_count{route=\"/w/{workspace}/settings\""), "{text}");
    assert!(text.contains("altaclario_checks_seconds_count"), "{text}");
    for word in ["canary", "grace", "127.0.0.1", person.workspace.as_str()] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let names: BTreeSet<&str> =
        text.split(['{', ',']).filter_map(|part| part.split_once("=\"").map(|(name, _)| name)).collect();
    assert_eq!(names, BTreeSet::from(["event", "le", "method", "route", "status"]));
    clario_proofs::proves(&["AL-12"]);
}

#[tokio::test]
async fn a_burst_of_failed_sign_ins_raises_one_alert() {
    let app = TestApp::start().await;
    let client = browser();
    for turn in 0..60 {
        let email = format!("nobody-{turn}@example.org");
        let fields = [("email", email.as_str()), ("password", "wrong-wrong-wrong-wrong")];
        assert_eq!(crate::person::post(&client, &app, "/sign-in", &fields).await.status(), 422);
    }
    let file = SqliteConnectOptions::new().filename(app.data.path().join("altaclario.sqlite"));
    let pool = SqlitePool::connect_with(file).await.expect("the database");
    let alerts: Vec<(String, i64)> =
        sqlx::query_as("SELECT kind, count FROM alert").fetch_all(&pool).await.expect("alerts");
    assert_eq!(alerts, [("failed-sign-ins".to_owned(), 1)]);
}
