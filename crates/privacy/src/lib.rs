//! Consent choices, opt-out signals and policy clauses, free of any framework.

pub mod consent;
pub mod cookies;
#[cfg(feature = "policy")]
pub mod facts;
#[cfg(feature = "policy")]
pub mod policy;
pub mod request;
pub mod telemetry;
