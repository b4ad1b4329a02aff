//! Who is asking, in which workspace and in which role: the proof that every use case takes.

use clario_store::{AccountId, Role, Scope, WorkspaceId};

use crate::Backend;
use crate::error::Error;

/// What the sample workspace is called in URLs. No id of a workspace looks like it.
pub const SAMPLE: &str = "sample";

/// Somebody who may look at one workspace. Only [`Backend::viewer`] makes one.
#[derive(Debug)]
pub struct Viewer {
    inner: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A visitor without an account, in the sample workspace.
    Sample,
    /// A member of a workspace.
    Member { account: AccountId, scope: Scope },
}

impl Viewer {
    /// Whether this is a visitor of the sample.
    pub fn is_sample(&self) -> bool {
        matches!(self.inner, Kind::Sample)
    }

    /// The workspace as it stands in URLs; also the key of what is kept in memory for it.
    pub fn workspace(&self) -> &str {
        match &self.inner {
            Kind::Sample => SAMPLE,
            Kind::Member { scope, .. } => scope.workspace().as_str(),
        }
    }

    /// The account that asks; a visitor of the sample has none.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.inner {
            Kind::Sample => None,
            Kind::Member { account, .. } => Some(account),
        }
    }

    /// Whether the role allows changes of the workspace's settings.
    pub fn may_change(&self) -> bool {
        match &self.inner {
            Kind::Sample => false,
            Kind::Member { scope, .. } => matches!(scope.role(), Role::Owner | Role::Admin),
        }
    }

    /// The scope to read with; `None` for the sample, which has no rows.
    pub(crate) fn scope(&self) -> Option<&Scope> {
        match &self.inner {
            Kind::Sample => None,
            Kind::Member { scope, .. } => Some(scope),
        }
    }

    /// The scope to change something with.
    pub(crate) fn editor(&self) -> Result<&Scope, Error> {
        match &self.inner {
            Kind::Sample => Err(Error::SampleOnly),
            Kind::Member { scope, .. } if self.may_change() => Ok(scope),
            Kind::Member { .. } => Err(Error::NotAllowed),
        }
    }
}

impl Backend {
    /// Lets somebody into a workspace, by the name it has in URLs. Strangers get into the sample
    /// only. A workspace that is not theirs looks like one that does not exist.
    pub async fn viewer(&self, account: Option<&AccountId>, workspace: &str) -> Result<Viewer, Error> {
        if workspace == SAMPLE {
            let open = self.config().sample;
            return if open { Ok(Viewer { inner: Kind::Sample }) } else { Err(Error::NotFound) };
        }
        let account = account.ok_or(Error::SignIn)?;
        let workspace = WorkspaceId::parse(workspace).ok_or(Error::NotFound)?;
        let scope = self.store().scope(account, &workspace).await?.ok_or(Error::NotFound)?;
        Ok(Viewer { inner: Kind::Member { account: account.clone(), scope } })
    }
}
