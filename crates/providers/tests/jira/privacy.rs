//! What is asked for, and what is never kept.

use std::collections::BTreeSet;

use clario_analytics::records::Item;
use clario_providers::jira::{Field, Survey};
use clario_sandbox::{Endpoint, Place, Request, Settings};

use crate::connected::{Connected, project_ids, with_settings};

/// A first sync, an update and a sweep of a site that answers more than it is asked.
async fn whole_life() -> (Connected, Survey, Vec<Item>) {
    let world = with_settings(Settings { issues: 300, poison_names: true, ..Settings::default() }).await;
    assert!(world.sandbox.faults().switches().generous && world.sandbox.faults().switches().whole_histories);
    world.provider.probe(0).await.unwrap();
    let survey = world.provider.catalog().await.unwrap();
    let mut items = world.everything(&survey).await;
    for board in &survey.boards {
        world.provider.board_items(board, None).await.unwrap();
    }
    let cursor = world.provider.server_time().await.unwrap();
    let key = items[0].key.clone();
    world.sandbox.world().advance(60_000);
    world.sandbox.world().edit_text(&key);
    items.extend(world.changes(&survey, cursor).await.unwrap().0);
    world.provider.sweep(&project_ids(&survey), &[].into()).await.unwrap();
    (world, survey, items)
}

#[tokio::test]
async fn content_and_people_are_in_no_record() {
    let (world, survey, items) = whole_life().await;
    let kept = format!("{survey:?} {items:?}");
    let poison = world.sandbox.poison();
    assert!(poison.iter().filter(|poison| poison.place == Place::Content).count() > 20);
    for poison in &poison {
        let expected = poison.place == Place::Allowed && poison.source != "field.name";
        assert_eq!(kept.contains(&poison.text), expected, "{}", poison.source);
    }
    clario_proofs::proves(&["AC-16", "AC-26"]);
}

#[tokio::test]
async fn only_the_closed_list_is_asked() {
    let (world, survey, _) = whole_life().await;
    let requests = world.sandbox.requests();
    for request in &requests {
        let posted = matches!(
            request.endpoint,
            Some(Endpoint::Search | Endpoint::ApproximateCount | Endpoint::ChangelogBulkFetch)
        );
        assert_eq!(request.method, if posted { "POST" } else { "GET" }, "{}", request.path);
        // A team-managed board without sprints refuses the question for them.
        let without_sprints = request.endpoint == Some(Endpoint::BoardSprints) && request.status == 400;
        assert!(request.status == 200 || without_sprints, "{} {}", request.status, request.path);
        assert_eq!(request.expand, [] as [String; 0], "{}", request.path);
        assert!(request.issues <= 1000 && request.field_ids.len() <= 10);
    }
    let asked: BTreeSet<Endpoint> = requests.iter().filter_map(|request| request.endpoint).collect();
    let allowed = [
        Endpoint::Myself,
        Endpoint::ServerInfo,
        Endpoint::Fields,
        Endpoint::Statuses,
        Endpoint::IssueTypes,
        Endpoint::Priorities,
        Endpoint::ResolutionSearch,
        Endpoint::ProjectSearch,
        Endpoint::ProjectVersions,
        Endpoint::MyPermissions,
        Endpoint::Search,
        Endpoint::ApproximateCount,
        Endpoint::ChangelogBulkFetch,
        Endpoint::Boards,
        Endpoint::BoardConfiguration,
        Endpoint::BoardSprints,
    ];
    assert_eq!(asked, BTreeSet::from(allowed));
    assert!(!survey.catalog.projects.is_empty());
    clario_proofs::proves(&["AC-18", "AC-19", "AC-23"]);
}

#[tokio::test]
async fn every_search_names_its_fields_and_none_of_them_holds_words_or_people() {
    let (world, ..) = whole_life().await;
    let requests = world.sandbox.requests();
    let searches: Vec<&Request> =
        requests.iter().filter(|request| request.endpoint == Some(Endpoint::Search)).collect();
    let fixed: BTreeSet<&str> = Field::all().iter().filter_map(|field| field.wire_name()).collect();
    let mut on_site = BTreeSet::new();
    for search in searches {
        assert!(!search.fields.is_empty());
        for name in &search.fields {
            let by_id = name.strip_prefix("customfield_").is_some_and(|id| id.parse::<u32>().is_ok());
            assert!(fixed.contains(name.as_str()) || name == "id" || by_id, "{name}");
            if by_id {
                on_site.insert(name.clone());
            }
        }
    }
    assert_eq!(on_site.len(), 4, "sprint, flag and two points fields: {on_site:?}");
    for request in requests.iter().filter(|request| request.endpoint == Some(Endpoint::ChangelogBulkFetch)) {
        let names: BTreeSet<&str> = request.field_ids.iter().map(String::as_str).collect();
        let mut expected = BTreeSet::from(["status"]);
        expected.extend(on_site.iter().map(String::as_str));
        assert_eq!(names, expected);
    }
    clario_proofs::proves(&["AC-15", "AC-26"]);
}
