//! From the pairs of a URL to a query: whatever cannot be read becomes a sentence and the default.

use super::{Compare, Facet, LONGEST_PERIOD, MOST_VALUES, Notice, Query, Span};
use crate::calendar::Unit;
use crate::day::Day;
use crate::period::Period;

/// 1 January 1991: with ten years before it and ten more to compare with, every day is after 1970.
const EARLIEST: Day = Day(7_670);
/// The longest value of a filter that is looked at, in bytes.
const LONGEST_VALUE: usize = 256;

impl Query {
    /// Reads the decoded pairs of a URL. Unknown keys are ignored; a bad value gives a sentence and the default.
    pub fn parse<K, V>(pairs: impl IntoIterator<Item = (K, V)>, today: Day) -> (Self, Vec<Notice>)
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let mut query = Self::default();
        let mut notices = Vec::new();
        let mut days = Days::default();
        for (key, value) in pairs {
            let (key, value) = (key.as_ref(), value.as_ref().trim());
            if value.is_empty() {
                continue;
            }
            match key {
                "from" => days.from = Some(value.to_owned()),
                "to" => days.to = Some(value.to_owned()),
                "p" => days.named = Some(value.to_owned()),
                "cmp" => match Compare::ALL.into_iter().find(|known| known.key() == value) {
                    Some(compare) => query.compare = compare,
                    None => notices.push(Notice::new(
                        "The comparison was not understood, so the period before is used.",
                    )),
                },
                "unit" => match value {
                    "days" => query.unit = Unit::Days,
                    "workdays" => query.unit = Unit::Workdays,
                    _ => notices.push(Notice::new("The unit was not understood, so all days are counted.")),
                },
                "page" => match value.parse::<u32>() {
                    Ok(page) if page > 0 => query.page = if page == 1 { 0 } else { page },
                    _ => notices
                        .push(Notice::new("The page number was not understood, so the first page is shown.")),
                },
                "scale" => notices.extend(query.look.take_scale(value)),
                "colour" => notices.extend(query.look.take_colour(value)),
                _ => {
                    if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key) {
                        query.add(facet, value, &mut notices);
                    }
                }
            }
        }
        query.span = days.span(today, &mut notices);
        let mut told = Vec::new();
        notices.retain(|notice| {
            let new = !told.contains(&notice.text);
            told.push(notice.text.clone());
            new
        });
        (query, notices)
    }

    fn add(&mut self, facet: Facet, value: &str, notices: &mut Vec<Notice>) {
        let name = facet.label().to_lowercase();
        if value.len() > LONGEST_VALUE || value.chars().any(char::is_control) {
            notices.push(Notice::new(format!("A {name} was not understood and is left out.")));
            return;
        }
        let values = self.filters.entry(facet).or_default();
        if values.iter().any(|known| known == value) {
            return;
        }
        if values.len() == MOST_VALUES {
            notices.push(Notice::new(format!(
                "Only the first {MOST_VALUES} values of the filter {name} are used."
            )));
            return;
        }
        values.push(value.to_owned());
    }
}

#[derive(Default)]
struct Days {
    from: Option<String>,
    to: Option<String>,
    named: Option<String>,
}

impl Days {
    fn span(self, today: Day, notices: &mut Vec<Notice>) -> Span {
        let named = self.named.and_then(|value| {
            let known = Span::NAMED.into_iter().find(|span| span.key() == Some(value.as_str()));
            if known.is_none() {
                notices.push(Notice::new("The period was not understood, so the last 90 days are shown."));
            }
            known
        });
        let fallback = named.unwrap_or_default();
        if self.from.is_none() && self.to.is_none() {
            return fallback;
        }
        match between(self.from.as_deref(), self.to.as_deref(), today) {
            Ok((period, notice)) => {
                notices.extend(notice.map(Notice::new));
                Span::Between(period)
            }
            Err(reason) => {
                let shown = fallback.label().to_lowercase().replacen("last ", "", 1);
                notices.push(Notice::new(format!("{reason}, so the last {shown} are shown.")));
                fallback
            }
        }
    }
}

