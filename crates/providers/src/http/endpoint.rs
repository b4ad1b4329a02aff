//! The closed list of what is ever asked: a request outside of it cannot be written down.

use serde_json::Value;

/// One readable place of Jira Cloud. Numbers are the only thing that enters a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Endpoint {
    /// The site's id at the gateway; asked without a credential.
    TenantInfo,
    /// Whose token this is.
    Myself,
    /// Kind of deployment and the server's clock.
    ServerInfo,
    /// Ids and types of all fields.
    Fields,
    /// Statuses of active workflows.
    Statuses,
    /// Item types.
    ItemTypes,
    /// Priorities. The paged list would ask for the right to configure Jira.
    Priorities,
    /// Resolutions.
    Resolutions,
    /// Which of the named permissions the account has.
    MyPermissions,
    /// Visible projects.
    Projects,
    /// Releases of one project.
    Releases {
        /// Project id.
        project: u64,
    },
    /// Items that match a query, with an explicit field list.
    Search,
    /// About how many items match a query.
    Count,
    /// Histories of many items, limited to named fields.
    Histories,
    /// Visible boards.
    Boards,
    /// Columns and estimate of one board.
    BoardConfiguration {
        /// Board id.
        board: u64,
    },
    /// Sprints of one board.
    BoardSprints {
        /// Board id.
        board: u64,
    },
}

/// How an endpoint is asked. The three posts read; they take their question in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// GET.
    Get,
    /// POST of a query.
    PostQuery,
}

impl Endpoint {
    /// The verb, fixed for each endpoint.
    pub(crate) fn verb(self) -> Verb {
        match self {
            Self::Search | Self::Count | Self::Histories => Verb::PostQuery,
            _ => Verb::Get,
        }
    }

    /// The path as a template: the form that may be logged.
    pub(crate) fn template(self) -> &'static str {
        match self {
            Self::TenantInfo => "_edge/tenant_info",
            Self::Myself => "rest/api/3/myself",
            Self::ServerInfo => "rest/api/3/serverInfo",
            Self::Fields => "rest/api/3/field",
            Self::Statuses => "rest/api/3/status",
            Self::ItemTypes => "rest/api/3/issuetype",
            Self::Priorities => "rest/api/3/priority",
            Self::Resolutions => "rest/api/3/resolution/search",
            Self::MyPermissions => "rest/api/3/mypermissions",
            Self::Projects => "rest/api/3/project/search",
            Self::Releases { .. } => "rest/api/3/project/{id}/version",
            Self::Search => "rest/api/3/search/jql",
            Self::Count => "rest/api/3/search/approximate-count",
            Self::Histories => "rest/api/3/changelog/bulkfetch",
            Self::Boards => "rest/agile/1.0/board",
            Self::BoardConfiguration { .. } => "rest/agile/1.0/board/{id}/configuration",
            Self::BoardSprints { .. } => "rest/agile/1.0/board/{id}/sprint",
        }
    }

    /// The path with its number filled in.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Releases { project: id }
            | Self::BoardConfiguration { board: id }
            | Self::BoardSprints { board: id } => self.template().replace("{id}", &id.to_string()),
            _ => self.template().to_owned(),
        }
    }

    /// The scopes to recommend when the token may not call this.
    pub(crate) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Myself => &["read:jira-user"],
            Self::Boards => &["read:board-scope:jira-software", "read:project:jira"],
            Self::BoardConfiguration { .. } => &["read:board-scope.admin:jira-software", "read:project:jira"],
            Self::BoardSprints { .. } => &["read:sprint:jira-software"],
            _ => &["read:jira-work"],
        }
    }
}

/// One question to one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) endpoint: Endpoint,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
}

impl Request {
    /// A plain read.
    pub(crate) fn of(endpoint: Endpoint) -> Self {
        Self { endpoint, query: Vec::new(), body: None }
    }

    /// One page of a list that pages by offset.
    pub(crate) fn page(endpoint: Endpoint, start_at: usize, max_results: usize) -> Self {
        Self::of(endpoint)
            .asking("startAt", start_at.to_string())
            .asking("maxResults", max_results.to_string())
    }

    /// Adds a query parameter.
    pub(crate) fn asking(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Adds the body of a posted query; ignored by endpoints that are read with GET.
    pub(crate) fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }
}
