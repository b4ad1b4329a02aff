//! The Jira client against a simulated Jira over real HTTP.

mod connected;
mod first_sync;
mod limits;
mod privacy;
mod reading;
mod recorded;
mod refusals;
mod sign_in;
mod staying_true;
