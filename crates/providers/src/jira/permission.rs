//! Whether the account could write: it never will here, but its owner should know.

use std::collections::HashMap;

use serde::Deserialize;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;

/// Permissions that change something; having any of them is worth a warning.
const WRITING: &str = "CREATE_ISSUES,EDIT_ISSUES,TRANSITION_ISSUES,DELETE_ISSUES,ADMINISTER";

/// Whether the account may change something in Jira.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// It may; an account that can only browse would be enough.
    Possible,
    /// It may not.
    Impossible,
    /// Jira did not say.
    Unknown,
}

#[derive(Deserialize)]
struct PermissionsWire {
    permissions: HashMap<String, PermissionWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PermissionWire {
    #[serde(default)]
    have_permission: bool,
}

impl Jira {
    pub(super) async fn writes(&self) -> Result<Writes, Error> {
        let request = Request::of(Endpoint::MyPermissions).asking("permissions", WRITING);
        match self.ask(&request).await {
            Ok(answer) => {
                let permissions = answer.decode::<PermissionsWire>()?.permissions;
                let any = permissions.values().any(|permission| permission.have_permission);
                Ok(if any { Writes::Possible } else { Writes::Impossible })
            }
            Err(Error::MissingScope { .. } | Error::QueryRefused | Error::NoPermission | Error::NotFound) => {
                Ok(Writes::Unknown)
            }
            Err(error) => Err(error),
        }
    }
}