/// The days between two texts, with a sentence when they had to be changed; an error is the start of a sentence.
fn between(
    from: Option<&str>,
    to: Option<&str>,
    today: Day,
) -> Result<(Period, Option<String>), &'static str> {
    const NO_DATE: &str = "A date was not understood (a date looks like 2026-07-01)";
    let yesterday = today.plus(-1);
    let mut notice = None;
    let mut last = match to {
        Some(text) => Day::parse(text).ok_or(NO_DATE)?,
        None => yesterday,
    };
    let first = match from {
        Some(text) => Day::parse(text).ok_or(NO_DATE)?,
        None => last.min(yesterday).plus(1 - super::DEFAULT_DAYS.cast_signed()),
    };
    if first > last {
        return Err("The first day is after the last");
    }
    if first > yesterday {
        return Err("The period has not begun yet");
    }
    if last > yesterday {
        last = yesterday;
        notice = Some("Today is not over yet, so the period ends yesterday.".to_owned());
    }
    let longest = Period::ending(last, LONGEST_PERIOD);
    if last < EARLIEST {
        return Err("The period is too long ago");
    }
    if first < longest.from {
        notice = Some(format!("A period has at most ten years, so it starts on {}.", longest.from.long()));
        return Ok((longest, notice));
    }
    Ok((Period { from: first, to: last }, notice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Look;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::parse("2026-11-21").unwrap()
    }

    fn read(pairs: &[(&str, &str)]) -> (Query, Vec<String>) {
        let (query, notices) = Query::parse(pairs.iter().copied(), today());
        (query, notices.into_iter().map(|notice| notice.text).collect())
    }

    #[test]
    fn nothing_asked_means_the_ninety_whole_days_that_end_yesterday() {
        let (query, notices) = read(&[("unknown", "x"), ("team", " ")]);
        assert_eq!(query, Query::default());
        assert_eq!(notices, Vec::<String>::new());
        let period = query.period(today());
        assert_eq!((period.from.iso().as_str(), period.to.iso().as_str()), ("2026-08-23", "2026-11-20"));
        assert_eq!(period.days(), 90);
    }

    #[test]
    fn a_period_of_one_day_is_a_period() {
        let (query, notices) = read(&[("from", "2026-07-01"), ("to", "2026-07-01")]);
        assert_eq!(query.period(today()).days(), 1);
        assert!(notices.is_empty());
    }

    #[test]
    fn bad_days_give_a_sentence_and_the_default() {
        for (from, to, sentence) in [
            ("2026-07-02", "2026-07-01", "The first day is after the last, so the last 90 days are shown."),
            ("2027-01-01", "2027-02-01", "The period has not begun yet, so the last 90 days are shown."),
            ("2026-11-21", "2026-11-21", "The period has not begun yet, so the last 90 days are shown."),
            (
                "soon",
                "2026-07-01",
                "A date was not understood (a date looks like 2026-07-01), so the last 90 days are shown.",
            ),
            (
                "2026-02-30",
                "2026-07-01",
                "A date was not understood (a date looks like 2026-07-01), so the last 90 days are shown.",
            ),
            ("1960-01-01", "1990-12-31", "The period is too long ago, so the last 90 days are shown."),
        ] {
            let (query, notices) = read(&[("from", from), ("to", to)]);
            assert_eq!(query.span, Span::Days90);
            assert_eq!(notices, [sentence]);
        }
    }

    #[test]
    fn a_period_that_runs_into_today_ends_yesterday() {
        let (query, notices) = read(&[("from", "2026-11-01"), ("to", "2026-12-31")]);
        assert_eq!(query.period(today()).to.iso(), "2026-11-20");
        assert_eq!(notices, ["Today is not over yet, so the period ends yesterday."]);
    }

    #[test]
    fn an_absurdly_long_period_is_cut_to_ten_years() {
        let (query, notices) = read(&[("from", "0001-01-01")]);
        assert_eq!(query.period(today()).days(), LONGEST_PERIOD);
        assert_eq!(notices.len(), 1);
    }

    #[test]
    fn an_end_alone_means_the_ninety_days_before_it() {
        let (query, _) = read(&[("to", "2026-06-30")]);
        assert_eq!(query.period(today()), Period::ending(Day::parse("2026-06-30").unwrap(), 90));
    }

    #[test]
    fn a_bad_value_says_so_once() {
        let (query, notices) =
            read(&[("cmp", "x"), ("cmp", "y"), ("unit", "hours"), ("page", "-1"), ("p", "7w")]);
        assert_eq!(query, Query::default());
        assert_eq!(notices.len(), 4);
        let (query, notices) = read(&[("scale", "cubic"), ("colour", "mood"), ("scale", "\"")]);
        assert_eq!(query, Query::default());
        assert_eq!(
            notices,
            [
                "The scale was not understood, so days are drawn evenly.",
                "The colour was not understood, so all items have the same."
            ]
        );
    }

    #[test]
    fn too_many_values_are_cut_and_said() {
        let pairs: Vec<(String, String)> = (0..60).map(|at| ("label".to_owned(), format!("l{at}"))).collect();
        let (query, notices) = Query::parse(pairs, today());
        assert_eq!(query.values(Facet::Label).len(), MOST_VALUES);
        assert_eq!(notices[0].text, "Only the first 50 values of the filter label are used.");
    }

    #[test]
    fn a_value_of_control_characters_or_great_length_is_left_out() {
        let long = "x".repeat(257);
        let (query, notices) = read(&[("type", "a\u{0}b"), ("type", &long), ("type", "Bug")]);
        assert_eq!(query.values(Facet::Type), ["Bug"]);
        assert_eq!(notices, ["A type was not understood and is left out."]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(pairs in proptest::collection::vec(("[a-z]{1,10}|from|to|p|cmp|unit|page|team|scale|colour", ".{0,20}|[0-9]{4}-[0-9]{2}-[0-9]{2}"), 0..12)) {
            let (query, _) = Query::parse(pairs, today());
            let period = query.period(today());
            prop_assert!(period.to < today() && period.from <= period.to);
            prop_assert!(period.days() <= LONGEST_PERIOD);
        }

        #[test]
        fn what_is_printed_is_read_back(
            labels in proptest::collection::vec("[^\\p{Cc}\\s]{1,12}", 0..4),
            team in proptest::option::of("[a-z-]{1,8}"),
            length in 1u32..900,
            back in 1i32..900,
            named in 0usize..5,
            compare in 0usize..3,
            workdays: bool,
            log_scale: bool,
            by_type: bool,
            page in 0u32..9,
        ) {
            let mut query = Query::default();
            for label in labels {
                query = query.with(Facet::Label, label);
            }
            if let Some(team) = team {
                query = query.with(Facet::Team, team);
            }
            query.span = Span::NAMED.get(named).copied().unwrap_or_else(|| {
                Span::Between(Period::ending(today().plus(-back), length))
            });
            query.compare = Compare::ALL[compare];
            query.unit = if workdays { Unit::Workdays } else { Unit::Days };
            let query = query.at_page(page).drawn(Look { log_scale, by_type });
            let (again, notices) = Query::parse(query.to_pairs(), today());
            prop_assert_eq!(&again, &query);
            prop_assert!(notices.is_empty());
        }
    }
}
