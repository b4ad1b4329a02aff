//! Decoding of items, from the specification's shapes and from hostile generosity.

use super::*;

fn reading() -> Reading {
    Reading {
        sprint: Some("customfield_10020".into()),
        flag: Some("customfield_10021".into()),
        points: vec!["customfield_10016".into(), "customfield_10036".into()],
        points_of_project: [("10000".to_owned(), 0), ("10001".to_owned(), 1)].into(),
    }
}

fn decode(json: &str) -> Result<SearchPage<Item>, serde_json::Error> {
    let reading = reading();
    let mut reader = serde_json::Deserializer::from_str(json);
    PageSeed(ItemSeed { reading: &reading }).deserialize(&mut reader)
}

const GENEROUS: &str = r#"{"expand":"names","issues":[{"id":"10042","key":"PAY-7","self":"https://x/","fields":{
   "summary":"POISON \u00e9","description":{"type":"doc","content":[{"text":"POISON"}]},
   "comment":{"comments":[{"body":"POISON"}]},"assignee":{"displayName":"POISON","emailAddress":"POISON"},
   "created":"2024-05-01T10:11:12.123+0000","updated":"2024-05-03T08:00:00.000+0000",
   "project":{"id":"10000","key":"PAY","name":"POISON","simplified":false},
   "issuetype":{"id":"10001","description":"POISON","hierarchyLevel":0,"subtask":false},
   "status":{"id":"3","name":"In Progress","description":"POISON","statusCategory":{"id":4,"key":"indeterminate"}},
   "priority":{"id":"2","name":"High"},"resolution":null,"labels":["backend","x"],
   "components":[{"id":"1","name":"API","description":"POISON"}],
   "fixVersions":[{"id":"900","name":"1.0","description":"POISON"}],
   "duedate":"2024-06-01","customfield_10016":5.0,"customfield_10036":8,
   "customfield_10020":[{"id":12,"name":"PAY 12","state":"active","boardId":2,"goal":"POISON"},{"id":11}],
   "customfield_10021":[{"id":"10019","value":"Impediment"}],"customfield_10999":"POISON",
   "parent":{"id":"10001","key":"PAY-1","fields":{"summary":"POISON","status":{}}}}}],
 "nextPageToken":"CAEaAggB","isLast":false,"warningMessages":["POISON"]}"#;

#[test]
fn only_listed_fields_become_values() {
    let page = decode(GENEROUS).unwrap();
    assert_eq!(page.next.as_deref(), Some("CAEaAggB"));
    let item = &page.items[0];
    assert_eq!(
        *item,
        Item {
            id: 10042,
            key: "PAY-7".into(),
            project: "10000".into(),
            item_type: "10001".into(),
            status: Named { id: "3".into(), name: "In Progress".into() },
            priority: Some("2".into()),
            resolution: None,
            created: 1_714_558_272_123,
            updated: 1_714_723_200_000,
            parent: Some(10001),
            points: Some(5.0),
            labels: vec!["backend".into(), "x".into()],
            components: vec!["API".into()],
            releases: vec!["900".into()],
            sprints: vec![12, 11],
            flagged: true,
            due: Some("2024-06-01".into()),
            ..Item::default()
        }
    );
    assert!(!format!("{item:?}").contains("POISON"));
}

#[test]
fn the_points_field_of_the_project_counts() {
    let page = decode(&GENEROUS.replace("\"10000\"", "\"10001\"")).unwrap();
    assert_eq!(page.items[0].points, Some(8.0));
}

#[test]
fn bare_items_have_nothing_but_what_is_there() {
    let page = decode(
        r#"{"issues":[{"fields":{"created":1714558272123,"updated":1714558272124,"customfield_10016":null,
            "customfield_10020":null,"customfield_10021":null,"parent":null,"labels":null,"duedate":"soon",
            "priority":null,"status":null}, "id":7}]}"#,
    )
    .unwrap();
    assert_eq!(page.next, None);
    let expected = Item {
        id: 7,
        key: "7".into(),
        created: 1_714_558_272_123,
        updated: 1_714_558_272_124,
        ..Item::default()
    };
    assert_eq!(page.items, [expected]);
}

#[test]
fn an_answer_that_breaks_off_is_refused_at_every_length() {
    for length in 0..GENEROUS.len() {
        if GENEROUS.is_char_boundary(length) {
            assert!(decode(&GENEROUS[..length]).is_err(), "{length}");
        }
    }
}

#[test]
fn items_without_id_or_times_are_refused() {
    for json in [
        "{}",
        "[]",
        r#"{"issues":null}"#,
        r#"{"issues":[{"id":"1"}]}"#,
        r#"{"issues":[{"id":"x","fields":{"created":1,"updated":1}}]}"#,
        r#"{"issues":[{"id":"1","fields":{"created":"2024-05-01T10:11:12.123+0000"}}]}"#,
    ] {
        assert!(decode(json).is_err(), "{json}");
    }
}

#[test]
fn deep_nesting_in_a_skipped_field_does_no_harm() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let json = format!(r#"{{"noise":{deep},"issues":[]}}"#);
    assert_eq!(decode(&json).unwrap().items, []);
}

#[test]
fn an_estimate_may_be_text_and_never_infinite() {
    for (json, expected) in
        [("\"0.5\"", Some(0.5)), ("3", Some(3.0)), ("\"NaN\"", None), ("1e99", None), ("{}", None)]
    {
        assert_eq!(serde_json::from_str::<Estimate>(json).unwrap().0, expected, "{json}");
    }
}

#[test]
fn a_key_that_is_none_gives_way_to_the_id() {
    let long = "A".repeat(65);
    for (sent, kept) in [
        ("PAY-7", "PAY-7"),
        ("my_project-12", "my_project-12"),
        ("", "5"),
        ("PAY 7", "5"),
        ("../x", "5"),
        ("PÄY-7", "5"),
        (long.as_str(), "5"),
    ] {
        let json = format!(
            r#"{{"issues":[{{"id":"5","key":"{sent}","fields":{{"created":1714558272123,"updated":1714558272123}}}}]}}"#
        );
        assert_eq!(decode(&json).unwrap().items[0].key, kept, "{sent}");
    }
}
