//! The policy as pages: its sentences under their headings, and the tables made from what the program itself uses.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::ApiError;
use super::connect::FieldRead;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A heading with its sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySection {
    /// Its name in the registry.
    pub key: String,
    /// The heading.
    pub title: String,
    /// Its sentences.
    pub clauses: Vec<ClauseLine>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseLine {
    /// Its id.
    pub id: String,
    /// Its text, with the operator's facts in it.
    pub text: String,
    /// The day the operator vouched for it, in words, where nothing else proves it.
    pub attested: Option<String>,
}

/// A published version in the list of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Its number.
    pub number: u32,
    /// The day it took effect, in words.
    pub effective: String,
    /// What it changed.
    pub changes: String,
    /// SHA-256 of its texts, 64 hexadecimal digits.
    pub hash: String,
}

/// A class of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRow {
    /// Its name.
    pub title: String,
    /// What belongs to it.
    pub holds: String,
    /// How long it is kept.
    pub retention: String,
}

/// A purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeRow {
    /// What data is used for.
    pub title: String,
    /// The legal basis.
    pub basis: String,
    /// The classes of data.
    pub data: String,
    /// Who receives data beside the operator.
    pub recipients: String,
    /// Why it cannot be switched off; empty when it can.
    pub reason: String,
}

/// A cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CookieRow {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub category: String,
    /// What it is for.
    pub purpose: String,
    /// How long it stays.
    pub life: String,
}

/// A company that handles data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRow {
    /// Its name.
    pub name: String,
    /// Its kind and what it does.
    pub purpose: String,
    /// The classes of data.
    pub data: String,
    /// Its country, and why data may go there.
    pub place: String,
    /// From when to when, in words.
    pub time: String,
    /// Whether it handles data today.
    pub is_active: bool,
    /// The feature it is needed for alone; empty when for all.
    pub only_with: String,
    /// The agreement with it.
    pub agreement: String,
}

/// A page of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPage {
    /// The version it is made from.
    pub version: VersionLine,
    /// The newest version.
    pub newest: u32,
    /// Its sentences.
    pub sections: Vec<PolicySection>,
    /// All versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The classes of data.
    pub data: Vec<DataRow>,
    /// The purposes.
    pub purposes: Vec<PurposeRow>,
    /// The cookies.
    pub cookies: Vec<CookieRow>,
    /// The provider's fields that are read.
    pub fields: Vec<FieldRead>,
    /// The companies that handle data.
    pub companies: Vec<CompanyRow>,
}

/// What tests proved when this program was built.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRecord {
    /// When the record was made, in seconds since 1970-01-01T00:00:00Z.
    pub made: i64,
    /// The tests of each clause.
    pub clauses: BTreeMap<String, Vec<ProvingTest>>,
}

/// A test that passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvingTest {
    /// The file and the name of the test.
    pub test: String,
    /// When it last passed, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
}

/// What is known of the proof of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRow {
    /// Its id.
    pub id: String,
    /// Its sentence.
    pub text: String,
    /// How it is proven, in words.
    pub kind: String,
    /// The tests that proved it.
    pub tests: Vec<String>,
    /// The day the last of them passed, in words; empty when none did.
    pub day: String,
    /// Why this installation does not show the sentence; empty when it does.
    pub held_back: String,
}

/// Every promise with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofPage {
    /// The version of the policy.
    pub version: u32,
    /// When the tests ran, in words; empty when the program was built without a record of them.
    pub made: String,
    /// The promises of this build.
    pub clauses: Vec<ProofRow>,
    /// How many of them tests proved.
    pub proven: usize,
    /// How many of them only the operator can vouch for.
    pub attested: usize,
    /// Promises that this build does not make: id and reason.
    pub absent: Vec<(String, String)>,
}

/// A version of the privacy policy, by its number or its digest; the newest one without.
#[server(endpoint = "privacy-policy", input = GetUrl)]
pub async fn privacy_policy(version: Option<String>) -> Result<PolicyPage, ApiError> {
    use std::future::ready;
    let version = super::policy_words::find(version.as_deref())?;
    ready(super::policy_words::page(version, clario_backend::policy::Page::Privacy)).await
}

/// What protects data.
#[server(endpoint = "security-page", input = GetUrl)]
pub async fn security_page() -> Result<PolicyPage, ApiError> {
    use std::future::ready;
    let version = super::policy_words::find(None)?;
    ready(super::policy_words::page(version, clario_backend::policy::Page::Security)).await
}

/// What people can switch and ask for.
#[server(endpoint = "your-choices", input = GetUrl)]
pub async fn your_choices() -> Result<PolicyPage, ApiError> {
    use std::future::ready;
    let version = super::policy_words::find(None)?;
    ready(super::policy_words::page(version, clario_backend::policy::Page::Choices)).await
}

/// The companies that handle data.
#[server(endpoint = "subprocessors", input = GetUrl)]
pub async fn subprocessors() -> Result<PolicyPage, ApiError> {
    use std::future::ready;
    let version = super::policy_words::find(None)?;
    ready(super::policy_words::page(version, clario_backend::policy::Page::Subprocessors)).await
}

/// Every promise with the tests that proved it.
#[server(endpoint = "proof", input = GetUrl)]
pub async fn proof() -> Result<ProofPage, ApiError> {
    use std::future::ready;
    ready(super::policy_words::proof()).await
}
