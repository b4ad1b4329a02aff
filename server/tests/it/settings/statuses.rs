//! What statuses mean: previewed, saved, taken back, and never stored by name.

use super::{Ready, borrowed, in_order, values};
use crate::person::location;
use crate::simulated_jira::settings;
use clario_sandbox::{Place, Settings};

/// The names and the standing values of the selects on a page with statuses.
fn stages(html: &str) -> Vec<(String, String)> {
    html.split("<select name=\"")
        .skip(1)
        .filter_map(|rest| {
            let name = rest.split('"').next()?;
            let chosen =
                rest.split("</select>").next()?.split(" selected").next()?.rsplit("value=\"").next()?;
            Some((name.to_owned(), chosen.split('"').next()?.to_owned()))
        })
        .filter(|(name, _)| name.starts_with("stage."))
        .collect()
}

/// The form as it stands.
pub(super) fn standing(html: &str, act: &str) -> Vec<(String, String)> {
    let mut fields = vec![("do".to_owned(), act.to_owned())];
    fields.push(("team".to_owned(), crate::simulated_jira::hidden(html, "team")));
    fields.extend(stages(html));
    for field in html.split("name=\"removed\" value=\"").skip(1) {
        if field.split('>').next().is_some_and(|field| field.contains("checked")) {
            let key = field.split('"').next().expect("a key");
            fields.push(("removed".to_owned(), key.to_owned()));
        }
    }
    fields
}

fn with(mut fields: Vec<(String, String)>, from: &str, to: &str) -> Vec<(String, String)> {
    let mut changed = 0;
    for field in fields.iter_mut().filter(|(name, value)| name.starts_with("stage.") && value == from) {
        to.clone_into(&mut field.1);
        changed += 1;
    }
    assert!(changed > 0, "a status counts as {from}");
    fields
}

#[tokio::test]
async fn a_change_is_previewed_saved_seen_in_the_numbers_and_taken_back() {
    let ready = Ready::new().await;
    let before = ready.teams().await;
    let page = format!("settings/workflow?team={}", before[0]);
    let html = ready.page(&page).await;
    assert!(stages(&html).len() > 3 && html.contains("(default)"), "{html}");
    let finished = async |team: &str| {
        ready.page(&format!("flow/finished-items.csv?p=1y&team={team}")).await.lines().count()
    };
    let at_first = finished(&before[0]).await;
    assert!(at_first > 5);

    let preview = with(standing(&html, "preview"), "done", "active");
    let answer = ready.send(&page, &borrowed(&preview)).await;
    assert_eq!((answer.status().as_u16(), location(&answer)), (200, ""));
    let shown = answer.text().await.expect("html");
    assert!(
        shown.contains("Nothing is saved yet") && shown.contains("Finished items: 0 instead of"),
        "{shown}"
    );
    assert!(stages(&shown).iter().all(|(_, stage)| stage != "done"), "the form keeps what was chosen");
    assert_eq!(finished(&before[0]).await, at_first, "a preview saves nothing");
    assert_eq!(ready.teams().await, before);

    let place = ready.save(&page, &borrowed(&with(standing(&html, "save"), "done", "active"))).await;
    let after = ready.teams().await;
    assert_eq!(after.len(), before.len(), "all default teams stay, in their order");
    assert!(place.contains(&format!("team={}&saved=yes", after[0])), "{place}");
    assert_eq!(finished(&after[0]).await, 1, "the head alone: nothing is finished any more");
    assert!(finished(&after[1]).await > 5, "another team keeps its own meaning");

    let own = format!("settings/workflow?team={}", after[0]);
    let html = ready.page(&own).await;
    ready.save(&own, &borrowed(&standing(&html, "reset"))).await;
    assert_eq!(finished(&after[0]).await, at_first);
    assert_eq!(ready.teams().await, after);
}

#[tokio::test]
async fn what_holds_for_all_teams_is_saved_once_and_leaves_default_teams_alone() {
    let ready = Ready::new().await;
    let before = ready.teams().await;
    let page = "settings/workflow";
    let html = ready.page(page).await;
    let mut fields = standing(&html, "save");
    let ticked = fields.iter().filter(|(name, _)| name == "removed").count();
    assert!(ticked > 0, "some resolutions mean not delivered by their names");
    fields.retain(|(name, _)| name != "removed");
    ready.save(page, &borrowed(&fields)).await;
    assert_eq!(ready.teams().await, before, "a list of resolutions needs no teams of one's own");
    let html = ready.page(page).await;
    let now = standing(&html, "save").iter().filter(|(name, _)| name == "removed").count();
    assert_eq!(now, 0, "every resolution counts as delivered");

    let total = async || ready.page("flow/finished-items.csv?p=1y").await.lines().count();
    let without = total().await;
    fields.push(("subtasks".to_owned(), "yes".to_owned()));
    ready.save(page, &borrowed(&fields)).await;
    assert!(total().await > without, "sub-tasks of all teams count");
    let teams = ready.teams().await;
    let other = format!("settings/workflow?team={}", teams[1]);
    let html = ready.page(&other).await;
    assert!(html.contains("value=\"yes\" checked"), "the switch stands on every team's page");
    ready.save(&other, &borrowed(&standing(&html, "save"))).await;
    assert_eq!(total().await, without, "and is switched off from any of them");
}

#[tokio::test]
async fn the_database_holds_no_name_of_the_provider() {
    let ready = Ready::with(Settings { poison_names: true, ..settings(400) }).await;
    let poison: Vec<_> =
        ready.jira.poison().into_iter().filter(|poison| poison.place == Place::Allowed).collect();
    let teams = ready.teams().await;
    let html = ready.page("settings").await;
    let shown = poison.iter().filter(|poison| html.contains(&poison.text)).count();
    assert!(shown > 0, "the page shows live names");

    // The live name of each team is typed as its label, as a browser that fills fields in might do.
    let mut fields = in_order(&teams);
    let names = values(&html, "placeholder=\"");
    for (field, name) in fields.iter_mut().filter(|(name, _)| name.starts_with("label.")).zip(&names) {
        field.1.clone_from(name);
    }
    ready.save("settings", &borrowed(&fields)).await;
    let sources = values(&html, "name=\"source\" value=\"");
    let added = [("what", "add-team"), ("label", "A label of our own"), ("source", sources[0].as_str())];
    ready.save("settings", &added).await;
    for team in ready.teams().await {
        let page = format!("settings/workflow?team={team}");
        let html = ready.page(&page).await;
        let mut fields = with(standing(&html, "save"), "active", "waiting");
        fields.retain(|(name, _)| name != "removed");
        ready.save(&page, &borrowed(&fields)).await;
    }
    let files: Vec<Vec<u8>> = std::fs::read_dir(ready.app.data.path())
        .expect("the data folder")
        .map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file"))
        .collect();
    let holds = |text: &str| files.iter().any(|bytes| memchr::memmem::find(bytes, text.as_bytes()).is_some());
    assert!(holds("A label of our own"), "what a person typed is found, so the search works");
    let found: Vec<_> =
        poison.iter().filter(|poison| holds(&poison.text)).map(|poison| poison.source).collect();
    assert!(found.is_empty(), "{found:?}");
    clario_proofs::proves(&["AC-07"]);
}
