//! The features that sentences of the policy speak of, so that none describes what this build does not do.

use serde::Deserialize;

/// Something the product does or may do one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// The question about cookies, its log and its receipts.
    Consent,
    /// Google Analytics, where the operator set an id.
    Analytics,
    /// Page counts, performance samples and error events of our own.
    Telemetry,
    /// Error events grouped for the operator.
    Incidents,
    /// Notices of the operator in the product and by letter.
    Notices,
    /// The forms for messages, abuse and copyright, with their ledger.
    Requests,
    /// The list of people whose pseudonyms are left out.
    Exclusion,
    /// The switches that restrict and object.
    Restriction,
    /// Daily encrypted backups.
    Backups,
    /// The watch over database, chains and ciphertext.
    Integrity,
    /// Letters through a mail server.
    Mail,
    /// The sample workspace.
    Sample,
    /// Transport encryption in front of the program.
    Tls,
    /// People of the provider's data.
    People,
    /// Links that open a page to somebody without an account.
    ShareLinks,
    /// Keys for programs.
    ApiKeys,
    /// Azure DevOps as a provider.
    Azure,
    /// Jira Data Center as a provider.
    DataCenter,
    /// Metrics for Prometheus.
    Metrics,
}

/// Whether a feature is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is part of every installation.
    Built,
    /// It is there where the operator switched it on.
    Optional,
    /// This build does not have it.
    Absent,
}
