//! What can go wrong with the database.

/// The database did not do what was asked. Its text names no value of any row.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be opened, read or written.
    #[error("the database cannot be used")]
    Database(#[from] sqlx::Error),
    /// The database was made by a later version, or a migration failed.
    #[error("the database could not be brought to the form this version needs")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not what it should be.
    #[error("a stored value in table {0} is damaged")]
    Damaged(&'static str),
    /// The operating system gave no random bytes.
    #[error("no random bytes for a new id")]
    NoRandom,
    /// The row that was to be changed is not there, or not in this workspace.
    #[error("there is no such row in this workspace")]
    Missing,
    /// The credential of a connection was destroyed, and none was entered since.
    #[error("the credential was destroyed")]
    Destroyed,
}
