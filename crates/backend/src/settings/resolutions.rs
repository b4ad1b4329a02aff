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
            return Ok(self.store().set_removed_resolutions(scope, None).await?);
        };
        if resolutions.len() > MOST_RESOLUTIONS {
            return Err(Flaw::TooManyResolutions.into());
        }
        for resolution in &resolutions {
            entry::provider_id(&resolution.resolution_id)?;
        }
        // Ticked twice is ticked.
        let distinct: Vec<Resolution> =
            resolutions.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        Ok(self.store().set_removed_resolutions(scope, Some(&distinct)).await?)
    }
}
