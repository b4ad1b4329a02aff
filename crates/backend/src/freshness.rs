//! How fresh a workspace's data is, in one word and one sentence for every page.

use clario_store::{Connection, CredentialState};

use crate::Backend;
use crate::credential_watch::{WARNED_DAYS, days_left};
use crate::error::Error;
use crate::sync::Progress;
use crate::viewer::Viewer;
use crate::zones;

/// How the data of a workspace stands, the worst of its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// All is as the provider has it, a few minutes at most behind.
    Fresh,
    /// A first reading is under way.
    Working,
    /// Older than two updates.
    Stale,
    /// Reading does not go on without somebody doing something.
    Failed,
}

/// The state of a workspace's data, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The worst of all connections.
    pub freshness: Freshness,
    /// A few words, such as `Up to date at 14:05`.
    pub words: String,
    /// What keeps a connection from being read, each with its remedy.
    pub alerts: Vec<String>,
}

impl Backend {
    /// How fresh the data of the workspace is; `None` when nothing is connected.
    pub async fn standing(&self, viewer: &Viewer) -> Result<Option<Standing>, Error> {
        let zone = self.zone(viewer).await?;
        let (now, pace) = (self.now(), self.config().pace);
        let update_every = i64::try_from(pace.update_every.as_secs()).unwrap_or(i64::MAX / 2);
        let feeds = match self.feeds(viewer).await {
            Err(Error::Restricted) => return Ok(Some(paused())),
            other => other?,
        };
        let standings =
            feeds.iter().map(|(_, name, feed)| stand(name, &feed.progress(), now, update_every, &zone));
        let mut standing = standings.reduce(worse);
        for connection in self.connections(viewer).await? {
            let name = connection.label.clone().unwrap_or_else(|| connection.base_url.clone());
            let known =
                standing.as_ref().is_some_and(|it| it.alerts.iter().any(|alert| alert.starts_with(&name)));
            if let Some(worry) = worry(&connection, &name, now).filter(|_| !known) {
                standing = Some(match standing {
                    Some(standing) => worse(standing, worry),
                    None => worry,
                });
            }
        }
        Ok(standing)
    }
}

/// What is known while nothing may be read.
fn paused() -> Standing {
    Standing {
        freshness: Freshness::Failed,
        words: "Reading is paused".to_owned(),
        alerts: vec![Error::Restricted.to_string()],
    }
}

/// What is known of a credential beside how the reading goes.
fn worry(connection: &Connection, name: &str, now: i64) -> Option<Standing> {
    let (freshness, words, sentence) = match connection.credential_state {
        CredentialState::Destroyed => {
            let sentence =
                "Its token was destroyed when the workspace was closed. Enter a new one in the settings.";
            (Freshness::Failed, "Reading stopped", sentence.to_owned())
        }
        CredentialState::Rejected => {
            let sentence = "Jira rejects the token. Create a new one and enter it in the settings.";
            (Freshness::Failed, "Reading stopped", sentence.to_owned())
        }
        CredentialState::Good => {
            let days = days_left(connection.secret_age, now);
            if days > WARNED_DAYS {
                return None;
            }
            let sentence = match days {
                0 => "The token is a year old, and Atlassian ends tokens then. Enter a new one in the settings.".to_owned(),
                1 => "Atlassian ends this token tomorrow at the latest. Enter a new one in the settings.".to_owned(),
                days => format!("Atlassian ends this token in {days} days at the latest. Enter a new one in the settings."),
            };
            (Freshness::Fresh, "", sentence)
        }
    };
    Some(Standing { freshness, words: words.to_owned(), alerts: vec![format!("{name}: {sentence}")] })
}

fn stand(name: &str, progress: &Progress, now: i64, update_every: i64, zone: &str) -> Standing {
    let last = progress.last_good.map(|second| zones::moment(second, zone));
    let since = |words: &str| match &last {
        Some(last) => format!("{words} The numbers are those of {last}."),
        None => format!("{words} Nothing has been read yet."),
    };
    let alert =
        progress.trouble.as_ref().map(|trouble| since(&format!("{name}: {}", trouble.error.remedy())));
    let lasting = progress.trouble.as_ref().is_some_and(|trouble| !trouble.error.passes_by_itself());
    let stale = progress.is_stale(now, update_every);
    let (freshness, words) = match (&last, lasting) {
        (_, true) => (Freshness::Failed, "Reading stopped".to_owned()),
        (None, false) => (Freshness::Working, format!("Reading, {}%", progress.percent())),
        (Some(last), false) if stale => (Freshness::Stale, format!("Data of {last}")),
        (Some(last), false) => {
            (Freshness::Fresh, format!("Up to date at {}", last.rsplit(' ').next().unwrap_or(last)))
        }
    };
    let alerts = alert.filter(|_| lasting || stale || last.is_none()).into_iter();
    Standing { freshness, words, alerts: alerts.collect() }
}

fn worse(mut one: Standing, other: Standing) -> Standing {
    if other.freshness > one.freshness {
        one.freshness = other.freshness;
        one.words = other.words;
    }
    one.alerts.extend(other.alerts);
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Trouble;
    use clario_providers::Error;

    const NOW: i64 = 1_700_000_000;

    fn stand_with(last_good: Option<i64>, error: Option<Error>) -> Standing {
        let trouble = error.map(|error| Trouble { error, since: NOW - 60, next_attempt: NOW + 60 });
        let progress = Progress { last_good, complete: last_good.is_some(), trouble, ..Progress::default() };
        stand("Jira", &progress, NOW, 300, "UTC")
    }

    #[test]
    fn the_state_follows_from_the_last_good_time_and_the_trouble() {
        for (last_good, error, expected) in [
            (Some(NOW - 60), None, Freshness::Fresh),
            (Some(NOW - 60), Some(Error::Unreachable), Freshness::Fresh),
            (Some(NOW - 700), Some(Error::Unreachable), Freshness::Stale),
            (None, None, Freshness::Working),
            (Some(NOW - 60), Some(Error::SignInAgain), Freshness::Failed),
            (None, Some(Error::SignInAgain), Freshness::Failed),
        ] {
            let standing = stand_with(last_good, error.clone());
            assert_eq!(standing.freshness, expected, "{last_good:?} {error:?}");
        }
    }

    #[test]
    fn a_dead_token_is_an_alert_with_its_remedy_and_the_age_of_the_numbers() {
        let standing = stand_with(Some(NOW - 60), Some(Error::SignInAgain));
        assert_eq!(standing.alerts.len(), 1);
        let alert = &standing.alerts[0];
        assert!(alert.contains("Create a new token") && alert.contains("14 Nov 2023, 22:12"), "{alert}");
    }

    #[test]
    fn the_worst_connection_speaks_for_the_workspace() {
        let standing = worse(stand_with(Some(NOW), None), stand_with(None, Some(Error::SignInAgain)));
        assert_eq!((standing.freshness, standing.alerts.len()), (Freshness::Failed, 1));
    }
}
