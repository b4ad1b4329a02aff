//! The database as one piece of memory, taken while it is in use; and whether what is written in it is whole.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteOwnedBuf};
use sqlx::{ConnectOptions, Connection};

use crate::database::Store;
use crate::error::Error;

/// Bytes of the head of a database file.
const HEAD: usize = 100;
/// Where the head says how the file is written and read.
const FORMAT: [usize; 2] = [18, 19];
/// Without a write-ahead log beside it.
const ALONE: u8 = 1;

/// What an examination found. Both numbers are 0 when the database is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// Places where the file is damaged: pages, indexes, values.
    pub damaged: u64,
    /// Rows that point at rows which are not there.
    pub dangling: u64,
}

impl Examined {
    /// Whether nothing was found.
    pub fn is_whole(self) -> bool {
        self == Self { damaged: 0, dangling: 0 }
    }
}

impl Store {
    /// All of the database as it is at one moment, whoever writes meanwhile. It is the content of a database file that
    /// needs no other file beside it, and nothing of it goes to disk.
    pub async fn image(&self) -> Result<Vec<u8>, Error> {
        let mut reading = self.pool().begin().await?;
        // The moment is that of the first question.
        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut *reading).await?;
        let mut image = reading.serialize(None).await?.to_vec();
        reading.rollback().await?;
        if image.len() < HEAD {
            return Err(Error::Damaged("sqlite_schema"));
        }
        for at in FORMAT {
            image[at] = ALONE;
        }
        Ok(image)
    }

    /// Looks at every page, index and reference.
    pub async fn examine(&self) -> Result<Examined, Error> {
        examine(&mut *self.pool().acquire().await?).await
    }
}

/// The same for an image, in memory. An error means that it is no database.
pub async fn examine_image(image: &[u8]) -> Result<Examined, Error> {
    let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await?;
    let outcome = async {
        let buffer = SqliteOwnedBuf::try_from(image)?;
        connection.deserialize(None, buffer, true).await?;
        examine(&mut connection).await
    }
    .await;
    connection.close().await?;
    outcome
}

async fn examine(connection: &mut SqliteConnection) -> Result<Examined, Error> {
    let sentences: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut *connection).await?;
    let damaged = sentences.iter().filter(|sentence| *sentence != "ok").count() as u64;
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(connection).await?.len() as u64;
    Ok(Examined { damaged, dangling })
}
