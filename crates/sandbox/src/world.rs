//! The model behind the answers: seeded or recorded issues, and what was changed while it runs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::moment::{DAY, Zone};
use crate::poison::Poisons;
use crate::settings::Settings;
use issue::Issue;
use plan::Plan;
pub(crate) use row::Row;

mod changes;
pub(crate) mod fields;
pub(crate) mod issue;
mod journey;
pub(crate) mod names;
pub(crate) mod plan;
mod recorded;
mod row;
mod seeded;

pub use changes::WorldHandle;

/// Ids of the seeded issues begin here; projects take turns.
const FIRST_ID: u64 = 10_000;

/// One site at one virtual time.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) poison: Poisons,
    pub(crate) zone: Zone,
    /// The virtual time, which only `advance` moves.
    pub(crate) now: i64,
    seed: u64,
    /// The time up to which seeded issues have lived; the start of the sandbox.
    horizon: i64,
    /// One row an issue, computed when a project is first searched.
    rows: Vec<OnceLock<Vec<Row>>>,
    /// Every issue that is not what its seed says: edited, moved, deleted, added or recorded.
    overlay: BTreeMap<u64, Vec<Edition>>,
    /// Keys that the seed does not know, and whose issue they are.
    keys: HashMap<(usize, u32), u64>,
    /// The last number given out in each project, the next issue id and the next history id.
    numbers: Vec<u32>,
    next_id: u64,
    next_history: u64,
}

/// An issue from a time on; none once it is deleted.
struct Edition {
    since: i64,
    issue: Option<Arc<Issue>>,
}

impl World {
    /// The world the settings ask for.
    pub(crate) fn new(settings: &Settings) -> std::io::Result<Self> {
        let poison = Poisons::fresh(settings.poison_names);
        let (plan, issues) = match &settings.recorded {
            None => (seeded::plan(settings, &poison), Vec::new()),
            Some(folder) => recorded::read(folder, &poison)?,
        };
        let most = plan.projects.iter().map(|project| project.issues).max().unwrap_or(0);
        let mut world = Self {
            rows: plan.projects.iter().map(|_| OnceLock::new()).collect(),
            numbers: plan.projects.iter().map(|project| project.issues).collect(),
            next_id: FIRST_ID + u64::from(most + 1) * plan.projects.len() as u64,
            next_history: 900_000_000_000,
            plan,
            poison,
            zone: Zone::named(&settings.account_zone),
            now: settings.now_millis,
            seed: settings.seed,
            horizon: settings.now_millis,
            overlay: BTreeMap::new(),
            keys: HashMap::new(),
        };
        for issue in issues {
            world.next_id = world.next_id.max(issue.id + 1);
            world.put(i64::MIN, issue.id, Some(issue));
        }
        if settings.recorded.is_none() && world.plan.projects.len() > 2 {
            world.move_some(settings.issues / 500);
        }
        Ok(world)
    }

    /// Sites of some size have issues that moved from the second project to the third, long ago.
    fn move_some(&mut self, count: u32) {
        for number in (1..=count.min(20)).map(|ordinal| 7 * ordinal + 2) {
            let id = self.seeded_id(1, number);
            let Some(mut issue) = self.seeded(id) else { continue };
            self.numbers[2] += 1;
            self.next_history += 1;
            let step = issue::Step::Move(2, self.numbers[2]);
            issue.take(&self.plan, &step, issue.created + 2 * DAY, self.next_history, 1);
            issue.changes.sort_by_key(|change| change.at);
            self.put(i64::MIN, id, Some(issue));
        }
    }

    /// The issue with an id as it is now, unless it is deleted or hidden from the reader.
    pub(crate) fn issue(&self, id: u64) -> Option<Arc<Issue>> {
        let issue = match self.overlay.get(&id) {
            Some(editions) => editions.last()?.issue.clone()?,
            None => Arc::new(self.seeded(id)?),
        };
        (!self.plan.projects[issue.project].revoked).then_some(issue)
    }

