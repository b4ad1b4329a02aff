//! The rows of the table "Cloud" in the provider reference, each asked over HTTP.

mod client;
mod history;
mod limits;
mod login;
mod others;
mod poison;
mod recorded;
mod search;
mod world;
