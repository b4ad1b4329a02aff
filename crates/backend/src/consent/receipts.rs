//! Receipts: each choice as a record of its own in the shape of ISO/IEC TS 27560:2023, signed, so that a person can show
//! it to anybody and nobody has to ask us. `docs/consent-receipts.md` tells how to verify one.

use clario_privacy::consent::{Purpose, State};
use clario_store::{Acceptance, AccountId, ConsentEvent};
use clario_vault::SigningKey;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::shown;
use crate::Backend;
use crate::audit_log::hexadecimal;
use crate::error::Error;
use crate::sessions::SignedIn;

/// The name of the format, in the file and in each receipt.
const SCHEMA: &str = "altaclario-consent-receipts-v1";
/// Receipts in one file; more than anybody makes choices.
const AT_MOST: u32 = 10_000;

impl Backend {
    /// The receipts of a person as the text of a file.
    pub async fn consent_receipts(&self, who: &SignedIn) -> Result<String, Error> {
        self.receipts_of(who.account()).await
    }

    pub(crate) async fn receipts_of(&self, account: &AccountId) -> Result<String, Error> {
        let key = self.signing_key().await?;
        let mut events = self.store().consent_history(account, AT_MOST).await?;
        events.reverse();
        let accepted = self.store().acceptances(account).await?;
        let receipts: Vec<Value> = accepted
            .iter()
            .map(|acceptance| self.acceptance_receipt(account, acceptance))
            .chain(events.iter().map(|event| self.event_receipt(event)))
            .map(|receipt| signed(&key, &receipt))
            .collect();
        let file = json!({ "schema": SCHEMA, "signer": key.public().to_string(), "receipts": receipts });
        Ok(format!("{file:#}\n"))
    }

    fn event_receipt(&self, event: &ConsentEvent) -> Value {
        let purpose = Purpose::parse(&event.purpose);
        let words = shown::words(event.policy_version, &event.locale, &event.banner_text_hash);
        let is_google = purpose == Some(Purpose::Analytics) && self.asks_for_google();
        let recipients = if is_google { json!(["Google Analytics"]) } else { json!([]) };
        json!({
            "header": header(&event.id, &event.subject_ref),
            "processing": [{
                "privacy_notice": {
                    "path": "/privacy",
                    "version": event.policy_version,
                    "sha256": hexadecimal(&event.policy_hash),
                    "shown_sha256": hexadecimal(&event.banner_text_hash),
                    "shown": words,
                },
                "language": event.locale,
                "purpose": event.purpose,
                "lawful_basis": "consent",
                "pii_information": purpose.map(data),
                "pii_controllers": ["operator"],
                "recipients": recipients,
                "storage_locations": self.facts().storage.database,
                "retention_period": "as long as the account",
                "jurisdiction": self.facts().operator.country,
                "withdrawal_method": "/cookie-preferences",
            }],
            "party_identification": [self.controller()],
            "event": {
                "event_time": moment(event.time),
                "recorded_time": moment(event.recorded),
                "valid_until": event.valid_until.map(moment),
                "entity_id": if is_own_act(&event.state) { &event.subject_ref } else { "operator" },
                "event_type": "explicit",
                "event_state": event.state,
                "mechanism": event.mechanism,
                "layer": event.layer,
                "global_privacy_control": event.gpc_at_event,
                "do_not_track": event.dnt_at_event,
                "log_number": event.seq,
                "log_sha256": hexadecimal(&event.hash),
            },
        })
    }

    fn acceptance_receipt(&self, account: &AccountId, acceptance: &Acceptance) -> Value {
        let id = format!("{}-{}-{}", acceptance.document, acceptance.version, acceptance.time);
        json!({
            "header": header(&id, account.as_str()),
            "processing": [{
                "privacy_notice": {
                    "path": format!("/{}", acceptance.document),
                    "version": acceptance.version,
                    "sha256": acceptance.hash,
                },
                "language": super::LOCALE,
                "purpose": "account",
                "lawful_basis": "contract",
                "pii_controllers": ["operator"],
                "retention_period": "as long as the account",
                "jurisdiction": self.facts().operator.country,
            }],
            "party_identification": [self.controller()],
            "event": {
                "event_time": moment(acceptance.time),
                "entity_id": account.as_str(),
                "event_type": "explicit",
                "event_state": "accepted",
            },
        })
    }

    fn controller(&self) -> Value {
        json!({
            "party_id": "operator",
            "party_type": "pii controller",
            "party_name": self.facts().operator.name,
            "party_country": self.facts().operator.country,
            "party_contact": "/contact",
        })
    }
}

fn header(id: &str, principal: &str) -> Value {
    json!({
        "schema_version": "ISO/IEC TS 27560:2023",
        "format": SCHEMA,
        "consent_record_id": id,
        "pii_principal_id": principal,
    })
}

fn data(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Analytics => "templates of the routes of opened pages",
        Purpose::Performance => "times until pages were shown",
        Purpose::ErrorReports => "kinds and places of errors",
        Purpose::NewsMail => "the address of the account",
    }
}

fn is_own_act(state: &str) -> bool {
    !matches!(State::parse(state), Some(State::SuspendedByPolicy | State::Expired) | None)
}

fn moment(second: i64) -> String {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX).to_string()
}

/// The exact bytes that were signed stand in the file as a text, so that nobody has to write JSON the same way.
fn signed(key: &SigningKey, receipt: &Value) -> Value {
    let text = receipt.to_string();
    json!({ "receipt": text, "signature": hexadecimal(&key.sign(text.as_bytes())) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_privacy::policy;

    #[test]
    fn a_receipt_reproduces_the_words_that_were_shown() {
        let banner = policy::banner_text(1, "en").expect("the first question");
        assert_eq!(shown::words(1, "en", &banner.hash), Some(banner.text));
        let google = policy::banner_text_with_google(1, "en").expect("the first question");
        assert_eq!(shown::words(1, "en", &google.hash), Some(google.text));
        assert_eq!(shown::words(1, "en", &[0; 32]), None);
        assert_eq!(shown::words(9, "en", &banner.hash), None);
    }

    #[test]
    fn a_signature_is_over_the_exact_text() {
        let key = SigningKey::generate().expect("random");
        let signed = signed(&key, &json!({ "a": 1, "b": "ä" }));
        let text = signed["receipt"].as_str().expect("a text");
        let digits = signed["signature"].as_str().expect("digits");
        let signature: Vec<u8> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal"))
            .collect();
        assert!(key.public().verifies(text.as_bytes(), &signature));
        for at in 0..text.len() {
            let mut altered = text.as_bytes().to_vec();
            altered[at] ^= 1;
            assert!(!key.public().verifies(&altered, &signature), "byte {at}");
        }
    }
}
