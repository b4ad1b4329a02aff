//! The policy in words: what the registry, the operator's facts and the program's own lists become on pages.

use super::ApiError;
use super::connect::FieldRead;
use super::context::{self, ProofFile};
use super::policy::{
    ClauseLine, CompanyRow, CookieRow, DataRow, PolicyPage, PolicySection, ProofPage, ProofRow, PurposeRow,
    VersionLine,
};
use clario_backend::policy::{
    self, Facts, Feature, Page, PolicyVersion, Proof, Registry, State, Subprocessor, Why,
};
use clario_backend::zones;

/// A published version by its number or its digest; the newest one without.
pub(super) fn find(version: Option<&str>) -> Result<&'static PolicyVersion, ApiError> {
    let Some(wanted) = version else { return Ok(policy::current()) };
    policy::versions()
        .iter()
        .find(|version| version.number.to_string() == wanted || policy::hex(&version.hash) == wanted)
        .ok_or(ApiError::Missing)
}

/// A page of a version.
pub(super) fn page(version: &'static PolicyVersion, page: Page) -> Result<PolicyPage, ApiError> {
    let backend = context::backend()?;
    let facts = backend.facts();
    let published = backend.published(version);
    let sections = published
        .page(page)
        .into_iter()
        .map(|(section, clauses)| PolicySection {
            key: section.key.clone(),
            title: section.title.clone(),
            clauses: clauses
                .into_iter()
                .map(|shown| ClauseLine {
                    id: shown.clause.id.clone(),
                    text: shown.text.clone(),
                    attested: shown.attested.as_deref().map(policy::day),
                })
                .collect(),
        })
        .collect();
    let registry = &version.registry;
    Ok(PolicyPage {
        version: line(version),
        newest: policy::current().number,
        sections,
        versions: policy::versions().iter().rev().map(line).collect(),
        data: data(registry),
        purposes: purposes(registry),
        cookies: cookies(facts),
        fields: fields(),
        companies: facts.subprocessors.iter().map(|company| row(company, facts, registry)).collect(),
    })
}

/// The fields that requests to a provider are made from.
pub(super) fn fields() -> Vec<FieldRead> {
    clario_backend::Field::all()
        .iter()
        .map(|field| FieldRead {
            title: field.title().to_owned(),
            purpose: field.purpose().to_owned(),
            wire_name: field.wire_name().map(str::to_owned),
        })
        .collect()
}

fn line(version: &PolicyVersion) -> VersionLine {
    VersionLine {
        number: version.number,
        effective: policy::day(&version.effective),
        changes: version.changes.clone(),
        hash: policy::hex(&version.hash),
    }
}

/// The classes of data that a sentence of this build is about, or that a purpose of it uses.
fn data(registry: &Registry) -> Vec<DataRow> {
    let is_used = |key: &String| registry.built().any(|clause| clause.data.contains(key));
    registry
        .data
        .iter()
        .filter(|class| is_used(&class.key))
        .map(|class| DataRow {
            title: class.title.clone(),
            holds: class.holds.clone(),
            retention: class.retention.clone(),
        })
        .collect()
}

fn purposes(registry: &Registry) -> Vec<PurposeRow> {
    let title = |key: &String| {
        registry
            .data
            .iter()
            .find(|class| class.key == *key)
            .map(|class| class.title.clone())
            .unwrap_or_default()
    };
    registry
        .purposes
        .iter()
        .filter(|purpose| {
            purpose.data.iter().any(|key| registry.built().any(|clause| clause.data.contains(key)))
        })
        .map(|purpose| PurposeRow {
            title: purpose.title.clone(),
            basis: first_upper(purpose.basis.words()),
            data: purpose.data.iter().map(title).collect::<Vec<_>>().join(", "),
            recipients: match purpose.recipients.as_slice() {
                [] => "Nobody".to_owned(),
                list => first_upper(&list.join(", ")),
            },
            reason: purpose.reason.clone(),
        })
        .collect()
}

