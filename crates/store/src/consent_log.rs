//! The consent log: every choice and what became of it, in one chain without gaps that nobody declared.

mod append;
mod event;
mod read;
mod verify;

pub use append::NewConsentEvent;
pub use event::ConsentEvent;
pub use verify::ConsentReport;
