//! What pages report of themselves: counted as far as it is allowed, kept for a week, and after that without small numbers.

use std::collections::BTreeMap;

use clario_backend::{Allowed, Operator, ServerFault};

use crate::app::App;

const DAY: i64 = 86_400;
const ALL: Allowed = Allowed { views: true, timings: true, errors: true };
const NONE: Allowed = Allowed { views: false, timings: false, errors: false };
const ROUTE: &str = "/w/{workspace}/flow";
const ROOT: &str = "root@example.com";

impl App {
    async fn root(&self) -> Operator {
        let account = self.person(ROOT).await;
        let link = self.backend.offer_operator().await.expect("an offer").expect("there is none yet");
        let token = link.path().rsplit('=').next().expect("a token").to_owned();
        self.backend.claim_operator(&account, &token).await.expect("claimed");
        self.backend.operator(Some(&account)).await.expect("an operator")
    }

    fn report(&self, allowed: Allowed, events: &str) -> bool {
        let body = format!(r#"{{"route":"{ROUTE}","events":[{events}]}}"#);
        self.backend.take_report(body.as_bytes(), allowed, &|route| route == ROUTE).is_ok()
    }

    async fn database(&self) -> sqlx::SqlitePool {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(self.directory.path().join("altaclario.sqlite"));
        sqlx::SqlitePool::connect_with(options).await.expect("the database")
    }

    async fn rows(&self, question: &'static str) -> Vec<(i64, String, i64, i64)> {
        sqlx::query_as(question).fetch_all(&self.database().await).await.expect("rows")
    }
}

const VIEW: &str = r#"{"kind":"view"}"#;
const SPEED: &str = r#"{"kind":"timing","metric":"lcp","value":1700}"#;
const ERROR: &str = r#"{"kind":"error","name":"TypeError","file":"script","line":1,"column":77}"#;

#[tokio::test]
async fn each_kind_is_counted_as_far_as_it_is_allowed() {
    let app = App::new().await;
    let root = app.root().await;
    let everything = [VIEW, SPEED, ERROR].join(",");
    for (allowed, kinds) in [
        (NONE, (false, false, false)),
        (Allowed { views: true, ..NONE }, (true, false, false)),
        (Allowed { timings: true, ..NONE }, (true, true, false)),
        (Allowed { errors: true, ..NONE }, (true, true, true)),
    ] {
        for _ in 0..10 {
            assert!(app.report(allowed, &everything));
        }
        let summary = app.backend.telemetry(&root).await.unwrap();
        let incidents = app.backend.incidents(&root).await.unwrap();
        let seen = (!summary.views.is_empty(), !summary.metrics.is_empty(), !incidents.is_empty());
        assert_eq!(seen, kinds, "{allowed:?}");
    }
    let summary = app.backend.telemetry(&root).await.unwrap();
    assert_eq!(summary.views, [(ROUTE.to_owned(), 10)]);
    assert_eq!(summary.metrics[0].three_quarters, "up to 2500 ms");
    clario_proofs::proves(&["AC-12", "AL-10", "AL-17"]);
}

#[tokio::test]
async fn counts_are_raw_for_a_week_and_then_without_small_numbers() {
    let app = App::new().await;
    let root = app.root().await;
    let mut expected = BTreeMap::new();
    let metrics = ["lcp", "inp", "cls", "ttfb"];
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    for day in 0..12 {
        for _ in 0..150 {
            let metric = metrics[usize::try_from(next() % 4).expect("small")];
            let value = next() % 9_000;
            let event = format!(r#"{{"kind":"timing","metric":"{metric}","value":{value}}}"#);
            assert!(app.report(ALL, &event));
            let step = clario_privacy::telemetry::Metric::of(metric)
                .expect("a metric")
                .step(u32::try_from(value).expect("small"));
            *expected.entry((day, metric.to_owned(), i64::from(step))).or_insert(0_i64) += 1;
        }
        app.backend.save_reports().await.unwrap();
        app.clock.advance(DAY);
    }
    assert!(
        expected.values().any(|n| *n < 10) && expected.values().any(|n| *n >= 10),
        "both sorts are there"
    );
    app.backend.tidy_up().await.unwrap();
    let raw = app.rows("SELECT day, kind, step, n FROM telemetry_sample").await;
    let first = app.rows("SELECT day, kind, step, n FROM telemetry_total ORDER BY day").await;
    let begin = first[0].0;
    assert!(raw.iter().all(|(day, ..)| *day >= begin + 6), "a week at the most: {raw:?}");
    let kept: BTreeMap<_, _> =
        first.into_iter().map(|(day, kind, step, n)| ((day - begin, kind, step), n)).collect();
    let large: BTreeMap<_, _> = expected.into_iter().filter(|((day, ..), n)| *n >= 10 && *day <= 5).collect();
    assert_eq!(kept, large, "each large cell and no small one");
    let shown = app.backend.telemetry(&root).await.unwrap();
    assert!(shown.metrics.iter().all(|note| note.samples >= 10));
    app.clock.advance(400 * DAY);
    app.backend.tidy_up().await.unwrap();
    assert!(
        app.rows("SELECT day, kind, step, n FROM telemetry_total").await.is_empty(),
        "13 months are over"
    );
    assert_eq!(app.backend.oldest_overdue().await.unwrap(), 0);
    clario_proofs::proves(&["AL-14", "AL-26", "AT-11"]);
}

#[tokio::test]
async fn one_error_is_one_incident_and_one_letter_until_it_comes_back() {
    let app = App::new().await;
    let root = app.root().await;
    let told = async || {
        let subjects = app.subjects(ROOT).await;
        subjects.iter().filter(|subject| subject.contains("TypeError")).count()
    };
    for round in 0..3 {
        for _ in 0..5 {
            assert!(app.report(ALL, ERROR));
        }
        app.clock.advance(60);
        app.backend.save_reports().await.unwrap();
        assert_eq!(told().await, 1, "round {round}");
    }
    let incidents = app.backend.incidents(&root).await.unwrap();
    assert_eq!(incidents.len(), 1);
    let incident = &incidents[0];
    assert_eq!((incident.count, incident.open, incident.times), (15, true, 1));
    assert_eq!((incident.route.as_str(), incident.place.as_str()), (ROUTE, "script:1:77"));
    assert_eq!(incident.last_seen - incident.first_seen, 120);
    for id in ["", "zz", &incident.id[..62], &"0".repeat(64)] {
        assert!(app.backend.resolve_incident(&root, id).await.is_err(), "{id}");
    }
    app.backend.resolve_incident(&root, &incident.id).await.unwrap();
    assert!(app.backend.resolve_incident(&root, &incident.id).await.is_err(), "it is resolved");
    app.backend.save_reports().await.unwrap();
    assert_eq!(told().await, 1);
    assert!(app.report(ALL, ERROR));
    app.backend.save_reports().await.unwrap();
    let again = app.backend.incidents(&root).await.unwrap();
    assert_eq!((again[0].count, again[0].open, again[0].times), (16, true, 2));
    assert_eq!(told().await, 2, "it came back");
    let letter =
        app.letters().await.into_iter().find(|letter| letter.subject.contains("TypeError")).expect("one");
    assert!(
        letter.text.contains("/operator/incidents") && letter.text.contains("script 1 77"),
        "{}",
        letter.text
    );
    app.clock.advance(91 * DAY);
    app.backend.tidy_up().await.unwrap();
    assert!(app.backend.incidents(&root).await.unwrap().is_empty(), "90 days after it was seen last");
    clario_proofs::proves(&["AC-66", "SE-08", "AZ-06"]);
}

#[tokio::test]
async fn what_breaks_on_the_server_is_an_incident_with_its_place() {
    let app = App::new().await;
    let root = app.root().await;
    app.backend.note_fault(ServerFault::Panic, ROUTE, "/home/ada/canary/crates/backend/src/sync.rs:12");
    app.backend.note_fault(ServerFault::Failed, "/account", "");
    app.backend.save_reports().await.unwrap();
    let incidents = app.backend.incidents(&root).await.unwrap();
    let mut names: Vec<_> =
        incidents.iter().map(|it| (it.name.as_str(), it.route.as_str(), it.place.as_str())).collect();
    names.sort_unstable();
    assert_eq!(names, [("Failed", "/account", ""), ("Panic", ROUTE, "sync.rs:12")]);
    assert!(incidents.iter().all(|it| !it.in_browsers));
    assert!(!app.holds(b"canary/crates"));
    let subjects = app.subjects(ROOT).await;
    assert_eq!(subjects.iter().filter(|subject| subject.contains("on the server")).count(), 2);
}

#[tokio::test]
async fn what_cannot_be_written_down_now_is_written_down_later() {
    let app = App::new().await;
    let root = app.root().await;
    let pool = app.database().await;
    for table in ["telemetry_sample", "incident"] {
        let trigger = format!(
            "CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        );
        sqlx::query(sqlx::AssertSqlSafe(trigger)).execute(&pool).await.expect("a trigger");
    }
    for _ in 0..6 {
        assert!(app.report(ALL, &[VIEW, ERROR].join(",")));
    }
    assert!(app.backend.save_reports().await.is_err());
    assert!(app.backend.telemetry(&root).await.is_err(), "numbers that lack some are not shown as all");
    for _ in 0..6 {
        assert!(app.report(ALL, &[VIEW, ERROR].join(",")));
    }
    for table in ["telemetry_sample", "incident"] {
        let drop = format!("DROP TRIGGER full_{table}");
        sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&pool).await.expect("it is gone");
    }
    app.backend.save_reports().await.unwrap();
    assert_eq!(app.backend.telemetry(&root).await.unwrap().views, [(ROUTE.to_owned(), 12)]);
    assert_eq!(app.backend.incidents(&root).await.unwrap()[0].count, 12);
}

#[tokio::test]
async fn a_flood_of_made_up_errors_stays_within_bounds() {
    let app = App::new().await;
    let root = app.root().await;
    for column in 0..700 {
        let event =
            format!(r#"{{"kind":"error","name":"Error","file":"script","line":1,"column":{column}}}"#);
        assert!(app.report(ALL, &event));
    }
    app.backend.save_reports().await.unwrap();
    app.backend.note_fault(ServerFault::Panic, ROUTE, "a.rs:1");
    app.backend.save_reports().await.unwrap();
    let rows = app.rows("SELECT count(*), 'x', 0, 0 FROM incident").await;
    assert_eq!(rows[0].0, 501, "500 of browsers, and that of the server all the same");
    let told = app.subjects(ROOT).await;
    assert_eq!(told.iter().filter(|subject| subject.contains("in browsers")).count(), 20);
    assert_eq!(told.iter().filter(|subject| subject.contains("on the server")).count(), 1);
    assert!(!app.backend.incidents(&root).await.unwrap().is_empty());
}

#[tokio::test]
async fn each_removal_is_written_down_for_a_month() {
    let app = App::new().await;
    let root = app.root().await;
    for _ in 0..3 {
        app.backend.tidy_up().await.unwrap();
        app.clock.advance(3_600);
    }
    let runs = app.backend.retention_runs(&root).await.unwrap();
    assert_eq!(runs.len(), 3);
    assert!(runs[0].time > runs[2].time && runs.iter().all(|run| run.overdue == 0));
    app.clock.advance(31 * DAY);
    app.backend.tidy_up().await.unwrap();
    assert_eq!(app.backend.retention_runs(&root).await.unwrap().len(), 1, "the one that has just been");
}
