//! The closed list of what the audit log of a workspace records, in keys and in words.

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $words:literal;)*) => {
        /// What happened. `docs/audit-log.md` lists the same events in the same words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Event {
            $($(#[$doc])* $name,)*
        }

        impl Event {
            /// Every event there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// How the log names it.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            /// What the actor did, as a sentence without its subject; `{…}` stands for a fact, and
            /// `{subject}` for the person it was done to, or for what the actor typed.
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }

            /// The event with a key.
            pub fn parse(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

events! {
    /// The workspace was made; the actor owns it.
    WorkspaceMade = "workspace.made", "made the workspace";
    /// It got another name.
    WorkspaceRenamed = "workspace.renamed", "renamed the workspace to “{subject}”";
    /// Somebody was asked to join.
    InvitationSent = "invitation.sent", "invited {subject} as {role}";
    /// An invitation was taken back.
    InvitationWithdrawn = "invitation.withdrawn", "withdrew the invitation of {subject}";
    /// Somebody accepted an invitation.
    MemberJoined = "member.joined", "joined as {role}";
    /// Somebody left.
    MemberLeft = "member.left", "left the workspace";
    /// Somebody was removed.
    MemberRemoved = "member.removed", "removed {subject} from the workspace";
    /// Somebody got another role.
    RoleChanged = "member.role_changed", "changed the role of {subject} from {from} to {to}";
    /// Everybody needs two-step sign-in from now on.
    SecondFactorRequired = "second_factor.required", "made two-step sign-in a condition for everybody";
    /// Two-step sign-in is up to each member again.
    SecondFactorOptional = "second_factor.optional", "left two-step sign-in to each member";
    /// A site was connected.
    ConnectionAdded = "connection.added", "connected {address} with a token ending in {last_four}";
    /// A connection got another label, or none.
    ConnectionLabelled = "connection.labelled", "labelled the connection to {address} “{subject}”";
    /// Address and token of a connection were replaced.
    ConnectionRenewed = "connection.renewed", "entered a new token for {address}, ending in {last_four}";
    /// A connection was removed and its token destroyed.
    ConnectionRemoved = "connection.removed", "removed the connection to {address} and destroyed its token";
    /// The teams were renamed, ordered, added or removed.
    TeamsChanged = "teams.changed", "changed the teams; there are {teams} set up now";
    /// A workflow was added or changed.
    WorkflowChanged = "workflow.changed", "changed what {statuses} statuses of a workflow mean";
    /// A workflow was removed.
    WorkflowRemoved = "workflow.removed", "let the statuses of a workflow mean again what the boards suggest";
    /// The time zone.
    ZoneChanged = "days.zone", "set the time zone to {zone}";
    /// The working days.
    WorkingDaysChanged = "days.working_days", "set the working days to {days}";
    /// The holidays.
    HolidaysChanged = "days.holidays", "changed the holidays; there are {holidays} now";
    /// How long unread data stays in memory.
    KeepUnreadChanged = "data.keep_unread", "set the time that unread data stays in memory to {hours} hours";
    /// Which resolutions mean "not delivered".
    ResolutionsChanged = "resolutions.changed", "changed which resolutions mean “not delivered”; {resolutions} are listed now";
    /// An operator got in for a while.
    AccessGranted = "access.granted", "opened the workspace to look at for {minutes} minutes, for this reason: “{subject}”";
    /// The way in of an operator was closed before its time.
    AccessEnded = "access.ended", "ended the access of {subject}";
    /// Somebody took a copy of the log.
    LogExported = "log.exported", "took a copy of this log";
    /// A member closed their account; it may come back within 30 days.
    AccountClosed = "account.closed", "closed their account";
    /// A person asked that their data be kept and not used.
    ProcessingRestricted = "processing.restricted", "asked that nothing be read or counted for now";
    /// They lifted that.
    ProcessingResumed = "processing.resumed", "let data be read and counted again";
    /// The workspace was closed and its tokens destroyed; it may come back within 30 days.
    WorkspaceClosed = "workspace.closed", "closed the workspace and destroyed its tokens";
    /// It was opened again, without its tokens.
    WorkspaceReopened = "workspace.reopened", "opened the workspace again";
    /// Somebody took a copy of the workspace.
    WorkspaceExported = "workspace.exported", "took a copy of the workspace";
    /// Somebody replaced the settings by those of a file.
    SettingsImported = "settings.imported", "replaced the settings by those of a file";
}
