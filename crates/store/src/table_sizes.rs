//! How large the database is, table by table: counts only, no value of any row.

use crate::database::Store;
use crate::error::Error;

/// The size of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSize {
    /// Its name.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
}

impl Store {
    /// The tables by name, with their rows.
    pub async fn table_sizes(&self) -> Result<Vec<TableSize>, Error> {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
             AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name",
        )
        .fetch_all(self.pool())
        .await?;
        let mut sizes = Vec::with_capacity(tables.len());
        for table in tables {
            // The name comes from the schema itself, and no name of ours holds a quotation mark.
            let question = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""));
            let rows: i64 = sqlx::query_scalar(question).fetch_one(self.pool()).await?;
            sizes.push(TableSize { table, rows: u64::try_from(rows).unwrap_or_default() });
        }
        Ok(sizes)
    }

    /// Bytes of the database file, without what was written and is not yet in it.
    pub async fn database_size(&self) -> Result<u64, Error> {
        let bytes: i64 =
            sqlx::query_scalar("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
                .fetch_one(self.pool())
                .await?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }
}
