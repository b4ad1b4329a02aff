//! What a sandbox is started with: its size, its clock and who may come in.

use std::path::PathBuf;

/// How a sandbox is built; what can change while it runs is in [`crate::Switches`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The same seed, number of issues and time give the same world, poison aside.
    pub seed: u64,
    /// How many issues the site holds, sub-tasks and epics included.
    pub issues: u32,
    /// How many projects; by default five for up to 2,500 issues, growing to sixty.
    pub projects: Option<u16>,
    /// The virtual time at the start, in milliseconds since 1970; only [`crate::WorldHandle::advance`] moves it.
    pub now_millis: i64,
    /// The tokens that open the site; everything else is refused.
    pub tokens: Vec<Token>,
    /// IANA name of the zone in the profile of the account that owns the tokens.
    pub account_zone: String,
    /// Whether `/myself` tells the zone (a privacy setting can hide it).
    pub tells_zone: bool,
    /// Puts other poison into names a product may show: status, sprint, project, label, board and the like.
    pub poison_names: bool,
    /// Adds boards that overlap: one over two projects, which shows their sprints too, and one of bugs alone.
    pub overlapping_boards: bool,
    /// How the server behaves at the start.
    pub switches: crate::Switches,
    /// Port of 127.0.0.1 to listen on; 0 takes a free one.
    pub port: u16,
    /// Serves the answers recorded in this folder, transposed, in place of the seeded world.
    pub recorded: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            issues: 2_500,
            projects: None,
            now_millis: 1_760_000_400_000,
            tokens: Token::one_of_each(),
            account_zone: "Europe/Berlin".into(),
            tells_zone: true,
            poison_names: false,
            overlapping_boards: true,
            switches: crate::Switches::default(),
            port: 0,
            recorded: None,
        }
    }
}

impl Settings {
    /// The world behind "Explore with sample data": friendly, without overlapping boards.
    pub fn sample(now_millis: i64) -> Self {
        Self {
            now_millis,
            overlapping_boards: false,
            switches: crate::Switches { generous: false, ..crate::Switches::default() },
            ..Self::default()
        }
    }

    /// The issues, changelogs and sprints recorded from a real site, stripped of text and people.
    pub fn recorded(now_millis: i64) -> Self {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/recorded"));
        Self { now_millis, issues: 0, recorded: Some(folder), ..Self::default() }
    }
}

/// One API token the site knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Address of the account, the first half of Basic authentication.
    pub email: String,
    /// The token itself, the second half, or the Bearer value on the gateway.
    pub secret: String,
    /// What the token opens.
    pub kind: TokenKind,
    /// Whether the account may edit issues; `mypermissions` tells it.
    pub can_write: bool,
}

/// What a token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Sees on the site host what the account sees.
    Classic,
    /// Works on the gateway host alone, for the calls its scopes name.
    Scoped(Vec<String>),
    /// Expired or revoked: every request with it runs as a stranger.
    Dead,
}

/// The scopes a person is advised to tick.
pub const RECOMMENDED_SCOPES: [&str; 8] = [
    "read:jira-work",
    "read:jira-user",
    "read:project:jira",
    "read:board-scope:jira-software",
    "read:board-scope.admin:jira-software",
    "read:sprint:jira-software",
    "read:issue-details:jira",
    "read:jql:jira",
];

impl Token {
    /// A classic token of an account that may only look.
    pub fn classic() -> Self {
        Self::new("reader@example.test", "classic-token", TokenKind::Classic, false)
    }

    /// A classic token of an account that may also write.
    pub fn writing() -> Self {
        Self::new("writer@example.test", "writing-token", TokenKind::Classic, true)
    }

    /// A token with the recommended scopes.
    pub fn scoped() -> Self {
        Self::with_scopes("scoped-token", &RECOMMENDED_SCOPES)
    }

    /// A token with the scopes given.
    pub fn with_scopes(secret: &str, scopes: &[&str]) -> Self {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        Self::new("reader@example.test", secret, TokenKind::Scoped(scopes), false)
    }

    /// A token that once worked.
    pub fn dead() -> Self {
        Self::new("reader@example.test", "dead-token", TokenKind::Dead, false)
    }

    /// One token of each kind, as [`Settings::default`] knows them.
    pub fn one_of_each() -> Vec<Self> {
        vec![Self::classic(), Self::writing(), Self::scoped(), Self::dead()]
    }

    fn new(email: &str, secret: &str, kind: TokenKind, can_write: bool) -> Self {
        Self { email: email.into(), secret: secret.into(), kind, can_write }
    }
}
