//! Where log lines go: to standard output and to the files of the data folder, free of what could forge or hide one.

use crate::log_files::LogFiles;
use clario_backend::clock::SystemClock;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::Arc;
use tracing_subscriber::fmt::MakeWriter;

/// Begins to log. Without a data folder, which is so when the settings are wrong, only to standard output.
///
/// # Errors
/// A sentence for the operator when the folder of the logs cannot be made.
pub fn begin(filter: &str, data: Option<&Path>) -> Result<(), String> {
    let files = data
        .map(|data| LogFiles::new(data, SystemClock))
        .transpose()
        .map_err(|error| format!("the folder of the logs cannot be made: {}", error.kind()));
    let (files, outcome) = match files {
        Ok(files) => (files, Ok(())),
        Err(reason) => (None, Err(reason)),
    };
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_target(false)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(Both(Arc::new(files)))
        .init();
    std::panic::set_hook(Box::new(tell_of));
    outcome
}

/// One line for a panic: where it was, and the reference of the request by its span. What it said may hold anything, so
/// nobody sees it.
fn tell_of(panic: &PanicHookInfo<'_>) {
    let place =
        panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    tracing::error!(place, "something broke");
    LAST_PANIC.set(place);
}

thread_local! {
    /// Where this thread broke off last.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where this thread has just broken off, told once; empty when nobody knows.
pub(crate) fn last_panic() -> String {
    LAST_PANIC.take()
}

/// Writes each line to both places.
#[derive(Clone)]
struct Both(Arc<Option<LogFiles>>);

impl<'a> MakeWriter<'a> for Both {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &Both {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let harmless = harmless(line);
        let line_to_write = harmless.as_deref().unwrap_or(line);
        if let Some(files) = self.0.as_ref() {
            // A full disk must not keep the line from the terminal.
            let _ = files.append(line_to_write);
        }
        io::stdout().lock().write_all(line_to_write)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}

/// The line with the control characters U+0080 to U+009F and the signs that turn the direction of text written as
/// escapes; JSON itself escapes those below. `None` when there are none, which is nearly always so.
fn harmless(line: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(line).ok()?;
    if text.is_ascii() || !text.chars().any(is_treacherous) {
        return None;
    }
    let mut clean = String::with_capacity(line.len());
    for c in text.chars() {
        if is_treacherous(c) {
            // Writing to a string does not fail.
            let _ = write!(clean, "\\u{:04x}", u32::from(c));
        } else {
            clean.push(c);
        }
    }
    Some(clean.into_bytes())
}

fn is_treacherous(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cannot_forge_another_or_move_the_cursor() {
        let forged = "a\nb\r\u{1b}[2J\u{9b}31m\u{202e}c\u{2028}d\u{7f}é";
        let json = serde_json::to_string(forged).expect("JSON");
        let line = String::from_utf8(harmless(json.as_bytes()).expect("something to escape")).expect("text");
        assert!(!line.chars().any(|c| c.is_control() || is_treacherous(c)), "{line:?}");
        assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), forged, "it still says the same");
        assert_eq!(harmless("é 李".as_bytes()), None);
    }
}
