//! The server functions: the whole public API of the pages, readable in a minute.

pub mod context;
pub mod error;
pub mod form;
mod from_page;

pub mod account;
pub mod audit;
pub mod connect;
pub mod consent;
pub mod incidents;
pub mod leaving;
pub mod mail_links;
pub mod members;
pub mod my_workspaces;
pub mod notices;
pub mod operator;
pub mod own_account;
pub mod policy;
pub mod readings;
pub mod reports;
pub mod requests;
pub mod settings;
pub mod sync;
pub mod usage;

#[cfg(feature = "ssr")]
mod audit_words;
#[cfg(feature = "ssr")]
mod incident_words;
#[cfg(feature = "ssr")]
mod notice_words;
#[cfg(feature = "ssr")]
mod operator_words;
#[cfg(feature = "ssr")]
mod policy_words;
#[cfg(feature = "ssr")]
pub mod progress;
#[cfg(feature = "ssr")]
mod request_words;
#[cfg(feature = "ssr")]
mod setup;
#[cfg(feature = "ssr")]
mod trial;
#[cfg(feature = "ssr")]
mod usage_words;

pub use error::{ApiError, Problem};
