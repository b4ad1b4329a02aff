//! Searches that page by token, with guards against paging that repeats itself or never ends.

use std::collections::HashSet;
use std::marker::PhantomData;

use clario_analytics::records::{Item, Millis};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::http::{Answer, Endpoint, Request};

use super::Jira;
use super::moment::Moment;
use super::wire::{Id, ItemSeed, PageSeed, SearchPage};

/// More pages than any honest search has.
const MOST_PAGES: usize = 20_000;

/// An item of which only id and last change are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "SeenWire")]
pub(super) struct Seen {
    pub(super) id: Option<u64>,
    pub(super) updated: Option<Millis>,
}

#[derive(Deserialize)]
struct SeenWire {
    id: Id,
    #[serde(default)]
    fields: Option<UpdatedOnly>,
}

#[derive(Deserialize)]
struct UpdatedOnly {
    #[serde(default)]
    updated: Option<Moment>,
}

impl From<SeenWire> for Seen {
    fn from(wire: SeenWire) -> Self {
        let updated = wire.fields.and_then(|fields| fields.updated).map(|moment| moment.0);
        Self { id: wire.id.number(), updated }
    }
}

/// A kind of row and how a page of it is decoded.
pub(super) trait Shape: Copy {
    type Row;
    fn decode(self, answer: &Answer) -> Result<SearchPage<Self::Row>, Error>;
    fn identity(row: &Self::Row) -> Option<u64>;
}

impl Shape for ItemSeed<'_> {
    type Row = Item;

    fn decode(self, answer: &Answer) -> Result<SearchPage<Item>, Error> {
        answer.decode_with(PageSeed(self))
    }

    fn identity(row: &Item) -> Option<u64> {
        Some(row.id)
    }
}

/// Rows of id and last change.
#[derive(Clone, Copy)]
pub(super) struct SeenShape;

impl Shape for SeenShape {
    type Row = Seen;

    fn decode(self, answer: &Answer) -> Result<SearchPage<Seen>, Error> {
        answer.decode_with(PageSeed(PhantomData::<Seen>))
    }

    fn identity(row: &Seen) -> Option<u64> {
        row.id
    }
}

/// The pages of one search.
pub(super) struct Pages<'j, S> {
    jira: &'j Jira,
    body: Value,
    shape: S,
    guard: Guard,
    ended: bool,
}

impl Jira {
    /// Prepares a search with an explicit field list; rows may come in smaller pages than asked.
    pub(super) fn search<'j, S: Shape>(
        &'j self,
        jql: &str,
        fields: &[&str],
        size: usize,
        shape: S,
    ) -> Pages<'j, S> {
        let body = json!({ "jql": jql, "fields": fields, "maxResults": size });
        Pages { jira: self, body, shape, guard: Guard::default(), ended: false }
    }
}

impl<S: Shape> Pages<'_, S> {
    /// The next page; `None` after the one that came without a token, the only sign of a complete walk.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<S::Row>>, Error> {
        if self.ended {
            return Ok(None);
        }
        let request = Request::of(Endpoint::Search).with(self.body.clone());
        let page = self.shape.decode(&self.jira.ask(&request).await?)?;
        self.guard.admit(page.next.as_deref(), page.items.iter().filter_map(S::identity))?;
        match page.next {
            Some(token) => self.body["nextPageToken"] = Value::String(token),
            None => self.ended = true,
        }
        Ok(Some(page.items))
    }
}

/// Notices paging that gets nowhere.
#[derive(Default)]
pub(super) struct Guard {
    tokens: HashSet<String>,
    known: HashSet<u64>,
    fruitless: u8,
}

impl Guard {
    /// Refuses a token seen before, a second page in a row with nothing new, and pages beyond all measure.
    pub(super) fn admit(&mut self, token: Option<&str>, ids: impl Iterator<Item = u64>) -> Result<(), Error> {
        let before = self.known.len();
        self.known.extend(ids);
        self.fruitless = if self.known.len() > before { 0 } else { self.fruitless + 1 };
        let Some(token) = token else { return Ok(()) };
        let repeated = !self.tokens.insert(token.to_owned());
        if repeated || self.fruitless >= 2 || self.tokens.len() > MOST_PAGES {
            return Err(Error::EndlessPaging);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_token_ends_the_walk() {
        let mut guard = Guard::default();
        assert!(guard.admit(Some("a"), [1].into_iter()).is_ok());
        assert!(guard.admit(Some("b"), [2].into_iter()).is_ok());
        assert_eq!(guard.admit(Some("a"), [3].into_iter()), Err(Error::EndlessPaging));
    }

    #[test]
    fn one_empty_page_is_borne_and_two_in_a_row_are_not() {
        let mut guard = Guard::default();
        assert!(guard.admit(Some("a"), [].into_iter()).is_ok());
        assert!(guard.admit(Some("b"), [1].into_iter()).is_ok());
        assert!(guard.admit(Some("c"), [].into_iter()).is_ok());
        assert_eq!(guard.admit(Some("d"), [1].into_iter()), Err(Error::EndlessPaging));
    }

    #[test]
    fn the_last_page_may_be_empty() {
        let mut guard = Guard::default();
        assert!(guard.admit(Some("a"), [].into_iter()).is_ok());
        assert!(guard.admit(None, [].into_iter()).is_ok());
    }

    #[test]
    fn paging_without_an_end_is_stopped() {
        let mut guard = Guard::default();
        let stopped = (0..=MOST_PAGES as u64)
            .find(|page| guard.admit(Some(&page.to_string()), [*page].into_iter()).is_err());
        assert_eq!(stopped, Some(MOST_PAGES as u64));
    }
}
