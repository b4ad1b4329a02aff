//! What a provider reports once its own words are left behind: the only way data enters this crate.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// A provider's own coarse word for a status, before any workflow of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Category {
    /// Nobody has begun (Jira `new`, Azure `Proposed`).
    New,
    /// Somebody works on it (Jira `indeterminate`, Azure `InProgress`).
    InProgress,
    /// Work is over, acceptance is not (Azure `Resolved`).
    Resolved,
    /// Delivered (Jira `done`, Azure `Completed`).
    Done,
    /// Cancelled (Azure `Removed`).
    Removed,
    /// A status that no longer exists or that the provider does not classify.
    #[default]
    Unknown,
}

/// Everything small: what the ids in the items mean. Fetched whole on every cycle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// Projects the credential can see.
    pub projects: Vec<Project>,
    /// Statuses of all workflows.
    pub statuses: Vec<Status>,
    /// Item types with their place in the hierarchy.
    pub item_types: Vec<ItemType>,
    /// Priorities in the provider's order, most urgent first.
    pub priorities: Vec<Named>,
    /// Ways in which an item can be closed.
    pub resolutions: Vec<Named>,
    /// Releases ("fix versions") of all projects.
    pub releases: Vec<Release>,
    /// Boards with their columns and members.
    pub boards: Vec<Board>,
    /// Sprints of all boards, each once.
    pub sprints: Vec<Sprint>,
}

/// A provider id with the name people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Named {
    /// The provider's id.
    pub id: String,
    /// What people call it; may be empty when the provider did not say.
    pub name: String,
}

/// A project of the provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// The provider's id.
    pub id: String,
    /// Short key, such as `PAY`.
    pub key: String,
    /// Name for people.
    pub name: String,
}

/// A status an item can be in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The provider's id; equal names with different ids are different statuses.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The provider's own coarse class.
    pub category: Category,
    /// The project that owns the status, when it is not shared by all.
    pub project: Option<String>,
}

/// A type of item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemType {
    /// The provider's id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// -1 sub-task, 0 ordinary work, 1 epic, 2 and more above.
    pub level: i8,
}

/// A release that items are planned for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// The provider's id.
    pub id: String,
    /// Id of the project it belongs to.
    pub project: String,
    /// Name for people.
    pub name: String,
    /// Day it is due, `YYYY-MM-DD`, without a zone.
    pub due: Option<String>,
    /// Whether it has been released.
    pub released: bool,
}

/// How a board is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BoardKind {
    /// Has sprints.
    Scrum,
    /// Continuous flow.
    #[default]
    Kanban,
    /// A team-managed board, with or without sprints.
    Simple,
}

/// A board: an ordered list of columns over a set of items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Board {
    /// The provider's id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Id of the project it is filed under, if any.
    pub project: Option<String>,
    /// How it is worked.
    pub kind: BoardKind,
    /// Columns in order; `None` when the credential may not read them.
    pub columns: Option<Vec<BoardColumn>>,
    /// Ids of the items on it.
    pub items: Vec<u64>,
}

/// One column of a board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoardColumn {
    /// Name for people.
    pub name: String,
    /// Ids of the statuses it shows; may be empty.
    pub statuses: Vec<String>,
}

/// Where a sprint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SprintState {
    /// Not started.
    #[default]
    Future,
    /// Running.
    Active,
    /// Over.
    Closed,
}

/// A sprint or iteration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sprint {
    /// The provider's id.
    pub id: u64,
    /// Name for people.
    pub name: String,
    /// Where it stands.
    pub state: SprintState,
    /// Actual start.
    pub start: Option<Millis>,
    /// Planned end.
    pub end: Option<Millis>,
    /// Actual end.
    pub completed: Option<Millis>,
    /// Id of the board it was made on.
    pub board: Option<String>,
}

/// One work item as it is now, with its whole known history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// The provider's id: stays when the item moves and its key changes.
    pub id: u64,
    /// Key for people, such as `PAY-7`.
    pub key: String,
    /// Id of its project.
    pub project: String,
    /// Id of its type.
    pub item_type: String,
    /// Its status now. The name helps when the id is not in the catalog.
    pub status: Named,
    /// Id of its priority.
    pub priority: Option<String>,
    /// Id of its resolution; `None` while open.
    pub resolution: Option<String>,
    /// When it was created.
    pub created: Millis,
    /// When the provider last changed it.
    pub updated: Millis,
    /// Id of the item above it.
    pub parent: Option<u64>,
    /// Its estimate now, by the points field of its board.
    pub points: Option<f32>,
    /// Labels, as typed.
    pub labels: Vec<String>,
    /// Components by name.
    pub components: Vec<String>,
    /// Ids of the releases it is planned for.
    pub releases: Vec<String>,
    /// Ids of the sprints it is or was in.
    pub sprints: Vec<u64>,
    /// Whether it is flagged as impeded now.
    pub flagged: bool,
    /// Day it is due, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// Everything that changed, in any order; the data set sorts by time, then by `order`.
    pub changes: Vec<Change>,
}

/// One change of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When it happened.
    pub at: Millis,
    /// The provider's history id; breaks ties in time.
    pub order: u64,
    /// What changed.
    pub what: Changed,
}

/// The closed list of changes that are read.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    /// The status; a deleted status may have an empty id and only a name.
    Status {
        /// Before.
        from: Named,
        /// After.
        to: Named,
    },
    /// The whole list of sprint ids, before and after.
    Sprints {
        /// Before.
        from: Vec<u64>,
        /// After.
        to: Vec<u64>,
    },
    /// The estimate.
    Points {
        /// Before.
        from: Option<f32>,
        /// After.
        to: Option<f32>,
    },
    /// The impediment flag.
    Flag {
        /// Whether it is set after the change.
        to: bool,
    },
}
