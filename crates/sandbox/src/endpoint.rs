//! The closed list of addresses the sandbox answers, with the scopes each one asks for.

/// One operation of the API; [`Endpoint::find`] knows its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the operations in the specification")]
pub enum Endpoint {
    TenantInfo,
    Myself,
    ServerInfo,
    Fields,
    Statuses,
    StatusCategories,
    IssueTypes,
    Priorities,
    PrioritySearch,
    Resolutions,
    ResolutionSearch,
    LinkTypes,
    ProjectSearch,
    ProjectVersions,
    MyPermissions,
    Filter,
    Search,
    ApproximateCount,
    IssueBulkFetch,
    ChangelogBulkFetch,
    IssueChangelog,
    OldSearch,
    Boards,
    Board,
    BoardConfiguration,
    BoardFeatures,
    BoardSprints,
    BoardIssues,
    BoardBacklog,
    BoardVersions,
    Sprint,
    SprintIssues,
}

/// An endpoint and what the address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) endpoint: Endpoint,
    /// The id or key within the path; empty when it has none.
    pub(crate) name: String,
}

impl Endpoint {
    /// The endpoint behind a method and a path without the gateway's prefix; none is a 404.
    pub(crate) fn find(method: &str, path: &str) -> Option<Found> {
        use Endpoint as E;
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let (endpoint, name) = match (method, parts.as_slice()) {
            ("GET", ["_edge", "tenant_info"]) => (E::TenantInfo, ""),
            ("GET", ["rest", "agile", "1.0", rest @ ..]) => agile(rest)?,
            ("GET" | "POST", ["rest", "api", "2" | "3" | "latest", "search"]) => (E::OldSearch, ""),
            ("GET" | "POST", ["rest", "api", "3", "search", "jql"]) => (E::Search, ""),
            ("POST", ["rest", "api", "3", "search", "approximate-count"]) => (E::ApproximateCount, ""),
            ("POST", ["rest", "api", "3", "issue", "bulkfetch"]) => (E::IssueBulkFetch, ""),
            ("POST", ["rest", "api", "3", "changelog", "bulkfetch"]) => (E::ChangelogBulkFetch, ""),
            ("GET", ["rest", "api", "3", rest @ ..]) => platform(rest)?,
            _ => return None,
        };
        Some(Found { endpoint, name: name.to_owned() })
    }

    /// The alternatives of scopes that open this endpoint on the gateway; one of them must be complete.
    pub(crate) fn scopes(self) -> &'static [&'static [&'static str]] {
        use Endpoint as E;
        match self {
            E::TenantInfo | E::ServerInfo => &[&[]],
            E::Myself => &[
                &["read:jira-user"],
                &["read:application-role:jira", "read:group:jira", "read:user:jira", "read:avatar:jira"],
            ],
            E::Fields => &[
                WORK,
                &[
                    "read:field:jira",
                    "read:avatar:jira",
                    "read:project-category:jira",
                    "read:project:jira",
                    "read:field-configuration:jira",
                ],
            ],
            E::Statuses | E::StatusCategories => &[WORK, &["read:status:jira"]],
            E::IssueTypes => &[
                WORK,
                &[
                    "read:issue-type:jira",
                    "read:avatar:jira",
                    "read:project-category:jira",
                    "read:project:jira",
                ],
            ],
            E::Priorities => &[WORK, &["read:priority:jira"]],
            E::PrioritySearch => &[&["manage:jira-configuration"]],
            E::Resolutions | E::ResolutionSearch => &[WORK, &["read:resolution:jira"]],
            E::LinkTypes => &[WORK, &["read:issue-link-type:jira"]],
            E::ProjectSearch => &[
                WORK,
                &[
                    "read:issue-type:jira",
                    "read:project:jira",
                    "read:project.property:jira",
                    "read:user:jira",
                    "read:application-role:jira",
                    "read:avatar:jira",
                    "read:group:jira",
                    "read:issue-type-hierarchy:jira",
                    "read:project-category:jira",
                    "read:project-version:jira",
                    "read:project.component:jira",
                ],
            ],
            E::ProjectVersions => &[WORK, &["read:project-version:jira"]],
            E::MyPermissions => &[WORK, &["read:permission:jira"]],
            E::Filter => &[
                WORK,
                &[
                    "read:filter:jira",
                    "read:group:jira",
                    "read:project:jira",
                    "read:project-role:jira",
                    "read:user:jira",
                    "read:jql:jira",
                    "read:application-role:jira",
                    "read:avatar:jira",
                    "read:issue-type-hierarchy:jira",
                ],
            ],
            E::Search | E::ApproximateCount | E::OldSearch => &[
                WORK,
                &[
                    "read:issue-details:jira",
                    "read:field.default-value:jira",
                    "read:field.option:jira",
                    "read:field:jira",
                    "read:group:jira",
                ],
            ],
            E::IssueBulkFetch => &[
                WORK,
                &[
                    "read:issue-meta:jira",
                    "read:issue-security-level:jira",
                    "read:issue.vote:jira",
                    "read:issue.changelog:jira",
                    "read:avatar:jira",
                    "read:issue:jira",
                    "read:status:jira",
                    "read:user:jira",
                    "read:field-configuration:jira",
                ],
            ],
            E::ChangelogBulkFetch | E::IssueChangelog => {
                &[WORK, &["read:issue-meta:jira", "read:avatar:jira", "read:issue.changelog:jira"]]
            }
            E::Boards => &[&["read:board-scope:jira-software", "read:project:jira"]],
            E::Board | E::BoardIssues | E::BoardBacklog => {
                &[&["read:board-scope:jira-software", "read:issue-details:jira"]]
            }
            E::BoardConfiguration => &[&["read:board-scope.admin:jira-software", "read:project:jira"]],
            E::BoardFeatures => &[&["read:board-scope.admin:jira-software"]],
            E::BoardVersions => &[&["read:board-scope:jira-software"]],
            E::BoardSprints | E::Sprint => &[&["read:sprint:jira-software"]],
            E::SprintIssues => &[&["read:sprint:jira-software", "read:issue-details:jira", "read:jql:jira"]],
        }
    }

