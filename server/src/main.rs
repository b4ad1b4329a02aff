//! The AltaClario program.
fn main() {}
