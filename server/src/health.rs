//! Whether the program is up, for load balancers and service managers.

/// Answers `ok`.
pub(crate) async fn health() -> &'static str {
    "ok"
}
