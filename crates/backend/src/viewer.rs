//! Who is asking, in which workspace and in which role: the proof that every use case takes.

use clario_store::{AccountId, Role, Scope, WorkspaceId};

use crate::Backend;
use crate::error::Error;
use crate::permission::Permission;
use crate::sessions::{Recent, SignedIn, Visit};

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
    /// A member of a workspace, or an operator with a grant.
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

    /// Whether the role allows something. Whoever looks at the sample may look.
    pub fn may(&self, permission: Permission) -> bool {
        match &self.inner {
            Kind::Sample => matches!(permission, Permission::SeeNumbers | Permission::SeeSettings),
            Kind::Member { scope, .. } => permission.is_of(scope.role()),
        }
    }

    /// Whether the role allows changes of the workspace's settings.
    pub fn may_change(&self) -> bool {
        self.may(Permission::ChangeSettings)
    }

    /// The role; a visitor of the sample has none.
    pub fn role(&self) -> Option<Role> {
        self.scope().map(Scope::role)
    }

    /// Whether this is an operator whom a grant lets look.
    pub fn is_operator(&self) -> bool {
        self.scope().is_some_and(Scope::is_by_grant)
    }

    /// The scope to read with; `None` for the sample, which has no rows.
    pub(crate) fn scope(&self) -> Option<&Scope> {
        match &self.inner {
            Kind::Sample => None,
            Kind::Member { scope, .. } => Some(scope),
        }
    }

    /// The scope for somebody who is allowed something.
    pub(crate) fn allowed(&self, permission: Permission) -> Result<&Scope, Error> {
        match &self.inner {
            Kind::Sample => Err(Error::SampleOnly),
            Kind::Member { scope, .. } if self.may(permission) => Ok(scope),
            Kind::Member { .. } => Err(Error::NotAllowed),
        }
    }

    /// The same for what needs a new proof of who is there.
    pub(crate) fn allowed_recently(&self, permission: Permission, recent: &Recent) -> Result<&Scope, Error> {
        let scope = self.allowed(permission)?;
        // The proof of one person opens nothing to another.
        if self.account() == Some(recent.account()) { Ok(scope) } else { Err(Error::Confirm) }
    }

    /// The scope to change settings with.
    pub(crate) fn editor(&self) -> Result<&Scope, Error> {
        self.allowed(Permission::ChangeSettings)
    }
}

impl Backend {
    /// Whether somebody may go on looking at a workspace: their session still runs, and it still lets them in. For
    /// answers that stay open.
    pub async fn still_looks(&self, visit: &Visit, workspace: &str) -> bool {
        let who = visit.signed_in();
        if let Some(who) = &who {
            let running = self.store().session(who.session_hash(), self.now()).await;
            if !matches!(running, Ok(Some(_))) {
                return false;
            }
        }
        self.viewer(who.as_ref().map(SignedIn::account), workspace).await.is_ok()
    }

    /// Lets somebody into a workspace, by the name it has in URLs. Strangers get into the sample
    /// only, operators where a grant lets them look. [`Error::SecondFactorNeeded`] when the workspace asks for one
    /// that the account does not have. A workspace that is not theirs looks like one that does not exist.
    pub async fn viewer(&self, account: Option<&AccountId>, workspace: &str) -> Result<Viewer, Error> {
        if workspace == SAMPLE {
            let open = self.config().sample;
            return if open { Ok(Viewer { inner: Kind::Sample }) } else { Err(Error::NotFound) };
        }
        let account = account.ok_or(Error::SignIn)?;
        let workspace = WorkspaceId::parse(workspace).ok_or(Error::NotFound)?;
        let scope = match self.store().scope(account, &workspace).await? {
            Some(scope) if self.store().lacks_second_factor(&scope, account).await? => {
                return Err(Error::SecondFactorNeeded);
            }
            Some(scope) => scope,
            // An operator has no other way in than a grant that the workspace knows of.
            None => {
                let scope = self.store().scope_by_grant(account, &workspace, self.now()).await?;
                scope.ok_or(Error::NotFound)?
            }
        };
        Ok(Viewer { inner: Kind::Member { account: account.clone(), scope } })
    }
}
