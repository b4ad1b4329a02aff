//! From a query to the shortest URL that says it: defaults are left out.

use super::{Compare, Facet, Query, Span};
use crate::calendar::Unit;
use std::fmt::Write;

impl Query {
    /// The pairs of a URL, defaults left out, always in the same order.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        for facet in Facet::ALL {
            pairs.extend(self.values(facet).iter().map(|value| (facet.key(), value.clone())));
        }
        match self.span {
            Span::Between(period) => {
                pairs.push(("from", period.from.iso()));
                pairs.push(("to", period.to.iso()));
            }
            named if named != Span::default() => {
                pairs.extend(named.key().map(|key| ("p", key.to_owned())));
            }
            _ => {}
        }
        if self.compare != Compare::default() {
            pairs.push(("cmp", self.compare.key().to_owned()));
        }
        if self.unit == Unit::Workdays {
            pairs.push(("unit", "workdays".to_owned()));
        }
        pairs.extend(self.look.pairs().map(|(key, value)| (key, value.to_owned())));
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The same as the text after `?`, percent-encoded; empty when everything is default.
    pub fn to_query_string(&self) -> String {
        let mut text = String::new();
        for (key, value) in self.to_pairs() {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(key);
            text.push('=');
            encode(&value, &mut text);
        }
        text
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, section 2.3.
fn encode(value: &str, into: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                into.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(into, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(Query::default().to_query_string(), "");
        assert_eq!(Query::default().at_page(1).to_query_string(), "");
    }

    #[test]
    fn a_link_says_what_differs() {
        let query = Query { unit: Unit::Workdays, span: Span::Year, ..Query::default() }
            .with(Facet::Label, "a b&c=é")
            .with(Facet::Team, "pay");
        assert_eq!(query.to_query_string(), "team=pay&label=a%20b%26c%3D%C3%A9&p=1y&unit=workdays");
        let query = query.without(Facet::Label, "a b&c=é");
        assert_eq!(query.to_query_string(), "team=pay&p=1y&unit=workdays");
        assert_eq!(query.unfiltered().to_query_string(), "p=1y&unit=workdays");
    }
}