    /// The id behind an id or a key, an old key included.
    pub(crate) fn id(&self, id_or_key: &str) -> Option<u64> {
        if let Ok(id) = id_or_key.parse() {
            return Some(id);
        }
        let (key, number) = id_or_key.rsplit_once('-')?;
        let project = self.plan.projects.iter().position(|project| project.key.eq_ignore_ascii_case(key))?;
        let number = number.parse().ok()?;
        if let Some(&id) = self.keys.get(&(project, number)) {
            return Some(id);
        }
        (number >= 1 && number <= self.plan.projects[project].issues).then(|| self.seeded_id(project, number))
    }

    /// The rows a search may find as of `indexed`; projects that are hidden are left out.
    pub(crate) fn rows(&self, projects: &[usize], indexed: i64, fresh: &[u64], visit: &mut dyn FnMut(&Row)) {
        for &project in projects {
            if self.plan.projects[project].revoked {
                continue;
            }
            for row in self.rows_of(project) {
                if self.overlay.is_empty() || !self.overlay.contains_key(&row.id) {
                    visit(row);
                }
            }
        }
        for (&id, editions) in &self.overlay {
            let limit = if fresh.contains(&id) { i64::MAX } else { indexed };
            let row = match editions.iter().rev().find(|edition| edition.since <= limit) {
                Some(edition) => edition.issue.as_deref().map(Row::of),
                None => self.seeded(id).map(|issue| Row::of(&issue)),
            };
            if let Some(row) = row
                .filter(|row| projects.contains(&row.project()) && !self.plan.projects[row.project()].revoked)
            {
                visit(&row);
            }
        }
    }

    /// The issue of a row, in the edition the search index knows.
    pub(crate) fn indexed_issue(&self, id: u64, indexed: i64, fresh: &[u64]) -> Option<Arc<Issue>> {
        let Some(editions) = self.overlay.get(&id) else { return self.issue(id) };
        let limit = if fresh.contains(&id) { i64::MAX } else { indexed };
        match editions.iter().rev().find(|edition| edition.since <= limit) {
            Some(edition) => edition.issue.clone(),
            None => self.seeded(id).map(Arc::new),
        }
    }

    /// Status position and key of an issue that another one mentions, whether it may be seen or not.
    pub(crate) fn mention(&self, id: u64) -> Option<(String, u16, u16)> {
        if let Some(editions) = self.overlay.get(&id) {
            let issue = editions.last()?.issue.clone()?;
            return Some((issue.key(&self.plan), issue.status, issue.kind));
        }
        let (project, number) = self.seeded_place(id)?;
        let row = self.rows_of(project).get(number as usize - 1)?;
        Some((format!("{}-{number}", self.plan.projects[project].key), row.status, row.kind))
    }

    /// The key an issue has or had.
    pub(crate) fn key(&self, id: u64) -> String {
        self.mention(id).map(|(key, ..)| key).unwrap_or_default()
    }

    fn rows_of(&self, project: usize) -> &[Row] {
        self.rows[project].get_or_init(|| {
            (1..=self.plan.projects[project].issues)
                .filter_map(|number| self.seeded(self.seeded_id(project, number)))
                .map(|issue| Row::of(&issue))
                .collect()
        })
    }

    fn seeded(&self, id: u64) -> Option<Issue> {
        let (project, number) = self.seeded_place(id)?;
        let place = journey::Place { seed: self.seed, now: self.horizon, project, number };
        Some(journey::issue(&self.plan, place, |number| self.seeded_id(project, number)))
    }

    fn seeded_id(&self, project: usize, number: u32) -> u64 {
        FIRST_ID + u64::from(number) * self.plan.projects.len() as u64 + project as u64
    }

    fn seeded_place(&self, id: u64) -> Option<(usize, u32)> {
        let count = self.plan.projects.len() as u64;
        let offset = id.checked_sub(FIRST_ID)?;
        let (project, number) = (usize::try_from(offset % count).ok()?, u32::try_from(offset / count).ok()?);
        (number >= 1 && number <= self.plan.projects[project].issues).then_some((project, number))
    }

    /// Keeps a new edition of an issue and the key it goes by.
    fn put(&mut self, since: i64, id: u64, issue: Option<Issue>) {
        if let Some(issue) = &issue {
            self.keys.insert((issue.project, issue.number), id);
            let last = &mut self.numbers[issue.project];
            *last = (*last).max(issue.number);
        }
        self.overlay.entry(id).or_default().push(Edition { since, issue: issue.map(Arc::new) });
    }
}
