//! The answer over each chart with nothing, one, nine and ten items, and where values are equal.

use crate::fixtures::{ItemText, context, item, portfolio, query};
use crate::flow::{FlowReport, flow_report};
use crate::query::Query;

fn report(items: &[ItemText]) -> FlowReport {
    flow_report(&portfolio(items), &Query::default(), &context())
}

/// `count` items in one go, numbered from `first`.
fn many(first: u32, count: u32, life: impl Fn(ItemText) -> ItemText) -> Vec<ItemText> {
    (first..first + count).map(|number| life(item(&format!("A-{number}")))).collect()
}

/// Eight days: two of work, five of waiting, and the two that are begun.
fn eight_days(item: ItemText) -> ItemText {
    item.active("03-02").waiting("03-04").done("03-09")
}

fn headings(report: &FlowReport) -> [&str; 6] {
    [
        &report.scatter.caption,
        &report.histogram.caption,
        &report.throughput.caption,
        &report.cumulative_flow.caption,
        &report.ageing.caption,
        &report.time_in_status.caption,
    ]
    .map(|caption| caption.heading.as_str())
}

#[test]
fn nothing_finished_says_so() {
    assert_eq!(
        headings(&report(&[])),
        [
            "No finished items with a cycle time in this period",
            "No finished items with a cycle time in this period",
            "Nothing was finished in this period",
            "Nothing is in progress",
            "Nothing is in progress",
            "No active or waiting time was recorded",
        ]
    );
}

#[test]
fn one_and_nine_finished_items_are_too_few_to_say() {
    for (count, words) in [(1, "1 item"), (9, "9 items")] {
        let report = report(&many(1, count, eight_days));
        let too_few = format!("Only {words} finished with a cycle time: too few to say");
        let throughput = format!("{words} finished: too few to compare");
        let (few, idle) = (too_few.as_str(), "Nothing is in progress");
        assert_eq!(headings(&report), [few, few, throughput.as_str(), idle, idle, few]);
    }
}

#[test]
fn ten_finished_items_are_enough() {
    assert_eq!(
        headings(&report(&many(1, 10, eight_days))),
        [
            "85% of items finish within 8 days",
            "Most items take 8 days; none takes over 8",
            "0.8 items a week",
            "Nothing is in progress",
            "Nothing is in progress",
            "Items wait 71% of the time, mostly in Review",
        ]
    );
}

#[test]
fn the_85th_percentile_of_ten_is_the_ninth_however_many_are_equal() {
    let slow = |item: ItemText| item.active("03-02").done("03-21");
    let with_slow = |count| {
        let items = [many(1, 10 - count, eight_days), many(11, count, slow)].concat();
        report(&items).scatter.caption.heading
    };
    assert_eq!(with_slow(1), "85% of items finish within 8 days");
    assert_eq!(with_slow(2), "85% of items finish within 20 days");
}

#[test]
fn two_equal_heaps_of_the_histogram_are_named_together() {
    let quick = |item: ItemText| item.active("03-02").done("03-04");
    let items = [many(1, 5, quick), many(11, 5, eight_days)].concat();
    assert_eq!(report(&items).histogram.caption.heading, "Most items take 3 to 8 days; none takes over 8");
}

#[test]
fn throughput_of_two_equal_periods_is_about_the_same() {
    let before = |item: ItemText| item.created("2025-11-01").active("2025-11-03").done("2025-11-10");
    let with_before = |count, now| {
        let items = [many(1, now, eight_days), many(101, count, before)].concat();
        report(&items).throughput.caption.heading
    };
    assert_eq!(with_before(9, 10), "0.8 items a week");
    assert_eq!(with_before(10, 10), "0.8 items a week, about the same as the 90 days before");
    assert_eq!(with_before(10, 20), "1.6 items a week, up 100% on the 90 days before");
    assert_eq!(with_before(20, 10), "0.8 items a week, down 50% on the 90 days before");
}

#[test]
fn work_in_progress_is_claimed_to_grow_from_ten_items_on() {
    let with = |count| report(&many(1, count, |item| item.active("03-20"))).cumulative_flow.caption.heading;
    assert_eq!(with(1), "1 item is in progress");
    assert_eq!(with(9), "9 items are in progress");
    assert_eq!(with(10), "Doing grew from 0 to 10 items");
}

#[test]
fn of_two_columns_that_grew_alike_the_later_one_is_named() {
    let doing = |item: ItemText| item.active("03-20");
    let review = |item: ItemText| item.active("03-20").waiting("03-21");
    let items = [many(1, 10, doing), many(11, 10, review)].concat();
    assert_eq!(report(&items).cumulative_flow.caption.heading, "Review grew from 0 to 10 items");
}

#[test]
fn an_item_as_old_as_the_85th_percentile_is_not_older() {
    let with = |count, finished, started: &str| {
        let open = many(101, count, |item| item.active(started));
        report(&[many(1, finished, eight_days), open].concat()).ageing.caption.heading
    };
    assert_eq!(with(1, 9, "03-24"), "1 item is in progress; too few finished to compare");
    assert_eq!(with(9, 10, "03-25"), "No item in progress is older than 85% of finished ones");
    assert_eq!(with(1, 10, "03-24"), "1 of 1 item is older than 85% of finished ones");
    assert_eq!(with(10, 10, "03-24"), "10 of 10 items are older than 85% of finished ones");
}

#[test]
fn waiting_that_is_spread_evenly_has_no_place() {
    let both = |item: ItemText| {
        item.active("03-02").flag("03-03", true).flag("03-04", false).waiting("03-05").done("03-06")
    };
    assert_eq!(report(&many(1, 10, both)).time_in_status.caption.heading, "Items wait 50% of the time");
}

#[test]
fn how_the_scatter_is_drawn_changes_no_answer() {
    let items = [many(1, 8, eight_days), many(11, 4, |item| eight_days(item).of_type("bug"))].concat();
    let plain = report(&items);
    let drawn = flow_report(&portfolio(&items), &query(&[("scale", "log"), ("colour", "type")]), &context());
    assert_eq!(headings(&drawn), headings(&plain));
    assert_eq!(drawn.scatter.lines, plain.scatter.lines);
    assert_eq!(drawn.cards, plain.cards);
    assert_eq!(drawn.histogram.bars, plain.histogram.bars);
}
