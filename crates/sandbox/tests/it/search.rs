//! The row "Cloud search".

use clario_sandbox::{Endpoint, Fault, Settings, Switches, Trouble};
use serde_json::json;

use crate::client::{NOW, Site, settings};

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn ids_alone_come_when_no_field_is_asked_for() {
    let site = Site::start().await;
    let page = site.search(json!({"jql": "project = PAY"})).await;
    assert_eq!(page.list("issues").len(), 50);
    assert!(page.list("issues").iter().all(|issue| issue.as_object().unwrap().keys().eq(["id"])));
}

#[tokio::test]
async fn an_unknown_property_of_the_body_is_an_error() {
    let site = Site::start().await;
    let page = site.search(json!({"jql": "project = PAY", "startAt": 0})).await;
    assert_eq!(page.status, 400);
    let page = site.search(json!({"jql": "project = PAY", "fields": "created"})).await;
    assert_eq!(page.status, 400);
}

#[tokio::test]
async fn a_query_without_restriction_is_an_error() {
    let site = Site::start().await;
    for jql in ["", "order by key desc"] {
        let page = site.search(json!({ "jql": jql })).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains("Unbounded JQL queries are not allowed here."), "{}", page.text);
    }
}

#[tokio::test]
async fn a_blank_field_tells_nothing_and_the_others_all_they_know() {
    let blank = ["duedate", "priority", "created"].map(str::to_owned).into();
    let site =
        Site::with(Settings { switches: Switches { blank, ..Switches::default() }, ..settings() }).await;
    let fields = json!(["duedate", "priority", "created", "updated", "status"]);
    let page = site.search(json!({"jql": "project = PAY", "fields": fields})).await;
    for issue in page.list("issues") {
        let fields = &issue["fields"];
        assert!(fields["duedate"].is_null() && fields["priority"].is_null(), "{fields}");
        assert_eq!(fields["created"], page.list("issues")[0]["fields"]["created"], "no issue is without it");
        assert!(fields["status"]["id"].is_string() && fields["updated"].is_string(), "{fields}");
    }
}

#[tokio::test]
async fn an_order_of_eight_fields_is_an_error() {
    let site = Site::start().await;
    let order = |count: usize| ["key"].repeat(count).join(", ");
    let ask = |count| json!({"jql": format!("project = PAY ORDER BY {}", order(count))});
    assert_eq!(site.search(ask(7)).await.status, 200);
    assert_eq!(site.search(ask(8)).await.status, 400);
}

#[tokio::test]
async fn no_page_holds_more_than_five_thousand() {
    let site = Site::with(Settings { issues: 6_000, projects: Some(1), ..settings() }).await;
    let page = site.search(json!({"jql": "project = PAY", "maxResults": 6000})).await;
    assert_eq!(page.list("issues").len(), 5000);
    assert!(page.json["nextPageToken"].is_string());
}

#[tokio::test]
async fn pages_are_shorter_than_asked_and_some_are_empty() {
    let switches = Switches { page_cap: 7, empty_page_every: 3, generous: false, ..Switches::default() };
    let site = Site::with(Settings { switches, ..settings() }).await;
    let mut body = json!({"jql": "project = CHK ORDER BY key", "fields": ["created"], "maxResults": 1000});
    let (mut sizes, mut keys) = (Vec::new(), Vec::new());
    loop {
        let page = site.search(body.clone()).await;
        sizes.push(page.list("issues").len());
        keys.extend(page.list("issues").iter().map(|issue| issue["key"].as_str().unwrap().to_owned()));
        let Some(token) = page.json["nextPageToken"].as_str() else { break };
        assert_eq!(page.json["isLast"], false);
        body["nextPageToken"] = token.into();
    }
    assert_eq!(sizes, [7, 7, 0, 7, 7, 0, 7, 7, 0, 7, 1]);
    let all: Vec<String> = (1..=50).map(|number| format!("CHK-{number}")).collect();
    assert_eq!(keys, all);
}

#[tokio::test]
async fn a_token_is_bound_to_its_query_and_lives_seven_days() {
    let site = Site::start().await;
    let body = json!({"jql": "project = PAY ORDER BY key", "fields": ["created"], "maxResults": 10});
    let token = site.search(body.clone()).await.json["nextPageToken"].clone();
    let with =
        |jql: &str| json!({"jql": jql, "fields": ["created"], "maxResults": 10, "nextPageToken": token});
    assert_eq!(site.search(with("project = CHK ORDER BY key")).await.status, 400);
    let second = site.search(with("project = PAY ORDER BY key")).await;
    assert_eq!(second.json["issues"][0]["key"], "PAY-11");
    site.sandbox.world().advance(7 * DAY + 1);
    assert_eq!(site.search(with("project = PAY ORDER BY key")).await.status, 400);
}

