//! The store through its public door, on real files.

mod account_security;
mod consent_log;
mod fixture;
mod isolation;
mod leaving;
mod schema;
mod sessions;
