//! The store through its public door, on real files.

mod fixture;
mod isolation;
mod schema;
mod sessions;
