//! What the whole crate must hold to, seen through its public answers.

mod conventions;
mod first_reading;
mod flow_rules;
mod headings;
mod looks;
mod properties;
mod recorded;
mod status_rows;