#[tokio::test]
async fn the_last_page_has_no_token_and_is_last_can_be_left_out() {
    let site = Site::start().await;
    let body = json!({"jql": "project = PAY", "maxResults": 5000});
    let page = site.search(body.clone()).await;
    assert_eq!((page.json.get("nextPageToken"), &page.json["isLast"]), (None, &json!(true)));
    site.sandbox.faults().set(|switches| switches.omits_is_last = true);
    assert_eq!(site.search(body).await.json.get("isLast"), None);
}

#[tokio::test]
async fn a_fresh_edit_is_missing_until_the_index_has_caught_up_or_it_is_named() {
    let site = Site::start().await;
    site.sandbox.faults().set(|switches| switches.index_lag_millis = 5_000);
    let key = site.sandbox.world().keys("PAY")[10].clone();
    let id: u64 = site.issue(&key, &["key"]).await["id"].as_str().unwrap().parse().unwrap();
    site.sandbox.world().advance(1000);
    assert!(site.sandbox.world().set_status(&key, "Testing"));
    let body = json!({"jql": format!("updated >= {NOW}")});
    assert_eq!(site.search(body.clone()).await.list("issues").len(), 0);
    let named = json!({"jql": format!("updated >= {NOW}"), "reconcileIssues": [id]});
    assert_eq!(site.search(named).await.list("issues").len(), 1);
    site.sandbox.world().advance(5_000);
    assert_eq!(site.search(body).await.list("issues").len(), 1);
}

#[tokio::test]
async fn dates_are_read_in_the_zone_of_the_account_to_the_minute_or_as_epoch_milliseconds() {
    for (zone, hours) in [("America/New_York", -4), ("Asia/Tokyo", 9), ("UTC", 0)] {
        let site = Site::with(Settings { account_zone: zone.into(), ..settings() }).await;
        let key = site.sandbox.world().add_issue("PAY").unwrap();
        let found = |jql: String| {
            let site = &site;
            async move { site.search(json!({ "jql": jql })).await.list("issues").len() }
        };
        assert_eq!(found(format!("key = {key} AND created >= {NOW}")).await, 1);
        assert_eq!(found(format!("key = {key} AND created > {NOW}")).await, 0);
        let local = format!("2025-10-09 {:02}:00", 9 + hours);
        assert_eq!(found(format!("key = {key} AND created >= \"{local}\"")).await, 1, "{zone}");
        let later = format!("2025-10-09 {:02}:01", 9 + hours);
        assert_eq!(found(format!("key = {key} AND created >= \"{later}\"")).await, 0, "{zone}");
        let seconds = format!("2025-10-09 {:02}:00:00", 9 + hours);
        assert_eq!(site.search(json!({"jql": format!("created >= \"{seconds}\"")})).await.status, 400);
    }
}

#[tokio::test]
async fn a_repeated_hour_in_autumn_is_read_once() {
    let site = Site::with(Settings { account_zone: "Europe/Berlin".into(), ..settings() }).await;
    let first_half_past_two = 1_761_438_600_000;
    site.sandbox.world().advance(first_half_past_two - NOW);
    let key = site.sandbox.world().add_issue("PAY").unwrap();
    site.sandbox.world().advance(3_600_000);
    let later = site.sandbox.world().add_issue("PAY").unwrap();
    for (key, created) in [(&key, "2025-10-26T02:30:00.000+0200"), (&later, "2025-10-26T02:30:00.000+0100")] {
        assert_eq!(site.issue(key, &["created"]).await["fields"]["created"], created);
    }
    let body = json!({"jql": "created >= \"2025-10-26 02:30\""});
    assert_eq!(site.search(body).await.list("issues").len(), 2);
}

