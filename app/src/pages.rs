//! One file per page.

pub mod not_found;
pub mod welcome;

pub use not_found::NotFound;
pub use welcome::Welcome;
