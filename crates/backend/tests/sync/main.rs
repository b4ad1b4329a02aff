//! Following a simulated Jira in the background, through the public door of the backend.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod disconnecting;
mod first_reading;
mod followed;
mod losing_nothing;
mod staying_true;
