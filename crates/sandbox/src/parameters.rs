//! Query parameters, and the bodies that allow no property beyond the specified ones.

use serde_json::{Map, Value};

use crate::answer::Answer;

/// The decoded query of an address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) pairs: Vec<(String, String)>,
}

impl Parameters {
    pub(crate) fn of(query: &str) -> Self {
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect();
        Self { pairs }
    }

    /// The first value of a parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A whole number; a value that is none counts as absent.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.text(name)?.parse().ok()
    }

    /// All values of a parameter that may be repeated or separated by commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        self.pairs
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |position: usize| tail.get(position).and_then(|&digit| char::from(digit).to_digit(16));
        rest = tail;
        match (byte, hex(0), hex(1)) {
            (b'+', ..) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = &tail[2..];
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What Jira says to a body that does not fit its schema.
pub(crate) fn invalid_payload() -> Answer {
    Answer::error(400, "Invalid request payload. Refer to the REST API documentation and try again.")
}

/// Reads a body as an object that has no property but the allowed ones.
pub(crate) fn object(body: &[u8], allowed: &[&str]) -> Result<Map<String, Value>, Answer> {
    let object: Map<String, Value> = serde_json::from_slice(body).map_err(|_| invalid_payload())?;
    if object.keys().any(|name| !allowed.contains(&name.as_str())) {
        return Err(invalid_payload());
    }
    Ok(object)
}

/// A list of texts; absent is empty, another type is an error.
pub(crate) fn texts(object: &Map<String, Value>, name: &str) -> Result<Vec<String>, Answer> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => {
            values.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(invalid_payload)).collect()
        }
        Some(_) => Err(invalid_payload()),
    }
}

/// A text; absent is none, another type is an error.
pub(crate) fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Answer> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(invalid_payload()),
    }
}

/// A whole number; absent is none, another type is an error.
pub(crate) fn number(object: &Map<String, Value>, name: &str) -> Result<Option<i64>, Answer> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or_else(invalid_payload),
    }
}
