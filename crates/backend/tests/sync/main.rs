//! Following a simulated Jira in the background, through the public door of the backend.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod disconnecting;
mod first_reading;
mod followed;
mod losing_nothing;
mod restricting;
#[path = "../mail/smtp_sink.rs"]
#[expect(dead_code, reason = "these tests need a kind mail server only")]
mod smtp_sink;
mod staying_true;