/// The cookies of this installation; those of analytics where it is on.
fn cookies(facts: &Facts) -> Vec<CookieRow> {
    use clario_backend::policy::cookies::{COOKIES, Category};
    COOKIES
        .iter()
        .filter(|cookie| {
            cookie.category == Category::Essential || facts.features.contains(&Feature::Analytics)
        })
        .map(|cookie| {
            let is_bound = cookie.category == Category::Essential && facts.features.contains(&Feature::Tls);
            CookieRow {
                name: format!("{}{}", if is_bound { "__Host-" } else { "" }, cookie.name),
                category: cookie.category.word().to_owned(),
                purpose: cookie.purpose.to_owned(),
                life: cookie.life.to_owned(),
            }
        })
        .collect()
}

fn row(company: &Subprocessor, facts: &Facts, registry: &Registry) -> CompanyRow {
    let title = |key: &String| {
        let class = registry.data.iter().find(|class| class.key == *key);
        class.map_or_else(|| key.clone(), |class| class.title.clone())
    };
    let since = policy::day(&company.since);
    let about = |feature: Feature| {
        let note = registry.features.iter().find(|note| note.name == feature);
        note.map(|note| note.about.clone()).unwrap_or_default()
    };
    CompanyRow {
        name: company.name.clone(),
        purpose: format!("{}: {}", company.category.word(), company.purpose),
        data: company.data.iter().map(title).collect::<Vec<_>>().join(", "),
        place: format!("{}; {}", company.country.name, company.transfer.words()),
        time: company.until.as_deref().map_or_else(
            || format!("since {since}"),
            |until| format!("from {since} to {}", policy::day(until)),
        ),
        is_active: company.is_active(|feature| match registry.state(feature) {
            State::Built => true,
            State::Optional => facts.features.contains(&feature),
            State::Absent => false,
        }),
        only_with: company.only_with.map(about).unwrap_or_default(),
        agreement: company.agreement.clone(),
    }
}

/// Every promise with the tests that proved it when the program was built.
pub(super) fn proof() -> Result<ProofPage, ApiError> {
    let backend = context::backend()?;
    let version = policy::current();
    let published = backend.published(version);
    let record = leptos::prelude::use_context::<ProofFile>().and_then(|file| file.0);
    let registry = &version.registry;
    let mut page = ProofPage {
        version: version.number,
        made: record.as_deref().map(|record| zones::day(record.made, "UTC")).unwrap_or_default(),
        clauses: Vec::new(),
        proven: 0,
        attested: 0,
        absent: registry.absent.iter().map(|it| (it.id.clone(), it.reason.clone())).collect(),
    };
    for clause in &registry.clauses {
        if let Some(feature) = registry.missing(clause) {
            page.absent.push((clause.id.clone(), feature.about.clone()));
            continue;
        }
        let tests = record.as_deref().and_then(|record| record.clauses.get(&clause.id));
        let last = tests.and_then(|tests| tests.iter().map(|test| test.time).max());
        let held_back = published.unpublished.iter().find(|it| it.clause.id == clause.id);
        page.proven += usize::from(last.is_some());
        page.attested += usize::from(clause.is_attested());
        page.clauses.push(ProofRow {
            id: clause.id.clone(),
            text: published
                .shown
                .iter()
                .find(|shown| shown.clause.id == clause.id)
                .map_or_else(|| without_facts(&clause.text), |shown| shown.text.clone()),
            kind: kind(&clause.proof),
            tests: tests.into_iter().flatten().map(|test| test.test.clone()).collect(),
            day: last.map(|time| zones::day(time, "UTC")).unwrap_or_default(),
            held_back: held_back.map(|it| why(&it.why).to_owned()).unwrap_or_default(),
        });
    }
    page.clauses.sort_by(|one, other| one.id.cmp(&other.id));
    page.absent.sort();
    Ok(page)
}

/// What stands in place of a fact that nobody stated.
fn without_facts(text: &str) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('…');
        out.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    out
}

fn why(why: &Why) -> &'static str {
    match why {
        Why::NotBuilt(_) => "not part of this build",
        Why::Off(_) => "not shown here: the operator has not switched it on",
        Why::Fact(_) => "not shown here: the operator has not stated what it needs",
        Why::NotAttested => "not shown here: the operator has not vouched for it",
    }
}

fn kind(proof: &[Proof]) -> String {
    let words: Vec<_> = proof
        .iter()
        .map(|proof| match proof {
            Proof::T => "a test of what the program does",
            Proof::S => "a test of how it is built",
            Proof::R => "watched by the running program",
            Proof::O => "attested by the operator, not proven",
        })
        .collect();
    first_upper(&words.join("; "))
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
