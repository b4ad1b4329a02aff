//! Which role may do what: the one table that the use cases, the members page and the tests go by.

use clario_store::Role;

/// Something that can be done in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// See numbers, items and the state of the reading.
    SeeNumbers,
    /// See what is set up.
    SeeSettings,
    /// Change the name, days, teams and workflows.
    ChangeSettings,
    /// Connect sites, replace tokens, disconnect.
    ManageConnections,
    /// See who belongs to the workspace, and who was invited.
    SeeMembers,
    /// Invite, change roles, remove, and ask everybody for two-step sign-in.
    ManageMembers,
    /// Read the audit log, take it away, and end the access of an operator.
    ReadAuditLog,
    /// Take a copy of the workspace, or replace its settings by a copy.
    ExportWorkspace,
    /// Close the workspace.
    CloseWorkspace,
}

/// One row: what it is, in words, and who may.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What.
    pub permission: Permission,
    /// The same in words for people.
    pub words: &'static str,
    /// Who.
    pub roles: &'static [Role],
}

const EVERYBODY: &[Role] = &[Role::Owner, Role::Admin, Role::Viewer];
const KEEPERS: &[Role] = &[Role::Owner, Role::Admin];
const OWNERS: &[Role] = &[Role::Owner];

/// Every permission once.
pub const MATRIX: [Rule; 9] = [
    rule(Permission::SeeNumbers, "See numbers and items", EVERYBODY),
    rule(Permission::SeeSettings, "See what is set up", EVERYBODY),
    rule(Permission::ChangeSettings, "Change name, days, teams and workflows", KEEPERS),
    rule(Permission::ManageConnections, "Connect and disconnect sites, replace tokens", KEEPERS),
    rule(Permission::SeeMembers, "See the names and addresses of members", KEEPERS),
    rule(Permission::ManageMembers, "Invite, remove, change roles, ask for two-step sign-in", OWNERS),
    rule(Permission::ReadAuditLog, "Read and take away the audit log, end an operator's access", OWNERS),
    rule(Permission::ExportWorkspace, "Take a copy of the workspace, or restore one", OWNERS),
    rule(Permission::CloseWorkspace, "Close the workspace", OWNERS),
];

const fn rule(permission: Permission, words: &'static str, roles: &'static [Role]) -> Rule {
    Rule { permission, words, roles }
}

impl Permission {
    /// Whether a role may.
    pub fn is_of(self, role: Role) -> bool {
        MATRIX.iter().any(|rule| rule.permission == self && rule.roles.contains(&role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_stands_in_the_table_once_and_an_owner_may_everything() {
        let mut permissions: Vec<_> = MATRIX.iter().map(|rule| rule.permission).collect();
        permissions.sort_unstable();
        permissions.dedup();
        assert_eq!(permissions.len(), MATRIX.len());
        assert!(MATRIX.iter().all(|rule| rule.permission.is_of(Role::Owner)));
    }

    #[test]
    fn a_higher_role_may_whatever_a_lower_one_may() {
        for rule in MATRIX {
            let [owner, admin, viewer] =
                [Role::Owner, Role::Admin, Role::Viewer].map(|role| rule.permission.is_of(role));
            assert!(owner >= admin && admin >= viewer, "{}", rule.words);
        }
    }
}
