//! Read-only clients for Jira and Azure DevOps: what they yield is metadata only, in the words of `analytics`.

pub mod error;
mod http;
pub mod jira;
mod provider;

pub use error::{AddressFault, Error};
pub use http::{Destination, Listed, Patience, Permit};
pub use jira::Jira;
pub use provider::Provider;
