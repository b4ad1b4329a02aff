//! The Jira client against a simulated Jira over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod connected;
mod first_sync;
mod hostile;
mod limits;
mod privacy;
mod reading;
mod recorded;
mod refusals;
mod sign_in;
mod staying_true;
