//! Lists that page by offset: projects, releases, boards, sprints and the like.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;

/// More pages than any honest list has.
const MOST_PAGES: usize = 5_000;

/// One page of a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    pub(super) values: Vec<T>,
    #[serde(default)]
    is_last: Option<bool>,
    #[serde(default)]
    total: Option<usize>,
    #[serde(default)]
    max_results: Option<usize>,
}

impl<T> Page<T> {
    /// Whether the list ends here, after `received` entries. Jira promises no single sign on all lists.
    fn ends(&self, received: usize, asked: usize) -> bool {
        if self.values.is_empty() {
            return true;
        }
        match (self.is_last, self.total) {
            (Some(is_last), _) => is_last,
            (None, Some(total)) => received >= total,
            (None, None) => self.values.len() < self.max_results.unwrap_or(asked),
        }
    }
}

impl Jira {
    /// Reads a whole list, page by page.
    pub(super) async fn list<T: DeserializeOwned + Hash>(
        &self,
        endpoint: Endpoint,
        page_size: usize,
    ) -> Result<Vec<T>, Error> {
        let mut entries = Vec::new();
        let mut previous = None;
        for _ in 0..MOST_PAGES {
            let request = Request::page(endpoint, entries.len(), page_size);
            let page: Page<T> = self.ask(&request).await?.decode()?;
            let mark = Some(mark_of(&page.values));
            if !page.values.is_empty() && mark == previous {
                return Err(Error::EndlessPaging);
            }
            previous = mark;
            let ends = page.ends(entries.len() + page.values.len(), page_size);
            entries.extend(page.values);
            if ends {
                return Ok(entries);
            }
        }
        Err(Error::EndlessPaging)
    }
}

fn mark_of<T: Hash>(values: &[T]) -> u64 {
    let mut hasher = DefaultHasher::new();
    values.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Page<u32> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_list_ends_by_whatever_sign_there_is() {
        for (json, received, ends) in [
            (r#"{"values":[1,2],"isLast":true}"#, 2, true),
            (r#"{"values":[1,2],"isLast":false,"total":2}"#, 2, false),
            (r#"{"values":[1,2],"total":2}"#, 2, true),
            (r#"{"values":[1,2],"total":3}"#, 2, false),
            (r#"{"values":[1,2],"maxResults":2}"#, 2, false),
            (r#"{"values":[1],"maxResults":2}"#, 3, true),
            (r#"{"values":[],"isLast":false}"#, 0, true),
        ] {
            assert_eq!(page(json).ends(received, 50), ends, "{json}");
        }
    }
}
