//! Tests of the whole program through its public doors, and of the rules its source keeps.

mod accounts;
mod attacks;
mod bad_input;
mod byte_scan;
mod connecting;
mod consent;
mod doors;
mod grand_tour;
mod isolation;
mod leaving;
mod membership;
mod notices;
mod operator;
mod outbound;
mod own_account;
mod pages;
mod person;
mod policy;
mod promises;
mod recorded;
mod requests;
mod rotating;
mod settings;
mod simulated_jira;
#[path = "../../../crates/backend/tests/mail/smtp_sink.rs"]
#[expect(dead_code, reason = "these tests do not need every mood of the mail server")]
mod smtp_sink;
mod telemetry;
mod test_app;
mod tidy;
