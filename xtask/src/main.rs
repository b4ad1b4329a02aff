//! Builds, runs, tests and measures AltaClario.
fn main() {}
