//! The rows of the table "Cloud" in the provider reference, each asked over HTTP.

#![expect(clippy::unwrap_used, reason = "a test may fall over at the first surprise")]

mod client;
mod history;
mod limits;
mod login;
mod others;
mod poison;
mod recorded;
mod search;
mod world;
