//! Writes JSON straight into bytes, since a page of a thousand issues is built in one go.

use std::io::Write as _;

use crate::moment::Zone;

/// Text that grows; it puts the commas itself.
#[derive(Default)]
pub(crate) struct Json {
    out: Vec<u8>,
    separated: bool,
}

impl Json {
    /// The finished text.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// An object whose fields the closure writes.
    pub(crate) fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.nest(b'{', b'}', fields);
    }

    /// An array whose values the closure writes.
    pub(crate) fn array(&mut self, values: impl FnOnce(&mut Self)) {
        self.nest(b'[', b']', values);
    }

    /// The name of the next field.
    pub(crate) fn key(&mut self, name: &str) -> &mut Self {
        self.string(name);
        self.out.push(b':');
        self.separated = false;
        self
    }

    /// A text value.
    pub(crate) fn string(&mut self, text: &str) {
        self.separate();
        if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
        } else {
            let _ = serde_json::to_writer(&mut self.out, text);
        }
    }

    /// A text value, or null.
    pub(crate) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    /// A number or another thing that writes itself as JSON.
    pub(crate) fn plain(&mut self, value: impl std::fmt::Display) {
        self.separate();
        let _ = write!(self.out, "{value}");
    }

    /// The digits of a number as a text value; Jira's ids are such.
    pub(crate) fn quoted(&mut self, value: impl std::fmt::Display) {
        self.separate();
        let _ = write!(self.out, "\"{value}\"");
    }

    /// Finished JSON.
    pub(crate) fn raw(&mut self, json: &str) {
        self.separate();
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Any value that serde can write.
    pub(crate) fn value(&mut self, value: &impl serde::Serialize) {
        self.separate();
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    /// A time with the offset of the zone.
    pub(crate) fn time(&mut self, zone: &Zone, millis: i64) {
        self.separate();
        self.out.push(b'"');
        zone.write(&mut self.out, millis);
        self.out.push(b'"');
    }

    fn nest(&mut self, open: u8, close: u8, inside: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push(open);
        self.separated = false;
        inside(self);
        self.out.push(close);
        self.separated = true;
    }

    fn separate(&mut self) {
        if self.separated {
            self.out.push(b',');
        }
        self.separated = true;
    }
}
