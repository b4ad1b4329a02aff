//! Which resolutions mean "not delivered".

use std::collections::BTreeSet;

use clario_store::Resolution;

use crate::Backend;
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;

const MOST_RESOLUTIONS: usize = 1_000;

impl Backend {
    /// Gives the workspace its own list of resolutions that mean "not delivered"; `None` goes back
    /// to the well-known names.
    pub async fn set_removed_resolutions(
        &self,
        viewer: &Viewer,
        resolutions: Option<Vec<Resolution>>,
    ) -> Result<(), Error> {
        let scope = viewer.editor()?;
        let Some(resolutions) = resolutions else {
            return Ok(self.store().set_removed_resolutions(scope, None, self.now()).await?);
        };
        let distinct = check_resolutions(resolutions)?;
        Ok(self.store().set_removed_resolutions(scope, Some(&distinct), self.now()).await?)
    }
}

/// Checks a list of resolutions. Ticked twice is ticked.
pub(crate) fn check_resolutions(resolutions: Vec<Resolution>) -> Result<Vec<Resolution>, Error> {
    if resolutions.len() > MOST_RESOLUTIONS {
        return Err(Flaw::TooManyResolutions.into());
    }
    for resolution in &resolutions {
        entry::provider_id(&resolution.resolution_id)?;
    }
    Ok(resolutions.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
}
