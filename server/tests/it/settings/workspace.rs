//! Connections, teams, days and the name: each form with good and with bad input.

use super::{Ready, borrowed, in_order, values};
use crate::person::{Person, location};
use crate::simulated_jira::until_complete;
use crate::test_app::{TestApp, browser};

const PAGE: &str = "settings";

#[tokio::test]
async fn days_are_kept_as_typed_and_refused_as_a_whole() {
    let ready = Ready::new().await;
    let good = [
        ("what", "days"),
        ("zone", "Europe/Berlin"),
        ("working_days", "Monday"),
        ("working_days", "Sunday"),
        ("holidays", "2026-12-25 Tea & </textarea><b>cake\r\n\r\n2026-12-26"),
        ("hours", "24"),
    ];
    assert_eq!(ready.save(PAGE, &good).await, format!("{}?saved=days#days", ready.person.page(PAGE)));
    let shown = |html: &str| {
        assert!(html.contains("<option selected>Europe/Berlin"), "the zone");
        assert!(
            html.contains("2026-12-25 Tea &amp; &lt;/textarea>&lt;b>cake\n2026-12-26</textarea>"),
            "the holidays"
        );
        assert!(html.contains("value=\"24\""), "the hours");
        assert_eq!(html.matches("name=\"working_days\"").count(), 7);
    };
    shown(&ready.page(PAGE).await);
    let flow = ready.page("flow").await;
    assert!(flow.contains("Europe/Berlin"), "the numbers count days in the new zone");

    for (name, value, remedy) in [
        ("zone", "Mars/Olympus", "Choose a time zone"),
        ("zone", "Europe/Berlin\0", "Choose a time zone"),
        ("holidays", "yesterday", "Line 1 does not"),
        ("holidays", "2026-12-25 a\u{202e}b", "printable characters"),
        ("hours", "0", "between 1 and 720"),
        ("hours", "soon", "between 1 and 720"),
        ("working_days", "Someday", "at least one working day"),
    ] {
        let fields: Vec<_> = good
            .iter()
            .filter(|(known, _)| *known != name)
            .copied()
            .chain([(name, value)])
            .map(
                |(known, typed)| {
                    if known == "zone" && name != "zone" { (known, "Asia/Tokyo") } else { (known, typed) }
                },
            )
            .collect();
        let html = ready.refused(PAGE, &fields).await;
        assert!(html.contains(remedy), "{name}={value}");
        shown(&ready.page(PAGE).await);
    }
}

#[tokio::test]
async fn the_workspace_and_a_connection_get_other_names() {
    let ready = Ready::new().await;
    ready.save(PAGE, &[("what", "name"), ("name", "Payments <b>&</b> more")]).await;
    assert!(ready.page(PAGE).await.contains("Payments &lt;b&gt;&amp;&lt;/b&gt; more"));
    for name in ["", "   ", "a\u{7}b", &"x".repeat(101)] {
        ready.refused(PAGE, &[("what", "name"), ("name", name)]).await;
    }
    let id = ready.connection().await;
    let rename = async |label| {
        let fields = [("what", "label-connection"), ("connection", id.as_str()), ("label", label)];
        ready.send(PAGE, &fields).await.status().as_u16()
    };
    assert_eq!(rename("Main site").await, 303);
    assert!(ready.page(PAGE).await.contains("<h3>Main site</h3>"));
    assert_eq!(rename("a\u{200b}b").await, 422);
    assert!(ready.page(PAGE).await.contains("<h3>Main site</h3>"));
    assert_eq!(rename("").await, 303);
    assert!(ready.page(PAGE).await.contains(&format!("<h3>{}</h3>", ready.jira.url())));
}

#[tokio::test]
async fn a_connection_goes_only_when_somebody_is_sure() {
    let ready = Ready::new().await;
    let id = ready.connection().await;
    let page = ready.page(PAGE).await;
    assert!(page.contains("<code>ough</code>") && !page.contains(crate::simulated_jira::TOKEN));
    let fields = [("what", "remove-connection"), ("connection", id.as_str())];
    assert!(ready.refused(PAGE, &fields).await.contains("Tick the box"));
    assert_eq!(ready.connection().await, id);
    ready.save(PAGE, &[fields[0], fields[1], ("sure", "yes")]).await;
    assert!(ready.page(PAGE).await.contains("Nothing is connected yet"));
    let again = ready.send(PAGE, &[fields[0], fields[1], ("sure", "yes")]).await;
    assert_eq!(again.status(), 404, "what is gone is gone");
}

