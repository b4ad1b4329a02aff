//! Tests of the whole program through its public doors, and of the rules its source keeps.

mod accounts;
mod bad_input;
mod connecting;
mod pages;
mod person;
mod promises;
mod recorded;
mod settings;
mod simulated_jira;
mod test_app;
mod tidy;
