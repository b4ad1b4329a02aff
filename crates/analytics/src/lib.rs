//! What the numbers mean: the in-memory data set and every metric computed from it.

pub mod records;
