//! Every value that belongs to a person, whatever table and column it stands in.

use crate::promises::program::Folders;
use crate::promises::search::Wanted;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{AssertSqlSafe, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Shorter values may well be somebody else's too.
const SHORTEST: usize = 12;

async fn open(folders: &Folders) -> SqlitePool {
    let file = folders.top().join("data/altaclario.sqlite");
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.expect("the database")
}

/// The id of the account with an address.
pub(super) async fn account(folders: &Folders, email: &str) -> String {
    let pool = open(folders).await;
    let id = sqlx::query_scalar("SELECT id FROM account WHERE email = ?").bind(email).fetch_one(&pool).await;
    pool.close().await;
    id.expect("the account")
}

/// Values by which rows that name one of these ids are told from all other rows, each with table and column.
pub(super) async fn belongings(folders: &Folders, ids: [&str; 2]) -> BTreeMap<Vec<u8>, String> {
    let pool = open(folders).await;
    let (mut theirs, mut of_others) = (BTreeMap::new(), BTreeSet::new());
    let tables: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
            .fetch_all(&pool)
            .await
            .expect("the tables");
    let schema: String = tables.iter().map(|(_, sql)| sql.as_str()).collect();
    for (table, _) in tables.iter().filter(|(name, _)| !name.starts_with("sqlite")) {
        let statement = AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{table}')"));
        let columns: Vec<String> = sqlx::query_scalar(statement).fetch_all(&pool).await.expect("columns");
        let values: Vec<String> =
            columns.iter().map(|column| format!("CAST(\"{column}\" AS BLOB)")).collect();
        let statement = AssertSqlSafe(format!("SELECT {} FROM \"{table}\"", values.join(", ")));
        for row in sqlx::query(statement).fetch_all(&pool).await.expect("rows") {
            let values: Vec<Option<Vec<u8>>> = (0..columns.len()).map(|at| row.get(at)).collect();
            let is_theirs = values.iter().flatten().any(|value| ids.iter().any(|id| value == id.as_bytes()));
            for (column, value) in columns.iter().zip(values) {
                let Some(value) = value.filter(|value| tells_apart(value, &schema)) else { continue };
                if is_theirs {
                    theirs.insert(value, format!("{table}.{column}"));
                } else {
                    of_others.insert(value);
                }
            }
        }
    }
    pool.close().await;
    theirs.retain(|value, _| !of_others.contains(value));
    theirs
}

/// Whether a value is long, and no word of the program's own lists.
fn tells_apart(value: &[u8], schema: &str) -> bool {
    let word = value.iter().all(|byte| byte.is_ascii_lowercase() || b"._- ".contains(byte));
    value.len() >= SHORTEST && !word && !std::str::from_utf8(value).is_ok_and(|text| schema.contains(text))
}

/// Where the values that are still in a file once stood.
pub(super) fn found(files: &[(PathBuf, Vec<u8>)], theirs: &BTreeMap<Vec<u8>, String>) -> BTreeSet<String> {
    let wanted = Wanted::of_forms(theirs.iter().map(|(value, place)| (place.as_str(), value.clone())));
    let found = files.iter().flat_map(|(path, bytes)| {
        wanted.found_in(bytes).into_iter().map(|place| format!("{place} in {}", path.display()))
    });
    found.collect()
}
