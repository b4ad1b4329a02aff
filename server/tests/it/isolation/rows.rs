//! The rows of the database as text, to compare before and after.

use sqlx::sqlite::SqlitePool;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What changes by itself or by looking, and belongs to nobody's data: table and column.
const RESTLESS: &[(&str, &str)] = &[
    // That somebody is there keeps their session alive.
    ("session", "last_seen"),
    // How often and when an alert was raised.
    ("alert", "count"),
    ("alert", "last_seen"),
    // How many values were sealed, those of letters to operators among them.
    ("installation", "dek_uses"),
];

/// What is written down about requests, and never read by those who make them: table and why.
const NOTES: &[(&str, &str)] = &[
    ("security_event", "what was refused is noted"),
    ("quota_counter", "what was used is counted"),
    ("_sqlx_migrations", "not ours"),
    ("sqlite_sequence", "not ours"),
];

/// Reads every row of every table in one go.
pub(super) struct Rows {
    pool: SqlitePool,
    question: String,
}

impl Rows {
    pub(super) async fn of(pool: SqlitePool) -> Self {
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT it.name, col.name FROM sqlite_schema AS it, pragma_table_info(it.name) AS col
             WHERE it.type = 'table' ORDER BY it.name, col.cid",
        )
        .fetch_all(&pool)
        .await
        .expect("the columns");
        let mut question = String::new();
        let tables: BTreeSet<&str> = columns.iter().map(|(table, _)| table.as_str()).collect();
        assert!(tables.len() > 20, "{tables:?}");
        for table in tables.into_iter().filter(|table| !NOTES.iter().any(|(note, _)| note == table)) {
            let union = if question.is_empty() { "" } else { " UNION ALL " };
            write!(question, "{union}SELECT '{table}'").expect("a string");
            for (_, column) in columns.iter().filter(|(of, _)| of == table) {
                if !RESTLESS.contains(&(table, column)) {
                    write!(question, " || ' {column}=' || quote({column})").expect("a string");
                }
            }
            write!(question, " FROM {table}").expect("a string");
        }
        Self { pool, question }
    }

    /// Every row, but for what operators are told of those who keep trying.
    pub(super) async fn all(&self) -> BTreeSet<String> {
        let mut rows = self.every().await;
        rows.retain(|row| !row.starts_with("alert ") && !row.contains(" template='operator-alert' "));
        rows
    }

    async fn every(&self) -> BTreeSet<String> {
        sqlx::query_scalar(sqlx::AssertSqlSafe(self.question.clone()))
            .fetch_all(&self.pool)
            .await
            .expect("the rows")
            .into_iter()
            .collect()
    }

    /// The rows that name one of these ids.
    pub(super) async fn naming(&self, ids: &[String]) -> BTreeSet<String> {
        let mut rows = self.every().await;
        rows.retain(|row| ids.iter().any(|id| row.contains(&format!("'{id}'"))));
        rows
    }
}

/// What is in one and not in the other.
pub(super) fn difference(before: &BTreeSet<String>, after: &BTreeSet<String>) -> String {
    let gone = before.difference(after).map(|row| format!("- {row}\n"));
    let come = after.difference(before).map(|row| format!("+ {row}\n"));
    gone.chain(come).collect()
}
