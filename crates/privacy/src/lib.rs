//! Consent choices, opt-out signals and policy clauses, free of any framework.

pub mod consent;
