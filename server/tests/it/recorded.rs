//! Issues recorded from a real Jira, through client, data set and pages, against the cycle times worked out by hand.

use crate::person::Person;
use crate::simulated_jira::{TOKEN, app_for, connect, jira, now, opened_by, until_complete};
use clario_sandbox::Settings;

/// The days in which the recorded issues finish.
const DAYS: &str = "from=2020-06-01&to=2020-11-30";

/// docs/metrics.md 9.3, as connected: cycle time in days; the second has no start.
const BY_HAND: [(&str, &str); 5] =
    [("EE-1", "8"), ("EE-10", ""), ("EE-17", "112"), ("EE-19", "152"), ("EE-23", "6")];

#[tokio::test]
async fn recorded_issues_have_the_cycle_times_worked_out_by_hand() {
    let jira = jira(Settings { tokens: vec![opened_by(TOKEN)], ..Settings::recorded(now()) }).await;
    let app = app_for(&[&jira], |_| {}).await;
    let person = Person::new(&app, "grace@example.org").await;
    connect(&app, &person, &jira, TOKEN, "Recorded").await;
    until_complete(&app, &person).await;
    let table = person.text(&app, &person.page(&format!("flow/finished-items.csv?{DAYS}"))).await;
    let mut lines = table.lines();
    let heads: Vec<&str> = lines.next().expect("a first line").split(',').collect();
    let place = heads.iter().position(|head| *head == "cycle_days").expect("cycle times");
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 16, "docs/metrics.md 9.5: sixteen issues finish\n{table}");
    for (key, days) in BY_HAND {
        let row = rows.iter().find(|row| row[0] == key).expect("a finished issue");
        assert_eq!(row[place], days, "{key}");
    }
    let flow = person.text(&app, &person.page(&format!("flow?{DAYS}"))).await;
    assert!(flow.contains("16 items finished"), "the page says what the table holds");
    assert!(flow.contains("EE-17"), "the page names the items");
}
