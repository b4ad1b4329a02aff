//! What a test can do to the world while the server runs; every change is at the virtual time.

use super::World;
use super::issue::{Issue, Step};
use crate::shared::Shared;

/// Hands on the world of a running sandbox.
#[derive(Clone, Copy)]
pub struct WorldHandle<'a> {
    shared: &'a Shared,
}

impl<'a> WorldHandle<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self { shared }
    }

    /// The virtual time in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.shared.world().now
    }

    /// Moves the virtual clock forward.
    pub fn advance(&self, millis: i64) {
        self.shared.world_mut().now += millis;
    }

    /// Moves an issue to a status of its project's workflow; false when either is unknown.
    pub fn set_status(&self, id_or_key: &str, status: &str) -> bool {
        self.change(id_or_key, |world, issue| {
            let position = world.status_for(issue, status)?;
            let done = world.plan.statuses[usize::from(position)].category == super::plan::Category::Done;
            Some(Step::Resolve(position, done.then_some(0)))
        })
    }

    /// Sets or clears the estimate, in points with one decimal.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "points are small and positive"
    )]
    pub fn set_points(&self, id_or_key: &str, points: Option<f64>) -> bool {
        self.change(id_or_key, |_, _| Some(Step::Points(points.map(|points| (points * 10.0).round() as u32))))
    }

    /// Raises or lowers the flag.
    pub fn set_flag(&self, id_or_key: &str, raised: bool) -> bool {
        self.change(id_or_key, |_, _| Some(Step::Flag(raised)))
    }

    /// Plans an issue into a sprint.
    pub fn enter_sprint(&self, id_or_key: &str, sprint: u32) -> bool {
        self.change(id_or_key, |world, _| {
            let position = world.plan.sprints.iter().position(|known| known.id == sprint)?;
            Some(Step::EnterSprint(u16::try_from(position).ok()?))
        })
    }

    /// Changes the words of an issue alone; only `updated` tells a reader of metadata.
    pub fn edit_text(&self, id_or_key: &str) -> bool {
        self.change(id_or_key, |_, _| Some(Step::Talk(super::issue::Talk::Description)))
    }

    /// Moves an issue to another project; its id stays, its key is new and returned.
    pub fn move_issue(&self, id_or_key: &str, project: &str) -> Option<String> {
        self.change(id_or_key, |world, _| {
            let project = world.plan.project(project)?;
            world.numbers[project] += 1;
            Some(Step::Move(project, world.numbers[project]))
        });
        let world = self.shared.world();
        Some(world.issue(world.id(id_or_key)?)?.key(&world.plan))
    }

    /// Deletes an issue; nothing tells a reader but its absence.
    pub fn delete_issue(&self, id_or_key: &str) -> bool {
        let mut world = self.shared.world_mut();
        let Some(id) = world.id(id_or_key).filter(|&id| world.issue(id).is_some()) else { return false };
        let now = world.now;
        world.put(now, id, None);
        true
    }

    /// Makes a new, untouched issue in a project and returns its key.
    pub fn add_issue(&self, project: &str) -> Option<String> {
        let mut world = self.shared.world_mut();
        let project = world.plan.project(project)?;
        let (id, now) = (world.next_id, world.now);
        world.next_id += 1;
        world.numbers[project] += 1;
        let number = world.numbers[project];
        let home = &world.plan.projects[project];
        let issue = Issue::new(id, project, number, now, home.kinds[2], *home.path.first()?);
        let key = issue.key(&world.plan);
        world.put(now, id, Some(issue));
        Some(key)
    }

    /// Gives an issue that many more status changes, a minute apart and ending now; back and forth.
    pub fn flood(&self, id_or_key: &str, changes: u32) -> bool {
        let mut world = self.shared.world_mut();
        let Some(mut issue) =
            world.id(id_or_key).and_then(|id| world.issue(id)).map(|issue| (*issue).clone())
        else {
            return false;
        };
        let path = world.plan.projects[issue.project].path.clone();
        let (first, second) = (path[path.len() - 2], path[path.len() - 3]);
        for ordinal in 0..changes {
            let at = world.now - i64::from(changes - ordinal) * crate::moment::MINUTE;
            let to = if issue.status == first { second } else { first };
            world.next_history += 1;
            issue.take(&world.plan, &Step::Status(to), at, world.next_history, 0);
        }
        let (now, id) = (world.now, issue.id);
        world.put(now, id, Some(issue));
        true
    }

    /// Takes away the right to browse a project; its issues, boards and versions vanish.
    pub fn revoke_project(&self, project: &str) -> bool {
        self.browse(project, false)
    }

    /// Gives the right back.
    pub fn restore_project(&self, project: &str) -> bool {
        self.browse(project, true)
    }

    /// Renames a sprint; no issue is touched by it.
    pub fn rename_sprint(&self, sprint: u32, name: &str) -> bool {
        let mut world = self.shared.world_mut();
        let found = world.plan.sprints.iter_mut().find(|known| known.id == sprint);
        found.map(|sprint| name.clone_into(&mut sprint.name)).is_some()
    }

    /// Completes a sprint now; no issue is touched by it.
    pub fn close_sprint(&self, sprint: u32) -> bool {
        let mut world = self.shared.world_mut();
        let now = world.now;
        let found = world.plan.sprints.iter_mut().find(|known| known.id == sprint);
        found
            .map(|sprint| {
                sprint.start = sprint.start.or(Some(now));
                sprint.end = sprint.end.or(Some(now));
                sprint.complete = Some(now);
            })
            .is_some()
    }

    /// The keys of all issues of a project that can be seen, by number.
    pub fn keys(&self, project: &str) -> Vec<String> {
        let world = self.shared.world();
        let Some(project) = world.plan.project(project) else { return Vec::new() };
        let mut numbers = Vec::new();
        world.rows(&[project], i64::MAX, &[], &mut |row| numbers.push(row.number));
        numbers.sort_unstable();
        numbers.iter().map(|number| format!("{}-{number}", world.plan.projects[project].key)).collect()
    }

    fn browse(self, project: &str, allowed: bool) -> bool {
        let mut world = self.shared.world_mut();
        let Some(project) = world.plan.project(project) else { return false };
        world.plan.projects[project].revoked = !allowed;
        true
    }

    fn change(self, id_or_key: &str, step: impl FnOnce(&mut World, &Issue) -> Option<Step>) -> bool {
        let mut world = self.shared.world_mut();
        let Some(issue) = world.id(id_or_key).and_then(|id| world.issue(id)) else { return false };
        let Some(step) = step(&mut world, &issue) else { return false };
        let mut issue = (*issue).clone();
        world.next_history += 1;
        let (now, history) = (world.now, world.next_history);
        issue.take(&world.plan, &step, now, history, 0);
        issue.updated = issue.updated.max(now);
        let id = issue.id;
        world.put(now, id, Some(issue));
        true
    }
}

impl World {
    /// A status by name or id: of the issue's own workflow if it has one of that name, else any.
    fn status_for(&self, issue: &Issue, name: &str) -> Option<u16> {
        let matches = |&position: &u16| {
            let status = &self.plan.statuses[usize::from(position)];
            status.name == name || status.name.starts_with(&format!("{name} zq")) || status.id == name
        };
        let own = self.plan.projects[issue.project].path.iter().copied().find(matches);
        own.or_else(|| (0..u16::try_from(self.plan.statuses.len()).ok()?).find(matches))
    }
}
