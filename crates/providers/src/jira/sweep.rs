//! Lists everything there is, to find what is gone; and judges whether the list may be believed.

use std::collections::HashMap;

use clario_analytics::records::Millis;
use futures::StreamExt;

use crate::error::Error;

use super::Jira;
use super::query::{self, Window};
use super::search::SeenShape;

/// Page size where only id and last change are asked.
const IDS_PER_PAGE: usize = 5000;
/// How many projects are listed at a time.
const PARALLEL_PROJECTS: usize = 4;

/// All ids of some projects. It exists only if the credential was good before and after the walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sweep {
    /// What each project that could be read holds now.
    pub projects: Vec<SweptProject>,
    /// Projects that could not be read; nothing follows from that for their items.
    pub lost_projects: Vec<String>,
}

/// All ids of one project, listed to the provider's own end mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptProject {
    /// The project's id.
    pub project: String,
    /// Ids of its items with the time of their last change.
    pub items: Vec<(u64, Option<Millis>)>,
    /// Whether what is missing here may be removed.
    pub verdict: Verdict,
}

/// What may follow from a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Complete: what is not on it is gone.
    Complete,
    /// Complete by its form, but less than half of what was there before: remove nothing without a second,
    /// equal list.
    Shrunk,
}

impl Jira {
    /// Lists the ids of all items per project. Any failure that is not about one project fails the whole sweep.
    pub async fn sweep(&self, projects: &[String], last: &HashMap<String, usize>) -> Result<Sweep, Error> {
        let before = self.sign_in().await?;
        let walk = |project: String| async move {
            let items = self.list_ids(&project).await;
            (project, items)
        };
        let walks: Vec<_> = projects.iter().cloned().map(walk).collect();
        let lists: Vec<_> = futures::stream::iter(walks).buffered(PARALLEL_PROJECTS).collect().await;
        let after = self.sign_in().await?;
        if before.pseudonym != after.pseudonym {
            return Err(Error::SignInAgain);
        }
        let mut sweep = Sweep::default();
        for (project, items) in lists {
            match items {
                Ok(items) => {
                    let verdict = verdict(items.len(), last.get(&project).copied().unwrap_or(0));
                    sweep.projects.push(SweptProject { project, items, verdict });
                }
                Err(error) if error.concerns_one_object() => sweep.lost_projects.push(project),
                Err(error) => return Err(error),
            }
        }
        Ok(sweep)
    }

    async fn list_ids(&self, project: &str) -> Result<Vec<(u64, Option<Millis>)>, Error> {
        let project: u64 = project.parse().map_err(|_| Error::NotFound)?;
        let jql = query::oldest_first(&[project], Window::All);
        let mut pages = self.search(&jql, &["updated"], IDS_PER_PAGE, SeenShape);
        let mut items = Vec::new();
        while let Some(page) = pages.next().await? {
            items.extend(page.iter().filter_map(|seen| Some((seen.id?, seen.updated))));
        }
        Ok(items)
    }
}

fn verdict(now: usize, before: usize) -> Verdict {
    if now * 2 < before { Verdict::Shrunk } else { Verdict::Complete }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_less_than_half_is_not_believed() {
        assert_eq!(verdict(49, 100), Verdict::Shrunk);
        assert_eq!(verdict(0, 1), Verdict::Shrunk);
        assert_eq!(verdict(50, 100), Verdict::Complete);
        assert_eq!(verdict(0, 0), Verdict::Complete);
        assert_eq!(verdict(7, 0), Verdict::Complete);
    }
}
