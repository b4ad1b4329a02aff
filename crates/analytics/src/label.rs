//! Numbers as people read them: thin separators, a real minus sign, one decimal for means.

/// A count with narrow spaces between thousands: `12 345`.
pub fn count(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 6);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A mean or a ratio with one decimal: `4.7`, `−0.3`.
pub fn decimal(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded == 0.0 {
        return "0.0".to_owned();
    }
    let text = format!("{:.1}", rounded.abs());
    if rounded < 0.0 { format!("\u{2212}{text}") } else { text }
}

/// A share in whole percent: `53%`.
pub fn percent(share: f64) -> String {
    format!("{}%", whole(share))
}

/// Rounded to a whole number, halves away from zero.
pub fn whole(number: f64) -> String {
    let rounded = number.round();
    if rounded == 0.0 {
        "0".to_owned()
    } else if rounded < 0.0 {
        format!("\u{2212}{:.0}", -rounded)
    } else {
        format!("{rounded:.0}")
    }
}

/// A number of things: `1 item`, `12 345 items`.
pub fn things(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// How often something happened: `once`, `3 times`.
pub fn often(number: u32) -> String {
    if number == 1 { "once".to_owned() } else { format!("{} times", count(number)) }
}

/// A place in a row: `1st`, `2nd`, `3rd`, `11th`, `21st`.
pub fn ordinal(number: u32) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{}{end}", count(number))
}

/// An estimate as people type it: `5`, `0.5`.
pub fn points(number: f32) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "\u{2212}")
}

/// A number of items.
pub fn items(number: u32) -> String {
    things(number, "item", "items")
}

/// A text that fits into so many characters; what is too long ends in an ellipsis.
pub fn within(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1\u{202f}000");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(items(1), "1 item");
    }

    #[test]
    fn a_minus_is_a_minus_and_nothing_is_never_negative() {
        assert_eq!(decimal(-0.34), "\u{2212}0.3");
        assert_eq!(decimal(-0.04), "0.0");
        assert_eq!(whole(-2.5), "\u{2212}3");
        assert_eq!(whole(-0.4), "0");
        assert_eq!(percent(52.94), "53%");
    }

    #[test]
    fn places_and_estimates_are_written_as_people_write_them() {
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"
        );
        assert_eq!([5.0, 0.5, 0.0, 100.0, 0.333].map(points).join(" "), "5 0.5 0 100 0.33");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(within("abc", 3), "abc");
        assert_eq!(within("abcd", 3), "ab…");
    }
}