    /// Whether the specification lets a stranger call it.
    pub(crate) fn is_anonymous(self) -> bool {
        use Endpoint as E;
        matches!(
            self,
            E::TenantInfo
                | E::ServerInfo
                | E::Fields
                | E::Statuses
                | E::StatusCategories
                | E::IssueTypes
                | E::LinkTypes
                | E::ProjectSearch
                | E::ProjectVersions
                | E::MyPermissions
                | E::Filter
                | E::Search
                | E::ApproximateCount
                | E::IssueBulkFetch
                | E::OldSearch
                | E::IssueChangelog
        )
    }
}

const WORK: &[&str] = &["read:jira-work"];

fn agile<'a>(rest: &[&'a str]) -> Option<(Endpoint, &'a str)> {
    use Endpoint as E;
    Some(match *rest {
        ["board"] => (E::Boards, ""),
        ["board", id] => (E::Board, id),
        ["board", id, "configuration"] => (E::BoardConfiguration, id),
        ["board", id, "features"] => (E::BoardFeatures, id),
        ["board", id, "sprint"] => (E::BoardSprints, id),
        ["board", id, "issue"] => (E::BoardIssues, id),
        ["board", id, "backlog"] => (E::BoardBacklog, id),
        ["board", id, "version"] => (E::BoardVersions, id),
        ["sprint", id] => (E::Sprint, id),
        ["sprint", id, "issue"] => (E::SprintIssues, id),
        _ => return None,
    })
}

fn platform<'a>(rest: &[&'a str]) -> Option<(Endpoint, &'a str)> {
    use Endpoint as E;
    Some(match *rest {
        ["myself"] => (E::Myself, ""),
        ["serverInfo"] => (E::ServerInfo, ""),
        ["field"] => (E::Fields, ""),
        ["status"] => (E::Statuses, ""),
        ["statuscategory"] => (E::StatusCategories, ""),
        ["issuetype"] => (E::IssueTypes, ""),
        ["priority"] => (E::Priorities, ""),
        ["priority", "search"] => (E::PrioritySearch, ""),
        ["resolution"] => (E::Resolutions, ""),
        ["resolution", "search"] => (E::ResolutionSearch, ""),
        ["issueLinkType"] => (E::LinkTypes, ""),
        ["project", "search"] => (E::ProjectSearch, ""),
        ["project", id, "version"] => (E::ProjectVersions, id),
        ["mypermissions"] => (E::MyPermissions, ""),
        ["filter", id] => (E::Filter, id),
        ["issue", id, "changelog"] => (E::IssueChangelog, id),
        _ => return None,
    })
}
