//! What a team is made of: shown, changed, refused.

use super::{Ready, values};

const PAGE: &str = "settings";

/// The part of the page with the form for one team.
async fn form_of(ready: &Ready, team: &str) -> String {
    let html = ready.page(&format!("settings?team={team}")).await;
    let form = html.split("id=\"made-of\"").nth(1).expect("the form of the team");
    form.split("</section>").next().expect("its end").to_owned()
}

/// The boxes that are ticked.
fn ticked(form: &str) -> Vec<String> {
    let boxes = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    boxes.filter(|it| it.contains(" checked")).flat_map(|it| values(it, "value=\"")).collect()
}

#[tokio::test]
async fn a_team_is_made_of_other_boards_and_its_numbers_follow() {
    let ready = Ready::new().await;
    let teams = ready.teams().await;
    let form = form_of(&ready, &teams[0]).await;
    let standing = ticked(&form);
    assert_eq!(standing.len(), 1, "a team is a board at first: {form}");
    let other = ticked(&form_of(&ready, &teams[1]).await).remove(0);
    assert!(form.contains("in Checkout board"), "a board of another team says so: {form}");

    let fields = [
        ("what", "team-sources"),
        ("team", teams[0].as_str()),
        ("source", other.as_str()),
        ("source", standing[0].as_str()),
    ];
    ready.save(PAGE, &fields).await;
    let teams = ready.teams().await;
    assert_eq!(
        ticked(&form_of(&ready, &teams[0]).await),
        [standing[0].clone(), other.clone()],
        "what was there stays first"
    );
    let page = ready.page(PAGE).await;
    assert!(page.contains("Payments board, Checkout board"), "the list says what it is made of");

    let alone = [("what", "team-sources"), ("team", teams[0].as_str()), ("source", other.as_str())];
    ready.save(PAGE, &alone).await;
    let teams = ready.teams().await;
    assert_eq!(ticked(&form_of(&ready, &teams[0]).await), [other]);
    let overview = ready.page("overview").await;
    assert!(!overview.contains("Payments board"), "no team goes by the name of a board that no team has");
}

#[tokio::test]
async fn a_team_of_nothing_or_of_what_nobody_knows_is_refused_and_stays() {
    let ready = Ready::new().await;
    let teams = ready.teams().await;
    let before = ticked(&form_of(&ready, &teams[0]).await);
    let connection = ready.connection().await;
    let stranger = format!("{connection}-b99999");
    for (sources, remedy) in [
        (vec![], "Give each team at least one project or board."),
        (vec![stranger.as_str()], "This does not name anything at the provider."),
        (vec!["nonsense"], "This does not name anything at the provider."),
        (vec![before[0].as_str(), stranger.as_str()], "This does not name anything at the provider."),
    ] {
        let mut fields = vec![("what", "team-sources"), ("team", teams[0].as_str())];
        fields.extend(sources.iter().map(|source| ("source", *source)));
        let html = ready.refused(PAGE, &fields).await;
        assert!(html.contains(remedy), "{sources:?}: {html}");
        assert_eq!(ticked(&form_of(&ready, &teams[0]).await), before);
    }
    let fields = [("what", "team-sources"), ("team", "nobody"), ("source", before[0].as_str())];
    let html = ready.refused(PAGE, &fields).await;
    assert!(html.contains("Load the page again"), "{html}");
    let unknown = ready.page("settings?team=nobody").await;
    assert!(!unknown.contains("id=\"made-of\""), "there is no form for a team that is none");
}
