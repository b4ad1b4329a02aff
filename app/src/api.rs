//! The server functions: the whole public API of the pages, readable in a minute.

pub mod context;
pub mod error;
pub mod form;

pub mod account;
pub mod readings;
pub mod reports;

pub use error::{ApiError, Problem};
