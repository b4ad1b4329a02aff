//! What people ask the operator: taken in by forms that programs do not get far with, sealed, and answered within a month.

mod bounds;
mod category;
mod ledger;
mod opened;
mod written;

pub(crate) use bounds::RequestBounds;
pub use category::RequestCategory;
pub use ledger::{RequestDetail, RequestNote};

use clario_privacy::request::RequestDraft;
use clario_store::{AccountId, NewRequest, RequestForm, RequestId};
use clario_vault::Place;

use crate::error::Error;
use crate::flaw::Flaw;
use crate::installation::INSTALLATION;
use crate::mail::{Letter, Recipient};
use crate::{Backend, caller};
use opened::Opened;
use written::Written;

/// Requests that are taken within a day from everybody together.
const MOST_A_DAY: u32 = 200;

impl Backend {
    /// The mark of a form that is opened now; one that came back with its form stays as it is while it is good.
    pub fn open_request_form(&self, form: RequestForm, came_with: &str) -> String {
        match self.opening(form, came_with) {
            Opened::Unknown => self.fresh_opening(form),
            Opened::Good(_) | Opened::TooQuick => came_with.to_owned(),
        }
    }

    /// Takes a request in and tells the operators that there is one; what it says stays sealed here. Says its reference,
    /// the same for a form that is sent twice.
    pub async fn send_request(
        &self,
        form: RequestForm,
        draft: &RequestDraft,
        account: Option<&AccountId>,
    ) -> Result<String, Error> {
        if !draft.decoy.is_empty() {
            return Err(Flaw::Decoy.into());
        }
        let category = RequestCategory::of(&draft.category)
            .filter(|category| RequestCategory::of_form(form).contains(category))
            .ok_or(Flaw::RequestCategory)?;
        let written = Written::read(form, draft)?;
        let id = match self.opening(form, &draft.opened) {
            Opened::Good(id) => id,
            Opened::TooQuick => return Err(Flaw::TooQuick.into()),
            Opened::Unknown => return Err(Flaw::OpenTooLong.into()),
        };
        let network = caller::address().unwrap_or_default();
        if !self.inner.request_bounds.take(&network, self.now()) {
            return Err(Error::EnoughRequests);
        }
        let sealed = self.seal_for_installation(&place(&id), &written.to_bytes()).await?;
        let mut letters = Vec::new();
        for operator in self.store().operators().await? {
            let letter = Letter::RequestArrived {
                about: category.title(),
                reference: id.to_string(),
                due: self.now() + clario_store::ANSWERED_WITHIN,
            };
            let letter = self.letter(Recipient::Account(&operator), letter).await?;
            letters.push(letter.once(format!("request.{id}.{operator}")));
        }
        let letters: Vec<_> = letters.iter().map(crate::mail::SealedLetter::for_store).collect();
        let request = NewRequest { id: &id, form, category: category.word(), account, sealed: &sealed };
        if !self.store().requests().add(&request, &letters, MOST_A_DAY, self.now()).await? {
            return Err(Error::EnoughRequests);
        }
        tracing::info!(category = category.word(), "a request came in");
        Ok(id.to_string())
    }
}

/// Where what was written belongs.
fn place(id: &RequestId) -> Place<'_> {
    Place {
        tenant: INSTALLATION,
        table: "request",
        row: id.as_str(),
        field: "sealed",
        schema: 1,
        revision: 0,
    }
}
