//! How the scatter can be drawn: on a logarithmic axis, and with a mark for each type.

use crate::data_set::DataSet;
use crate::fixtures::{
    ItemText, catalog, connection, context, item, portfolio, query, settings, team, workflow,
};
use crate::flow::flow_report;
use crate::portfolio::Portfolio;
use crate::records::ItemType;
use crate::scatter::{MARKED_TYPES, Scatter};

fn drawn(items: &[ItemText], pairs: &[(&str, &str)]) -> Scatter {
    flow_report(&portfolio(items), &query(pairs), &context()).scatter
}

/// Finished on 9 March after so many days.
fn lasting(number: u32, days: u32) -> ItemText {
    item(&format!("A-{number}")).active(&format!("03-{:02}", 10 - days)).done("03-09")
}

#[test]
fn a_logarithmic_axis_holds_every_item() {
    let mut items: Vec<ItemText> = (1..=20).map(|number| lasting(number, 2)).collect();
    items.push(item("A-90").created("2025-11-01").active("2025-11-30").done("03-09"));
    let even = drawn(&items, &[]);
    let log = drawn(&items, &[("scale", "log")]);
    assert_eq!((even.axis_max, even.off_scale), (3, 1));
    assert_eq!((log.axis_max, log.off_scale, log.log_scale), (100, 0, true));
    assert!(log.dots.iter().all(|dot| !dot.off_scale));
    assert_eq!(drawn(&items[..3], &[("scale", "log")]).axis_max, 10);
    assert_eq!(drawn(&[], &[("scale", "log")]).axis_max, 10);
}

#[test]
fn items_of_one_day_and_time_are_one_dot_unless_marks_go_by_type() {
    let items = [lasting(1, 4), lasting(2, 4).of_type("bug"), lasting(3, 4)];
    let plain = drawn(&items, &[]);
    assert_eq!(
        plain.dots.iter().map(|dot| (dot.count, dot.kind, dot.mark)).collect::<Vec<_>>(),
        [(3, None, 0)]
    );
    let marked = drawn(&items, &[("colour", "type")]);
    let dots: Vec<_> = marked.dots.iter().map(|dot| (dot.count, dot.kind, dot.mark)).collect();
    assert_eq!(dots, [(1, Some(0), 0), (2, Some(1), 1)]);
    let types: Vec<_> = marked.types.iter().map(|kind| (kind.name.as_str(), kind.count, kind.mark)).collect();
    assert_eq!(types, [("Bug", 1, 0), ("Story", 2, 1)]);
}

#[test]
fn the_five_most_frequent_types_have_marks_of_their_own_and_the_rest_share_one() {
    let mut catalog = catalog();
    catalog.item_types = (0..7)
        .map(|number| ItemType { id: number.to_string(), name: format!("Type {number}"), level: 0 })
        .collect();
    // Types 0, 5 and 6 occur once, the others twice; of equals the first by name has a mark.
    let items =
        (0..12_u32).map(|number| lasting(number + 1, 1 + number % 8).of_type(&(number % 7).to_string()).0);
    let items: Vec<_> = items.filter(|item| item.id != 8).collect();
    let data = DataSet::build(&catalog, items);
    let portfolio = Portfolio::new(vec![connection(data)], vec![team(workflow())], settings(), None);
    let scatter = flow_report(&portfolio, &query(&[("colour", "type")]), &context()).scatter;
    let marks: Vec<_> = scatter.types.iter().map(|kind| kind.mark).collect();
    assert_eq!(marks, [0, 1, 2, 3, 4, MARKED_TYPES, MARKED_TYPES]);
    assert_eq!(scatter.types.iter().map(|kind| kind.count).sum::<u32>(), scatter.caption.n);
    for dot in &scatter.dots {
        let kind = dot.kind.expect("each dot is of one type here");
        assert_eq!(dot.mark, scatter.types[usize::from(kind)].mark);
    }
}

#[test]
fn a_dot_says_how_many_took_at_most_as_long() {
    let items: Vec<ItemText> = (1..=9).map(|number| lasting(number, number.min(8))).collect();
    assert!(drawn(&items, &[]).dots.iter().all(|dot| dot.rank.is_none()));
    let items: Vec<ItemText> = (0..10).map(|number| lasting(number + 1, 1 + number / 2)).collect();
    let ranks: Vec<_> = drawn(&items, &[]).dots.iter().map(|dot| dot.rank).collect();
    assert_eq!(ranks, [20, 40, 60, 80, 100].map(Some));
}
