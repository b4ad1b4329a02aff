//! What a site is made of beside its issues: projects, statuses, types, boards, sprints and versions.

use crate::poison::Poisons;

/// Everything that is small enough to hold; positions in these lists are the ids inside the sandbox.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) projects: Vec<Project>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) boards: Vec<Board>,
    pub(crate) sprints: Vec<Sprint>,
    pub(crate) versions: Vec<Version>,
    pub(crate) labels: Vec<String>,
    /// Ids and names.
    pub(crate) priorities: Vec<(String, String)>,
    /// Ids and names.
    pub(crate) resolutions: Vec<(String, String)>,
    pub(crate) fields: Vec<serde_json::Value>,
}

/// A project and the manner its team works in.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) id: u64,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) story: Story,
    /// Statuses in the order work passes through them; the last one is done.
    pub(crate) path: Vec<u16>,
    /// How many statuses of the path lie before the start of work.
    pub(crate) queues: usize,
    /// A second done status that some work goes on to.
    pub(crate) released: Option<u16>,
    /// Epic, story, task, bug, sub-task.
    pub(crate) kinds: [u16; 5],
    pub(crate) components: Vec<(u64, String)>,
    /// Positions of its versions, oldest first.
    pub(crate) versions: Vec<u32>,
    /// Positions of the sprints its team plans with, oldest first.
    pub(crate) sprints: Vec<u16>,
    /// How many issues the seeded world holds for it.
    pub(crate) issues: u32,
    /// Whether the reader has lost the right to browse it.
    pub(crate) revoked: bool,
}

/// The kind of project and board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Scrum,
    Kanban,
    /// Team-managed, with statuses and types of its own.
    Simple {
        sprints: bool,
    },
}

/// The trend a chart of the project shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    Steady,
    /// Cycle times halve over the year.
    Improving,
    /// More is started than finished.
    Growing,
    /// Work piles up behind flags in the last weeks.
    Blocked,
}

#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) category: Category,
    /// The team-managed project that owns it.
    pub(crate) scope: Option<usize>,
    /// Gone from the site, known to changelogs by name alone.
    pub(crate) deleted: bool,
}

/// The three status categories of Jira.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    New,
    Indeterminate,
    Done,
}

impl Category {
    /// Id, key, name and colour, as the site writes them.
    pub(crate) fn parts(self) -> (u8, &'static str, &'static str, &'static str) {
        match self {
            Self::New => (2, "new", "To Do", "blue-gray"),
            Self::Indeterminate => (4, "indeterminate", "In Progress", "yellow"),
            Self::Done => (3, "done", "Done", "green"),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) id: String,
    pub(crate) name: String,
    /// -1 sub-task, 0 standard, 1 epic.
    pub(crate) level: i8,
    pub(crate) scope: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Board {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// Where the board lives; its filter may reach further.
    pub(crate) projects: Vec<usize>,
    /// The only kind its filter lets through.
    pub(crate) only: Option<u16>,
    /// Column names and the statuses in them.
    pub(crate) columns: Vec<(String, Vec<u16>)>,
    /// False when nothing was recorded: the configuration is refused.
    pub(crate) configured: bool,
}

impl Board {
    /// Id of the filter behind the board.
    pub(crate) fn filter(&self) -> u32 {
        10_100 + self.id
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Sprint {
    pub(crate) id: u32,
    pub(crate) name: String,
    /// Id of the board it was made on.
    pub(crate) origin: u32,
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    /// When it was or will be completed; a sprint with this time past is closed.
    pub(crate) complete: Option<i64>,
    /// Start and completion as the seeded issues lived them, whatever is done to the sprint later.
    pub(crate) lived: (i64, i64),
}

impl Sprint {
    /// `future`, `active` or `closed` at a time.
    pub(crate) fn state(&self, now: i64) -> &'static str {
        match (self.start, self.complete) {
            (_, Some(complete)) if complete <= now => "closed",
            (Some(start), _) if start <= now => "active",
            _ => "future",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) project: usize,
    pub(crate) start: i64,
    pub(crate) release: i64,
}

impl Plan {
    /// Position of a project by its key or numeric id.
    pub(crate) fn project(&self, key_or_id: &str) -> Option<usize> {
        self.projects.iter().position(|project| {
            project.key.eq_ignore_ascii_case(key_or_id)
                || key_or_id.parse() == Ok(project.id)
                || project.name.eq_ignore_ascii_case(key_or_id)
        })
    }

    /// The board with an id, unless a lost permission hides it.
    pub(crate) fn board(&self, id: u32) -> Option<&Board> {
        self.boards.iter().find(|board| board.id == id && self.sees_board(board))
    }

    /// Whether the reader may see a board: its home project must be open to him.
    pub(crate) fn sees_board(&self, board: &Board) -> bool {
        board.projects.first().is_none_or(|&home| !self.projects[home].revoked)
    }

    /// The sprints a board shows: its own, and those whose issues its filter matches.
    pub(crate) fn sprints_of<'a>(&'a self, board: &'a Board) -> impl Iterator<Item = &'a Sprint> {
        self.sprints.iter().enumerate().filter_map(move |(position, sprint)| {
            let shown = sprint.origin == board.id
                || board.projects.iter().any(|&project| {
                    self.projects[project].sprints.iter().any(|&own| usize::from(own) == position)
                });
            shown.then_some(sprint)
        })
    }

    /// The statuses every company-managed project shares.
    pub(crate) fn add_shared_statuses(&mut self, poison: &Poisons) {
        use Category::{Done, Indeterminate, New};
        let shared = [
            ("10000", "To Do", New),
            ("10001", "Selected", New),
            ("3", "In Progress", Indeterminate),
            ("10002", "In Review", Indeterminate),
            ("10003", "Ready for QA", Indeterminate),
            ("10004", "Testing", Indeterminate),
            ("10005", "Done", Done),
            ("10006", "Backlog", New),
            ("10007", "Released", Done),
            ("10008", "Waiting for vendor", Indeterminate),
        ];
        for (id, name, category) in shared {
            self.add_status(poison, id.into(), name, category, None);
        }
        self.statuses[9].deleted = true;
    }

    pub(crate) fn add_status(
        &mut self,
        poison: &Poisons,
        id: String,
        name: &str,
        category: Category,
        scope: Option<usize>,
    ) -> u16 {
        let name = poison.name("status.name", name);
        self.statuses.push(Status { id, name, category, scope, deleted: false });
        u16::try_from(self.statuses.len() - 1).unwrap_or(0)
    }

    /// Epic, story, task, bug and sub-task, shared or of one team-managed project.
    pub(crate) fn add_kinds(&mut self, poison: &Poisons, first_id: u64, scope: Option<usize>) -> [u16; 5] {
        let names = [("Epic", 1), ("Story", 0), ("Task", 0), ("Bug", 0), ("Sub-task", -1)];
        let mut positions = [0; 5];
        for ((offset, (name, level)), position) in (0..).zip(names).zip(&mut positions) {
            let (id, name) = ((first_id + offset).to_string(), poison.name("issuetype.name", name));
            *position = u16::try_from(self.kinds.len()).unwrap_or(0);
            self.kinds.push(Kind { id, name, level, scope });
        }
        positions
    }
}
