//! Tests of the whole program through its public doors, and of the rules its source keeps.

mod accounts;
mod connecting;
mod pages;
mod person;
mod test_app;
mod tidy;
