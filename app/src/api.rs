//! The server functions: the whole public API of the pages, readable in a minute.

pub mod context;
pub mod error;
pub mod form;

pub mod account;
pub mod connect;
pub mod readings;
pub mod reports;
pub mod settings;
pub mod sync;

#[cfg(feature = "ssr")]
pub mod progress;
#[cfg(feature = "ssr")]
mod setup;
#[cfg(feature = "ssr")]
mod trial;

pub use error::{ApiError, Problem};
