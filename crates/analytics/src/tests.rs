//! What the whole crate must hold to, seen through its public answers.

mod flow_rules;
mod properties;
mod recorded;
