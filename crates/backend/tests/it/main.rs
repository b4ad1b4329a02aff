//! The use cases through the public door of the backend, on real files.

mod account;
mod app;
mod at_rest;
mod backups;
mod connections;
mod examination;
mod exporting;
mod leaving;
mod mail_links;
mod notices;
mod requests;
mod rotation;
mod settings;
mod sign_in;
mod sign_up;
#[path = "../mail/smtp_sink.rs"]
#[expect(dead_code, reason = "these tests need a kind mail server only")]
mod smtp_sink;
mod start;
mod telemetry;
mod two_step;
mod workspaces;
