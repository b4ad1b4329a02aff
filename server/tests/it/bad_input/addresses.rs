//! Nonsense in every part of an address.

use super::{Connected, words};
use crate::simulated_jira::settings;

/// The keys of the filter form, and some that are none.
const KEYS: [&str; 16] = [
    "team",
    "connection",
    "project",
    "type",
    "label",
    "component",
    "priority",
    "release",
    "from",
    "to",
    "p",
    "cmp",
    "unit",
    "page",
    "q",
    "constructor",
];

/// Values that no form sends.
fn values() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        "%20",
        "%00",
        "%0d%0aset-cookie:%20a=b",
        "%ff%fe",
        "%",
        "%zz",
        "-1",
        "0",
        "4294967296",
        "1e308",
        "NaN",
        "2026-02-30",
        "9999-12-31",
        "-271821-04-20",
        "0000-00-00",
        "2026-11-31T25:61",
        "tomorrow",
        "%F0%9F%A6%80%E2%80%AE%EF%BB%BF",
        "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "'%20or%201=1--",
        "../../etc/passwd",
        "{{7*7}}",
        "null",
        "true",
        "[]",
        "a%00b",
        "PAY",
    ]
    .map(str::to_owned)
    .into();
    values.push("9".repeat(400));
    values.push("x".repeat(3_000));
    values.push("%F0%9F%A6%80".repeat(300));
    values
}

#[tokio::test]
async fn every_value_of_every_key_gives_a_page_of_plain_words() {
    let connected = Connected::complete(settings(300), |_| {}).await;
    for (turn, value) in values().into_iter().enumerate() {
        // All keys at once with the same value, and one key alone in turn.
        let all: Vec<String> = KEYS.iter().map(|key| format!("{key}={value}")).collect();
        let alone = format!("{}={value}", KEYS[turn % KEYS.len()]);
        for query in [all.join("&"), alone] {
            for page in ["flow", "overview", "flow/finished-items.csv", "flow/cumulative-flow.csv"] {
                let text = connected.page(&format!("{page}?{query}")).await;
                assert!(!text.contains("<script>alert(1)"), "{page}?{query}");
                if !page.ends_with("csv") {
                    let said = words(&text);
                    assert!(said.contains("How this is calculated"), "{page}?{query}: the page is whole");
                    assert!(!said.contains("NaN"), "{page}?{query}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_was_not_understood_is_said() {
    let connected = Connected::complete(settings(300), |_| {}).await;
    for (query, sentence) in [
        ("from=2026-07-02&to=2026-07-01", "The first day is after the last"),
        ("from=9999-12-30&to=9999-12-31", "The period has not begun yet"),
        ("from=2026-02-30", "A date was not understood"),
        ("to=1970-01-01", "The period is too long ago"),
        ("from=0001-01-01", "A period has at most ten years"),
        ("p=7w", "The period was not understood"),
        ("page=-1", "The page number was not understood"),
        ("page=4294967296", "The page number was not understood"),
        ("cmp=never", "The comparison was not understood"),
        ("unit=hours", "The unit was not understood"),
        ("type=a%00b", "A type was not understood"),
        ("team=nobody", "is not in the data, so that filter is ignored"),
    ] {
        for page in ["flow", "overview"] {
            let said = words(&connected.page(&format!("{page}?{query}")).await);
            assert!(said.contains(sentence), "{page}?{query}: {said}");
        }
    }
}

#[tokio::test]
async fn a_query_of_great_length_or_many_keys_is_answered_or_refused_within_bounds() {
    let connected = Connected::complete(settings(300), |_| {}).await;
    let many: Vec<String> = (0..3_000).map(|at| format!("label=l{at}")).collect();
    for query in
        [many.join("&"), format!("team={}", "x".repeat(60_000)), "&".repeat(30_000), "=".repeat(30_000)]
    {
        let address = connected.person.page(&format!("flow?{query}"));
        let answer = connected.person.open(&connected.app, &address).await;
        let status = answer.status().as_u16();
        assert!([200, 414].contains(&status), "{status} for {query:.20}");
        assert!(answer.text().await.expect("text").len() < 2_000_000);
    }
}

#[tokio::test]
async fn addresses_of_nothing_are_404_and_say_so() {
    let connected = Connected::complete(settings(300), |_| {}).await;
    for page in [
        "item/sample/1",
        "item/x/1",
        "item/x/abc",
        "item/x/-1",
        "item/x/99999999999999999999999",
        "item/%00/%00",
        "item/x/1?from=9999-12-31",
        "flow/nothing.csv",
        "flow/finished-items",
        "flow/%2e%2e%2fkey.csv",
        "flow/.csv",
        "nothing",
        "%F0%9F%A6%80",
    ] {
        let answer = connected.person.open(&connected.app, &connected.person.page(page)).await;
        assert_eq!(answer.status(), 404, "{page}");
        let said = answer.text().await.expect("text");
        assert!(said.contains("There is nothing") || said.contains("There is no page"), "{page}: {said}");
    }
    for workspace in ["", "%00", "..%2f..", "nobody", "🦀", "sample%00"] {
        let answer = connected.person.open(&connected.app, &format!("/w/{workspace}/flow")).await;
        assert!([404, 401].contains(&answer.status().as_u16()), "{workspace}: {}", answer.status());
    }
    for query in
        ["", "chart=Scatter", "workspace=x&chart=Nothing&query=", "workspace=%00&chart=Scatter&query=%ff"]
    {
        let answer = connected.person.open(&connected.app, &format!("/api/readings?{query}")).await;
        assert!(answer.status().is_client_error() || answer.status() == 500, "{query}: {}", answer.status());
        let said = answer.text().await.expect("text");
        assert!(!said.contains("panicked") && said.len() < 2_000, "{query}: {said}");
    }
}
