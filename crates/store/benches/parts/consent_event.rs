//! An event of the consent log as the banner would write it, for tests and benchmarks.

use clario_privacy::consent::{DAY, Layer, Mechanism, Purpose, State};
use clario_store::{AccountId, NewConsentEvent};

pub(crate) fn consent_event<'a>(
    subject: &'a str,
    account: Option<&'a AccountId>,
    purpose: Purpose,
    state: State,
    time: i64,
) -> NewConsentEvent<'a> {
    NewConsentEvent {
        subject,
        account,
        purpose,
        state,
        mechanism: Mechanism::BannerAccept,
        layer: Layer::First,
        locale: "en",
        banner_text_hash: &[7; 32],
        policy_version: 1,
        policy_hash: &[8; 32],
        gpc: false,
        dnt: false,
        time,
        valid_until: Some(time + 180 * DAY),
    }
}
