//! Which resolutions count as delivered, and which as removed.

use std::collections::HashSet;

use clario_store::ResolutionRule;

use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_RULES: usize = 1_000;

impl Backend {
    /// Replaces the rules. A resolution without a rule means what the provider suggests.
    pub async fn set_resolutions(&self, viewer: &Viewer, rules: Vec<ResolutionRule>) -> Result<(), Error> {
        let scope = viewer.editor()?;
        if rules.len() > MOST_RULES {
            return Err(Flaw::TooManyResolutions.into());
        }
        let mut seen = HashSet::new();
        for rule in &rules {
            entry::provider_id(&rule.resolution_id)?;
            if !seen.insert((&rule.connection_id, &rule.resolution_id)) {
                return Err(Flaw::ResolutionTwice.into());
            }
        }
        Ok(self.store().set_resolution_rules(scope, &rules).await?)
    }
}
