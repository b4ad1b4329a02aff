//! Who belongs to a workspace: roles, removal, leaving, and the switch that asks everybody for two-step sign-in.

use clario_store::{AccountId, Member, MemberChange, Role};

use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient, SealedLetter};
use crate::permission::Permission;
use crate::sessions::Recent;
use crate::viewer::Viewer;

impl Backend {
    /// The members, those who joined first first.
    pub async fn members(&self, viewer: &Viewer) -> Result<Vec<Member>, Error> {
        Ok(self.store().members(viewer.allowed(Permission::SeeMembers)?).await?)
    }

    /// Whether the workspace asks everybody for two-step sign-in.
    pub async fn requires_second_factor(&self, viewer: &Viewer) -> Result<bool, Error> {
        Ok(self.store().requires_second_factor(viewer.allowed(Permission::SeeMembers)?).await?)
    }

    /// Gives a member another role, which holds from their next request on; they are told by letter.
    pub async fn change_role(
        &self,
        viewer: &Viewer,
        recent: &Recent,
        member: &str,
        role: &str,
    ) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::ManageMembers, recent)?;
        let (member, to) = (parse_member(member)?, parse_role(role)?);
        let workspace = self.store().workspace_name(scope).await?;
        let letter =
            self.letter_to_member(viewer, &member, Letter::RoleChanged { workspace, role: to }).await?;
        let letters = [letter.for_store()];
        settle(self.store().change_role(scope, &member, to, &letters, self.now()).await?)
    }

    /// Removes a member: their access ends with this call, in pages and streams that are open too, and the invitations
    /// they sent work no more. They are told by letter.
    pub async fn remove_member(&self, viewer: &Viewer, recent: &Recent, member: &str) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::ManageMembers, recent)?;
        let member = parse_member(member)?;
        let workspace = self.store().workspace_name(scope).await?;
        let letter =
            self.letter_to_member(viewer, &member, Letter::RemovedFromWorkspace { workspace }).await?;
        settle(self.store().remove_member(scope, &member, &[letter.for_store()], self.now()).await?)
    }

    /// Lets the person who asks go.
    pub async fn leave_workspace(&self, viewer: &Viewer) -> Result<(), Error> {
        let scope = viewer.allowed(Permission::SeeNumbers)?;
        if viewer.is_operator() {
            return Err(Error::NotAllowed);
        }
        settle(self.store().leave(scope, self.now()).await?)
    }

    /// Asks everybody for two-step sign-in, or leaves it to each. Members without it are told by letter, and see
    /// nothing of the workspace until they set it up.
    pub async fn require_second_factor(
        &self,
        viewer: &Viewer,
        recent: &Recent,
        required: bool,
    ) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::ManageMembers, recent)?;
        let mut letters = Vec::new();
        if required {
            if !recent.who().has_totp() {
                return Err(Flaw::SecondFactorFirst.into());
            }
            let name = self.store().workspace_name(scope).await?;
            for member in self.store().members(scope).await?.iter().filter(|member| !member.second_factor) {
                let letter = Letter::SecondFactorRequired { workspace: name.clone() };
                letters.push(self.letter(Recipient::Account(&member.account), letter).await?);
            }
        }
        let letters: Vec<_> = letters.iter().map(SealedLetter::for_store).collect();
        settle(self.store().require_second_factor(scope, required, &letters, self.now()).await?)
    }

    /// A letter to somebody who belongs to the workspace; [`Error::NotFound`] when they do not.
    async fn letter_to_member(
        &self,
        viewer: &Viewer,
        member: &AccountId,
        letter: Letter,
    ) -> Result<SealedLetter, Error> {
        let members = self.store().members(viewer.allowed(Permission::ManageMembers)?).await?;
        if !members.iter().any(|known| known.account == *member) {
            return Err(Error::NotFound);
        }
        self.letter(Recipient::Account(member), letter).await
    }
}

fn parse_member(text: &str) -> Result<AccountId, Error> {
    AccountId::parse(text).ok_or(Error::NotFound)
}

/// Reads a role by its key.
pub(crate) fn parse_role(text: &str) -> Result<Role, Flaw> {
    [Role::Owner, Role::Admin, Role::Viewer].into_iter().find(|role| role.key() == text).ok_or(Flaw::Role)
}

fn settle(change: MemberChange) -> Result<(), Error> {
    match change {
        MemberChange::Done | MemberChange::Same => Ok(()),
        MemberChange::LastOwner => Err(Flaw::LastOwner.into()),
        MemberChange::NotOwner => Err(Error::NotAllowed),
    }
}
