//! The server functions: the whole public API of the pages, readable in a minute.

pub mod context;
