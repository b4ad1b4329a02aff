//! Tries a credential out before it is kept: who it is, what it sees, what it lacks.

use clario_analytics::records::Millis;

use crate::error::Error;

use super::Jira;
use super::fields::{Field, Reading};
use super::permission::Writes;
use super::query::Window;
use super::who::{Route, Who};

/// What a look at the site with the credential showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Whose credential it is, as a pseudonym.
    pub who: Who,
    /// Where it works; worth remembering.
    pub route: Route,
    /// How many projects it sees.
    pub projects: usize,
    /// About how many items it sees; `None` when it may not search.
    pub items: Option<u64>,
    /// How many boards it sees; `None` when it may not list them.
    pub boards: Option<usize>,
    /// Whether it may read the columns of boards; `None` when there is no board to try.
    pub columns_readable: Option<bool>,
    /// Scopes that would have to be added, as Jira spells them.
    pub missing_scopes: Vec<&'static str>,
    /// Whether the account could write.
    pub writes: Writes,
    /// Every field that will be read.
    pub fields: &'static [Field],
    /// Listed fields that this site does not have or does not show.
    pub fields_not_found: Vec<Field>,
    /// How far our clock is ahead of the server's, in milliseconds; a request's travel time included.
    pub clock_ahead_ms: Millis,
}

impl Jira {
    /// Tries the credential out with about ten requests. Errors are those that make a connection useless.
    pub async fn probe(&self, now: Millis) -> Result<Probe, Error> {
        let who = self.sign_in().await?;
        let (info, server_time) = self.server_info().await?;
        if info.deployment_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("cloud")) {
            return Err(Error::SelfHosted);
        }
        let mut missing = MissingScopes::default();
        let (projects, site_fields, boards) = tokio::join!(self.projects(), self.fields(), self.board_list());
        let projects = missing.note(projects)?.unwrap_or_default();
        let reading = Reading::found(&missing.note(site_fields)?.unwrap_or_default(), &projects, &[]);
        let boards = missing.note(boards)?;
        let columns_readable = match boards.iter().flatten().next() {
            Some(board) => Some(missing.note(self.try_columns(board).await)?.is_some()),
            None => None,
        };
        if let Some(board) = boards.iter().flatten().find(|board| board.has_sprints()) {
            missing.note(self.try_sprints(board).await)?;
        }
        let ids: Vec<String> = projects.into_iter().map(|project| project.id.0).collect();
        let items = missing.note(self.count(&ids, Window::All).await)?;
        let found = [
            (Field::Sprint, reading.sprint.is_some()),
            (Field::Points, !reading.points.is_empty()),
            (Field::Flag, reading.flag.is_some()),
        ];
        Ok(Probe {
            who,
            route: self.route().unwrap_or(Route::Site),
            projects: ids.len(),
            items,
            boards: boards.map(|boards| boards.len()),
            columns_readable,
            missing_scopes: missing.0,
            writes: self.writes().await?,
            fields: Field::all(),
            fields_not_found: found.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect(),
            clock_ahead_ms: now - server_time,
        })
    }
}

/// Gathers what a credential lacks while the look around goes on.
#[derive(Default)]
struct MissingScopes(Vec<&'static str>);

impl MissingScopes {
    /// Turns a refusal of this one thing into `None`; errors of the connection stay errors.
    fn note<T>(&mut self, outcome: Result<T, Error>) -> Result<Option<T>, Error> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Error::MissingScope { scopes }) => {
                self.0.extend(
                    scopes.iter().filter(|scope| !self.0.contains(scope)).copied().collect::<Vec<_>>(),
                );
                Ok(None)
            }
            Err(error) if error.concerns_one_object() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
