//! Walks several projects at once into what is held.

use std::sync::Arc;

use clario_analytics::records::Item;
use clario_providers::Error;
use clario_providers::jira::Window;
use futures::StreamExt;
use tokio::sync::mpsc;

use super::Follower;

/// How many projects are walked at a time; the client has its own, stricter limit of requests.
pub(super) const PARALLEL: usize = 4;
/// What is read is shown anew when it has grown by one part in this many.
const GROWTH_SHOWN: usize = 4;

/// One walk: a project and a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    pub(super) project: String,
    pub(super) window: Window,
}

enum News {
    Batch(Vec<Item>),
    Ended(Walk, Result<(), Error>),
}

impl Follower {
    /// Walks until all walks are done, taking each off the list. A lost project is noted and passed over; any
    /// other failure ends it, with what was not done still on the list.
    pub(super) async fn gather(&mut self, walks: &mut Vec<Walk>, show: bool) -> Result<(), Error> {
        let provider = Arc::clone(&self.provider);
        let reading = self.holdings.survey.reading.clone();
        let (out, mut coming) = mpsc::channel::<Vec<Item>>(PARALLEL);
        let read = |walk: Walk| {
            let (provider, reading, out) = (&provider, &reading, out.clone());
            async move {
                let outcome = provider.items(reading, &walk.project, walk.window, &out).await;
                (walk, outcome.map(drop))
            }
        };
        let pending: Vec<_> = walks.iter().cloned().map(read).collect();
        let mut walking = futures::stream::iter(pending).buffer_unordered(PARALLEL);
        let mut shown = self.holdings.data.as_ref().map_or(0, |data| data.len());
        loop {
            let news = tokio::select! {
                biased;
                Some(batch) = coming.recv() => News::Batch(batch),
                ended = walking.next() => match ended {
                    Some((walk, outcome)) => News::Ended(walk, outcome),
                    None => return Ok(()),
                },
            };
            match news {
                News::Batch(batch) => self.take(&batch)?,
                News::Ended(walk, outcome) => {
                    while let Ok(batch) = coming.try_recv() {
                        self.take(&batch)?;
                    }
                    self.note_end(&walk, outcome)?;
                    walks.retain(|open| *open != walk);
                    let grown = self.holdings.known.len() >= shown + (shown / GROWTH_SHOWN).max(1);
                    if show && grown {
                        shown = self.holdings.known.len();
                        self.show(true).await;
                    }
                }
            }
        }
    }

    /// Takes a batch in, unless the connection holds as much as it may.
    fn take(&mut self, batch: &[Item]) -> Result<(), Error> {
        self.holdings.make_room_for(batch, self.pace.most_items)?;
        self.holdings.take(batch, self.now_millis());
        let elapsed = self.began.elapsed().as_secs();
        let requests = self.provider.requests_sent();
        self.progress.send_modify(|progress| {
            progress.count(batch.len(), elapsed);
            progress.requests = requests;
        });
        Ok(())
    }

    fn note_end(&mut self, walk: &Walk, outcome: Result<(), Error>) -> Result<(), Error> {
        let lost = match outcome {
            Ok(()) => {
                if let Ok(project) = walk.project.parse() {
                    let now = self.now_millis();
                    self.holdings.confirmed.entry(project).or_insert(now);
                }
                false
            }
            Err(error) if error.concerns_one_object() => true,
            Err(error) => return Err(error),
        };
        self.progress.send_modify(|progress| {
            progress.projects_done += 1;
            progress.lost_projects.retain(|project| *project != walk.project);
            if lost {
                progress.lost_projects.push(walk.project.clone());
            }
        });
        Ok(())
    }
}
