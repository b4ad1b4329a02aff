//! What is counted, in words.

use super::usage::UsageRow;
use clario_backend::{QuotaKind, Usage};

/// The rows of the page.
pub(super) fn rows(usage: &[Usage]) -> Vec<UsageRow> {
    usage
        .iter()
        .map(|usage| {
            let (kind, about) = words(usage.kind);
            UsageRow {
                kind: kind.to_owned(),
                about: about.to_owned(),
                today: usage.today,
                most: usage.most,
                month: usage.month,
            }
        })
        .collect()
}

fn words(kind: QuotaKind) -> (&'static str, &'static str) {
    match kind {
        QuotaKind::ProviderCalls => {
            ("Requests to providers", "Each question that is sent to Jira counts, repeated ones too.")
        }
        QuotaKind::Exports => ("Downloads", "Tables for spreadsheets and exports."),
        QuotaKind::Mails => ("Letters", "Invitations, confirmations and notices."),
        QuotaKind::ApiCalls => {
            ("Calls of the programming interface", "Charts ask once when they are read point by point.")
        }
    }
}
