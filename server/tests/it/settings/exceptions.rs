//! A status that means something else for one type of item: added, seen in the numbers, taken back, refused.

use super::statuses::standing;
use super::{Ready, borrowed, values};
use crate::simulated_jira::hidden;

/// The value of an option by its words.
fn option(html: &str, words: &str) -> String {
    let before = html.split(&format!(">{words}</option>")).next().expect("the option");
    let option = before.rsplit("<option").next().expect("its beginning");
    values(option, "value=\"").remove(0)
}

#[tokio::test]
async fn a_status_may_count_as_something_else_for_one_type_alone() {
    let ready = Ready::new().await;
    let team = ready.teams().await.remove(0);
    let page = format!("settings/workflow?team={team}");
    let html = ready.page(&page).await;
    let (bug, done) = (option(&html, "Bug"), option(&html, "Done"));
    let rows = async |team: &str, of: &str| {
        let address = format!("flow/finished-items.csv?p=1y&team={team}&type={of}");
        ready.page(&address).await.lines().count() - 1
    };
    let (bugs, stories) = (rows(&team, "Bug").await, rows(&team, "Story").await);
    assert!(bugs > 0 && stories > 0, "{bugs} bugs, {stories} stories");

    let fields = |act: &str, stage: &str| {
        let added = [("new-type", bug.as_str()), ("new-status", done.as_str()), ("new-stage", stage)];
        let mut fields = standing(&html, act);
        fields.extend(added.map(|(name, value)| (name.to_owned(), value.to_owned())));
        fields
    };
    let tried = ready.send(&page, &borrowed(&fields("preview", "removed"))).await.text().await.expect("html");
    assert!(tried.contains("What this change would do") && tried.contains("Nothing is saved yet"), "{tried}");
    ready.save(&page, &borrowed(&fields("save", "removed"))).await;
    let team = ready.teams().await.remove(0);
    assert_eq!(
        (rows(&team, "Bug").await, rows(&team, "Story").await),
        (0, stories),
        "bugs alone are removed"
    );

    let own = format!("settings/workflow?team={team}");
    let html = ready.page(&own).await;
    let name = format!("typed.{}", values(&html, "name=\"typed.").remove(0));
    assert!(html.contains("Done counts for Bug as"), "{html}");
    assert_eq!(hidden(&html, "team"), team);
    let mut fields = standing(&html, "save");
    fields.push((name, String::new()));
    ready.save(&own, &borrowed(&fields)).await;
    assert_eq!(rows(&team, "Bug").await, bugs, "without the exception all is as before");
    assert!(!ready.page(&own).await.contains("name=\"typed."));
}

#[tokio::test]
async fn an_exception_for_nothing_that_is_there_is_refused() {
    let ready = Ready::new().await;
    let team = ready.teams().await.remove(0);
    let page = format!("settings/workflow?team={team}");
    let html = ready.page(&page).await;
    let (bug, done) = (option(&html, "Bug"), option(&html, "Done"));
    let connection = ready.connection().await;
    let (no_type, no_status) = (format!("{connection}.99999"), format!("{connection}.99999"));
    for (item_type, status, stage, remedy) in [
        (bug.as_str(), "", "done", "Choose a type and a status for the exception, or neither."),
        ("", done.as_str(), "done", "Choose a type and a status for the exception, or neither."),
        ("elsewhere.1", done.as_str(), "done", "Choose a type and a status of the same site."),
        (no_type.as_str(), done.as_str(), "done", "This does not name anything at the provider."),
        (bug.as_str(), no_status.as_str(), "done", "This does not name anything at the provider."),
        (bug.as_str(), done.as_str(), "perhaps", "This does not name anything at the provider."),
        ("nonsense", "nonsense", "done", "Choose a type and a status for the exception, or neither."),
    ] {
        let fields = [
            ("do", "save"),
            ("team", team.as_str()),
            ("new-type", item_type),
            ("new-status", status),
            ("new-stage", stage),
        ];
        let html = ready.refused(&page, &fields).await;
        assert!(html.contains(remedy), "{item_type} {status} {stage}: {html}");
    }
    assert_eq!(ready.teams().await.remove(0), team, "nothing was saved");
}