#[tokio::test]
async fn the_query_language_knows_what_a_reader_needs() {
    let site = Site::start().await;
    let count = |jql: &str| {
        let body = json!({"jql": jql, "maxResults": 5000});
        let site = &site;
        async move {
            let page = site.search(body).await;
            if page.status == 200 { Some(page.list("issues").len()) } else { None }
        }
    };
    assert_eq!(count("project in (10000, CHK)").await, Some(100));
    assert_eq!(count("project = PAY OR project = CHK").await, Some(100));
    assert_eq!(count("project in (PAY, CHK) AND NOT project = CHK").await, Some(50));
    assert_eq!(count("key in (PAY-1, PAY-2)").await, Some(2));
    let sum = [
        count("project = PAY AND statusCategory = Done").await,
        count("project = PAY AND statusCategory != Done").await,
    ];
    assert_eq!(sum.iter().flatten().sum::<usize>(), 50);
    assert_eq!(count("filter = 10101").await, Some(50));
    assert_eq!(count("filter = 10106").await, Some(100), "the board over two projects");
    assert!(count("sprint in openSprints()").await > Some(0));
    assert!(count("project = PAY AND sprint in closedSprints()").await > Some(10));
    assert!(count("sprint = 1030").await.is_some());
    assert_eq!(count("project = NOSUCH").await, None);
    assert_eq!(count("key = PAY-999").await, None);
    assert_eq!(count("sprint = 999999").await, None);
    assert_eq!(count("filter = 1").await, None);
    assert_eq!(count("assignee = currentUser()").await, None);
    assert_eq!(count("project = PAY AND").await, None);
    assert_eq!(count("project = PAY ORDER BY shoesize").await, None);
}

#[tokio::test]
async fn rows_come_in_the_order_asked_for() {
    let site = Site::start().await;
    let body = json!({"jql": "project in (PAY, MOB) ORDER BY updated DESC, key ASC", "fields": ["updated"], "maxResults": 9});
    let times: Vec<String> = site
        .walk(body)
        .await
        .iter()
        .map(|issue| issue["fields"]["updated"].as_str().unwrap()[..19].to_owned())
        .collect();
    assert_eq!(times.len(), 100);
    assert!(times.windows(2).all(|pair| pair[0][..10] >= pair[1][..10]), "{times:?}");
}

#[tokio::test]
async fn the_get_form_answers_like_the_post_form() {
    let site = Site::start().await;
    let got = site.get("/rest/api/3/search/jql?jql=project%20%3D%20PAY%20ORDER+BY+key&fields=created,status&maxResults=5").await;
    let posted = site
        .search(
            json!({"jql": "project = PAY ORDER BY key", "fields": ["created", "status"], "maxResults": 5}),
        )
        .await;
    assert_eq!(got.json["issues"], posted.json["issues"]);
    assert_eq!(got.list("issues").len(), 5);
}

#[tokio::test]
async fn the_count_is_that_of_a_bounded_query() {
    let site = Site::start().await;
    let count = |jql: &str| site.post("/rest/api/3/search/approximate-count", json!({ "jql": jql }));
    assert_eq!(count("project = PAY").await.json, json!({"count": 50}));
    assert_eq!(count("").await.status, 400);
}

#[tokio::test]
async fn paging_can_be_made_endless() {
    let site = Site::start().await;
    let body = json!({"jql": "project = PAY ORDER BY key", "maxResults": 10});
    let token = site.search(body).await.json["nextPageToken"].clone();
    let next = json!({"jql": "project = PAY ORDER BY key", "maxResults": 10, "nextPageToken": token});
    site.sandbox.faults().inject(Fault::new(Trouble::SameToken).on(Endpoint::Search).times(2));
    for _ in 0..2 {
        assert_eq!(
            site.search(next.clone()).await.json["nextPageToken"].as_str().map(str::len),
            token.as_str().map(str::len)
        );
    }
    site.sandbox.faults().inject(Fault::new(Trouble::EmptyPages).on(Endpoint::Search));
    let empty = site.search(next).await;
    assert!(empty.list("issues").is_empty() && empty.json["nextPageToken"].is_string());
}

#[tokio::test]
async fn the_log_tells_what_was_asked() {
    let site = Site::start().await;
    site.search(json!({"jql": "project = PAY", "fields": ["created", "status"]})).await;
    site.get("/rest/nowhere").await;
    let log = site.sandbox.requests();
    assert_eq!(log[0].fields, ["created", "status"]);
    assert_eq!(
        (log[0].method.as_str(), log[0].path.as_str(), log[0].status),
        ("POST", "/rest/api/3/search/jql", 200)
    );
    assert_eq!(log[0].jql.as_deref(), Some("project = PAY"));
    assert_eq!((log[1].endpoint, log[1].status), (None, 404));
}
