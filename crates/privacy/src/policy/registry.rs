//! The clause registry of one version: every sentence with what it rests on and how it is proven.

use super::feature::{Feature, State};
use serde::Deserialize;

mod check;

/// Everything a version states, as it is written in `policy/<version>/clauses.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Headings, in the order of the pages.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// The classes of data there are.
    #[serde(rename = "data")]
    pub data: Vec<DataClass>,
    /// What data is used for.
    #[serde(rename = "purpose")]
    pub purposes: Vec<Purpose>,
    /// The features that sentences depend on.
    #[serde(rename = "feature")]
    pub features: Vec<FeatureNote>,
    /// The sentences, in the order of the pages.
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
    /// Promises that this version does not make.
    #[serde(rename = "absent")]
    pub absent: Vec<Absent>,
}

/// A heading of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name in the registry.
    pub key: String,
    /// The page it stands on.
    pub page: Page,
    /// Its words.
    pub title: String,
}

/// The pages that are made of clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// `/privacy`
    Privacy,
    /// `/security`
    Security,
    /// `/your-choices`
    Choices,
    /// `/subprocessors`
    Subprocessors,
}

/// A class of data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataClass {
    /// Its name in the registry.
    pub key: String,
    /// The words people read.
    pub title: String,
    /// What belongs to it.
    pub holds: String,
    /// How long it is kept.
    pub retention: String,
    /// Whether it is the program's own and about no person.
    #[serde(default)]
    pub technical: bool,
}

/// Something data is used for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its name in the registry.
    pub key: String,
    /// The words people read.
    pub title: String,
    /// The one legal basis it rests on.
    pub basis: Basis,
    /// The classes of data it uses.
    pub data: Vec<String>,
    /// Who receives data for it beside the operator: categories of subprocessors, `provider` or nobody.
    pub recipients: Vec<String>,
    /// Whether a person cannot switch it off; then `reason` says why.
    #[serde(default)]
    pub mandatory: bool,
    /// Why it cannot be switched off.
    #[serde(default)]
    pub reason: String,
}

/// The legal bases that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// To do what a person signed up for.
    Contract,
    /// A yes that can be taken back.
    Consent,
    /// Interests of the operator that weigh more than those of the person.
    LegitimateInterests,
    /// A law demands it.
    LegalObligation,
}

/// Whether a feature is there, and what it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureNote {
    /// The feature.
    pub name: Feature,
    /// Whether it is there.
    pub state: State,
    /// Why it is not, or what switches it on.
    pub about: String,
}

/// One sentence of the policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its id, such as `AC-09`; it never changes.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// The sentence; `{operator.name}` and the like stand for facts of the operator.
    pub text: String,
    /// What it rests on.
    pub basis: Basis,
    /// The classes of data it is about.
    pub data: Vec<String>,
    /// The purposes it is about.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// How it is proven.
    pub proof: Vec<Proof>,
    /// The facts without which it is not published, beside those in its text.
    #[serde(default)]
    pub facts: Vec<String>,
    /// The features without which it is not published.
    #[serde(default)]
    pub features: Vec<Feature>,
}

/// How a sentence is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Proof {
    /// A test of what the program does.
    T,
    /// A test of how it is built: it could not be compiled otherwise, or an inventory is complete.
    S,
    /// The running program watches it.
    R,
    /// Nothing but the word of the operator.
    O,
}

/// A promise that this version does not make.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// Its id.
    pub id: String,
    /// Why not.
    pub reason: String,
}

impl Registry {
    /// Reads a registry and checks that everything in it refers to something.
    ///
    /// # Errors
    /// A sentence that names the entry that is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let registry: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        registry.check()?;
        Ok(registry)
    }

    /// Whether a feature is there.
    pub fn state(&self, feature: Feature) -> State {
        self.features.iter().find(|note| note.name == feature).map_or(State::Absent, |note| note.state)
    }

    /// The page a clause stands on.
    pub fn page(&self, clause: &Clause) -> Option<Page> {
        self.sections.iter().find(|section| section.key == clause.section).map(|section| section.page)
    }

    /// Why a clause is not part of this build; `None` when it is.
    pub fn missing(&self, clause: &Clause) -> Option<&FeatureNote> {
        self.features.iter().find(|note| note.state == State::Absent && clause.features.contains(&note.name))
    }

    /// The sentences this build keeps.
    pub fn built(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| self.missing(clause).is_none())
    }
}

impl Clause {
    /// Whether only the operator can vouch for it.
    pub fn is_attested(&self) -> bool {
        self.proof.iter().all(|proof| *proof == Proof::O)
    }

    /// The facts that its text and its list ask for.
    pub fn needed_facts(&self) -> impl Iterator<Item = &str> {
        let placed =
            self.text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        self.facts.iter().map(String::as_str).chain(placed)
    }
}

impl Basis {
    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Consent => "consent",
            Self::LegitimateInterests => "legitimate interests",
            Self::LegalObligation => "legal obligation",
        }
    }
}