#[tokio::test]
async fn teams_are_renamed_moved_and_removed() {
    let ready = Ready::new().await;
    let before = ready.teams().await;
    let live = values(&ready.page(PAGE).await, "placeholder=\"");
    let mut fields = in_order(&before);
    fields[1].1 = "Our <first>".to_owned();
    // The last one moves up to the second place.
    fields.last_mut().expect("a last field").1 = "2".to_owned();
    fields.push(("remove".to_owned(), before[2].clone()));
    ready.save(PAGE, &borrowed(&fields)).await;

    let after = ready.teams().await;
    assert_eq!(after.len(), before.len() - 1);
    assert!(after.iter().all(|slug| !before.contains(slug)), "the teams are the workspace's own now");
    let html = ready.page(PAGE).await;
    assert!(html.contains("value=\"Our &lt;first&gt;\""), "{html}");
    assert!(ready.page("overview").await.contains("Our &lt;first&gt;"));
    let [first, second, _, fourth, .., last] = live.as_slice() else { panic!("{live:?}") };
    assert_eq!(values(&html, "placeholder=\"")[..4], [first, last, second, fourth].map(String::clone));

    // Sent once more as it stands, nothing changes but the name that is given back.
    ready.save(PAGE, &borrowed(&in_order(&after))).await;
    assert_eq!(ready.teams().await, after);
    assert!(!ready.page("overview").await.contains("Our &lt;first&gt;"));

    ready.save(PAGE, &[("what", "reset-teams")]).await;
    assert_eq!(ready.teams().await, before);
}

#[tokio::test]
async fn a_team_is_made_of_several_boards() {
    let ready = Ready::new().await;
    let html = ready.page(PAGE).await;
    let sources = values(&html, "name=\"source\" value=\"");
    let fields = [
        ("what", "add-team"),
        ("label", "Everything"),
        ("source", sources[0].as_str()),
        ("source", sources[1].as_str()),
    ];
    let count = ready.teams().await.len();
    ready.save(PAGE, &fields).await;
    let teams = ready.teams().await;
    assert_eq!(teams.len(), count + 1);
    assert!(ready.page(PAGE).await.contains("Everything"));
    let alone = ready.page(&format!("flow?team={}", teams[count])).await;
    assert!(alone.contains("Everything"), "the new team has numbers of its own");

    let none = ready.refused(PAGE, &[("what", "add-team"), ("label", "Typed & kept")]).await;
    assert!(none.contains("Give each team at least one project or board"));
    assert!(none.contains("Typed &amp; kept"), "what was typed stays");
    let twice = [fields[0], fields[2], fields[2]];
    assert!(ready.refused(PAGE, &twice).await.contains("twice"));
    assert_eq!(ready.teams().await, teams);
}

#[tokio::test]
async fn a_list_of_teams_that_is_out_of_date_changes_nothing() {
    let ready = Ready::new().await;
    let before = ready.teams().await;
    let shorter = in_order(&before[1..]);
    assert!(ready.refused(PAGE, &borrowed(&shorter)).await.contains("Somebody else changed this"));
    let mut place = in_order(&before);
    place[2].1 = "first".to_owned();
    assert!(ready.refused(PAGE, &borrowed(&place)).await.contains("whole number"));
    assert_eq!(ready.teams().await, before);
}

#[tokio::test]
async fn the_sample_is_shown_and_not_changed() {
    let app = TestApp::start().await;
    let visitor = Person { client: browser(), workspace: "sample".to_owned(), cookie: String::new() };
    until_complete(&app, &visitor).await;
    for page in ["settings", "settings/workflow"] {
        let html = visitor.text(&app, &visitor.page(page)).await;
        assert!(html.contains("The sample can be looked at, not changed"), "{page}");
        assert!(!html.contains(">Save"), "{page} offers nothing that would be refused");
        assert!(html.contains("<select") && html.contains(" disabled"), "{page}");
    }
    for fields in [
        vec![("what", "name"), ("name", "Mine")],
        vec![("what", "reset-teams")],
        vec![("what", "days"), ("zone", "UTC"), ("working_days", "Monday"), ("hours", "2")],
        vec![("what", "add-team"), ("label", "Mine"), ("source", "sample-b1")],
    ] {
        let answer = visitor.post(&app, &visitor.page(PAGE), &fields).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (422, ""), "{fields:?}");
    }
}
