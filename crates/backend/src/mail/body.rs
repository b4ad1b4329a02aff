//! The form of a letter: a subject, paragraphs and links, written as text and as HTML from the same parts.
//!
//! Only sentences of ours and neutralised names come in, and every link begins with the origin of this installation.

use std::fmt::Write as _;

/// The most characters of a name that a letter repeats.
const LONGEST_NAME: usize = 60;

enum Part {
    Paragraph(String),
    Link(String),
}

/// A letter being written.
pub(super) struct Body {
    origin: String,
    subject: String,
    parts: Vec<Part>,
}

impl Body {
    /// Begins a letter of the installation at an origin such as `https://flow.example.org`.
    pub(super) fn new(origin: &str, subject: impl Into<String>) -> Self {
        Self { origin: origin.to_owned(), subject: one_line(&subject.into()), parts: Vec::new() }
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(mut self, sentence: impl Into<String>) -> Self {
        self.parts.push(Part::Paragraph(one_line(&sentence.into())));
        self
    }

    /// Adds a link to a path of this installation. Whatever the path is, the link leads here.
    pub(super) fn link(mut self, path: &str) -> Self {
        let path: String = path.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        self.parts.push(Part::Link(format!("{}/{}", self.origin, path.trim_start_matches('/'))));
        self
    }

    pub(super) fn subject(&self) -> String {
        self.subject.clone()
    }

    /// The letter as plain text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            let (Part::Paragraph(words) | Part::Link(words)) = part;
            let _ = write!(text, "{words}\n\n");
        }
        let _ = writeln!(text, "-- \nAltaClario at {}", self.origin);
        text
    }

    /// The letter as HTML: no style, no image, nothing that loads.
    pub(super) fn html(&self) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n",
            escaped(&self.subject)
        );
        for part in &self.parts {
            let _ = match part {
                Part::Paragraph(words) => writeln!(html, "<p>{}</p>", escaped(words)),
                Part::Link(address) => {
                    let address = escaped(address);
                    writeln!(html, "<p><a href=\"{address}\">{address}</a></p>")
                }
            };
        }
        let origin = escaped(&self.origin);
        let _ = write!(html, "<p>AltaClario at <a href=\"{origin}\">{origin}</a></p>\n</body>\n</html>\n");
        html
    }
}

/// A name that somebody chose, made harmless: it stays on its line, and no mail program takes a part of it for a link.
pub(super) fn named(name: &str) -> String {
    let name = one_line(name);
    let mut shown: String = name.chars().take(LONGEST_NAME).collect();
    if name.chars().nth(LONGEST_NAME).is_some() {
        shown.push('…');
    }
    neutral(&shown)
}

/// Words that somebody typed, made harmless in the same way, however long.
pub(super) fn neutral(text: &str) -> String {
    let letters: Vec<char> = one_line(text).chars().collect();
    let joins = |at: usize| {
        let beside = |c: Option<&char>| c.is_some_and(|c| !c.is_whitespace());
        beside(letters.get(at + 1)) && at.checked_sub(1).is_some_and(|before| beside(letters.get(before)))
    };
    letters
        .iter()
        .enumerate()
        .map(|(at, &c)| match c {
            '/' | '\\' | '@' | '<' | '>' | '"' => ' ',
            // A dot or colon within a word could make it an address; at its end it is punctuation.
            '.' | ':' | '。' | '．' | '｡' if joins(at) => ' ',
            c => c,
        })
        .collect()
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_readable_and_lose_what_makes_a_link() {
        for (name, shown) in [
            ("Acme Inc.", "Acme Inc."),
            ("St. Mary's", "St. Mary's"),
            ("Win at evil.example", "Win at evil example"),
            ("https://evil.example/?a=b", "https   evil example ?a=b"),
            ("me@evil.example", "me evil example"),
            ("a\r\nBcc: x@y.example", "a  Bcc: x y example"),
        ] {
            assert_eq!(named(name), shown);
        }
        assert_eq!(named(&"x".repeat(100)).chars().count(), LONGEST_NAME + 1);
    }

    #[test]
    fn a_link_leads_here_whatever_the_path() {
        for path in [
            "/a?b=c",
            "a",
            "//evil.example",
            ".evil.example",
            "@evil.example",
            "\r\n/x",
            "https://evil.example",
        ] {
            let text = Body::new("https://flow.example.org", "S").link(path).text();
            let link = text.lines().next().expect("a line");
            assert!(link.starts_with("https://flow.example.org/"), "{path}: {link}");
        }
    }

    #[test]
    fn what_a_person_typed_is_escaped_and_stays_in_its_paragraph() {
        let body = Body::new("https://flow.example.org", "A\r\nBcc: x")
            .paragraph("<b>&\"'</b>\r\n\r\nhttps://evil.example");
        assert_eq!(body.subject(), "A  Bcc: x");
        let html = body.html();
        assert!(html.contains("&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;") && !html.contains("<b>"), "{html}");
        assert_eq!(body.text().lines().filter(|line| line.contains("evil")).count(), 1);
    }
}
