//! The pages of the policy say what the registry says, to everybody, and say it only where it is so.

use crate::bad_input::words;
use crate::test_app::{TestApp, browser, send};
use clario_backend::Field;
use clario_privacy::facts::Facts;
use clario_privacy::policy::{self, Feature, Page, Why};

const FACTS: &str = r#"
    [operator]
    name = "Example Works"
    country = "Germany"

    [[subprocessor]]
    name = "Hosting of Example"
    category = "hosting"
    purpose = "runs the machine"
    data = ["account", "workspace"]
    country = { name = "Finland", adequate = true }
    transfer = "none-needed"
    since = "2026-01-31"
    agreement = "DPA of January 2026"

    [[subprocessor]]
    name = "Counting of Example"
    category = "analytics"
    purpose = "counts visits"
    data = ["analytics"]
    country = { name = "United States", adequate = false }
    transfer = "standard-contractual-clauses"
    since = "2026-02-01"
    agreement = "DPA of February 2026"
    only_with = "analytics"

    [[subprocessor]]
    name = "Former Hosting"
    category = "hosting"
    purpose = "ran the machine"
    data = ["account"]
    country = { name = "France", adequate = true }
    transfer = "none-needed"
    since = "2025-01-01"
    until = "2026-01-30"
    agreement = "DPA of 2025"

    [[attestation]]
    clause = "AC-73"
    date = "2026-03-01"
"#;

fn facts() -> Facts {
    Facts::parse(FACTS).expect("good facts")
}

async fn told() -> TestApp {
    TestApp::start_with(|config| config.facts = facts()).await
}

async fn html(app: &TestApp, path: &str) -> String {
    let answer = send(browser().get(app.url(path))).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.expect("html")
}

/// The sentences that the registry puts on a page, where these facts hold.
fn expected(page: Page) -> Vec<String> {
    let mut facts = facts();
    facts.features.insert(Feature::Sample);
    facts.features.insert(Feature::Mail);
    let published = policy::current().publish(&facts);
    let groups = published.page(page);
    groups.iter().flat_map(|(_, clauses)| clauses.iter().map(|shown| shown.text.clone())).collect()
}

/// Each sentence stands on the page, in the order of the registry.
fn in_order(page: &str, sentences: &[String]) {
    let text = words(page);
    let mut at = 0;
    for sentence in sentences {
        let found = text[at..].find(sentence.as_str());
        at += found.unwrap_or_else(|| panic!("{sentence:?} is not on the page, or not in its place"))
            + sentence.len();
    }
}

#[tokio::test]
async fn every_page_of_the_policy_is_the_registry_read_aloud() {
    let app = told().await;
    for (path, page) in [
        ("/privacy", Page::Privacy),
        ("/security", Page::Security),
        ("/your-choices", Page::Choices),
        ("/subprocessors", Page::Subprocessors),
    ] {
        let html = html(&app, path).await;
        let sentences = expected(page);
        assert!(sentences.len() >= 2, "{path}: {}", sentences.len());
        in_order(&html, &sentences);
        let shown = html.matches("class=\"clause\"").count();
        assert_eq!(shown, sentences.len(), "{path} shows its sentences and no other");
    }
    clario_proofs::proves(&["AC-01", "AC-58", "SE-10"]);
}

#[tokio::test]
async fn the_version_its_day_and_its_past_stand_on_the_page() {
    let app = told().await;
    let current = policy::current();
    let page = html(&app, "/privacy").await;
    let text = words(&page);
    assert!(
        text.contains(&format!("Version {}, in effect since 22 November 2026", current.number)),
        "{text}"
    );
    for version in policy::versions() {
        assert!(text.contains(&version.changes));
        for name in [version.number.to_string(), policy::hex(&version.hash)] {
            let page = html(&app, &format!("/privacy/{name}")).await;
            assert!(page.contains(&policy::hex(&version.hash)), "{name}");
        }
    }
    for name in ["0", "99", "one", "'", &"f".repeat(64)] {
        let answer = send(browser().get(app.url(&format!("/privacy/{name}")))).await;
        assert_eq!(answer.status(), 404, "{name}");
    }
    clario_proofs::proves(&["AC-01", "AZ-16"]);
}

#[tokio::test]
async fn what_the_operator_has_not_stated_is_not_claimed() {
    let app = TestApp::start().await;
    let page = words(&html(&app, "/privacy").await);
    assert!(
        !page.contains("This installation is run by") && page.contains("has not stated yet who they are")
    );
    let companies = words(&html(&app, "/subprocessors").await);
    assert!(companies.contains("has named no company") && !companies.contains("written agreement"));
    let app = told().await;
    let page = words(&html(&app, "/privacy").await);
    assert!(page.contains("This installation is run by Example Works in Germany"), "{page}");
    let held = policy::current().publish(&Facts { attestations: Vec::new(), ..facts() }).unpublished;
    assert!(held.iter().any(|it| it.why == Why::NotAttested), "something waits for the operator's word");
    clario_proofs::proves(&["AC-75", "SE-10"]);
}

#[tokio::test]
async fn the_fields_on_the_page_are_the_fields_that_are_asked_for() {
    let app = told().await;
    let person = crate::person::Person::new(&app, "grace@example.org").await;
    for page in [
        html(&app, "/privacy").await,
        html(&app, "/security").await,
        person.text(&app, &person.page("connect")).await,
    ] {
        let table = page.split("aria-label=\"Fields that are read\"").nth(1).expect("the table of fields");
        let table = table.split("</table>").next().expect("its end");
        assert_eq!(table.matches("<tr").count(), Field::all().len() + 1, "a row each, and a head");
        let text = words(table);
        for field in Field::all() {
            assert!(text.contains(field.title()) && text.contains(field.purpose()), "{field:?}");
            assert!(
                field.wire_name().is_none_or(|name| table.contains(&format!("<code>{name}</code>"))),
                "{field:?}"
            );
        }
    }
    clario_proofs::proves(&["AC-22"]);
}

#[tokio::test]
async fn every_purpose_is_shown_with_its_one_basis() {
    let app = told().await;
    let page = words(&html(&app, "/privacy").await);
    let registry = &policy::current().registry;
    let mut shown = 0;
    for purpose in &registry.purposes {
        let is_built =
            purpose.data.iter().any(|key| registry.built().any(|clause| clause.data.contains(key)));
        assert_eq!(page.contains(&purpose.title), is_built, "{}", purpose.title);
        shown += usize::from(is_built);
    }
    assert!(shown >= 6, "{shown}");
    let choices = words(&html(&app, "/your-choices").await);
    for purpose in registry.purposes.iter().filter(|purpose| page.contains(&purpose.title)) {
        assert!(choices.contains(&purpose.reason), "{}", purpose.key);
        assert_eq!(choices.contains(&purpose.title), purpose.mandatory, "{}", purpose.key);
    }
    clario_proofs::proves(&["AC-61", "AL-04"]);
}

#[tokio::test]
async fn companies_are_shown_with_everything_and_active_only_while_they_are() {
    let app = told().await;
    let page = words(&html(&app, "/subprocessors").await);
    for text in [
        "Hosting of Example",
        "Hosting: runs the machine",
        "Account, Workspace",
        "Finland; none needed",
        "Active, since 31 January 2026",
        "DPA of January 2026",
        "Counting of Example",
        "Inactive, since 1 February 2026",
        "standard contractual clauses",
        "Former Hosting",
        "Inactive, from 1 January 2025 to 30 January 2026",
        "(Attested by the operator on 1 March 2026, not proven.)",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    clario_proofs::proves(&["AC-72", "AZ-13"]);
}

#[tokio::test]
async fn authorities_age_and_measures_are_told() {
    let app = told().await;
    let choices = html(&app, "/your-choices").await;
    assert!(choices.contains("href=\"https://ico.org.uk/make-a-complaint/\""));
    assert!(choices.contains("href=\"https://www.edpb.europa.eu/about-edpb/about-edpb/members_en\""));
    let sign_up = words(&html(&app, "/sign-up").await);
    assert!(sign_up.contains("for people of 16 years and more"), "{sign_up}");
    assert!(!sign_up.to_lowercase().contains("birth"));
    let security = html(&app, "/security").await;
    for measure in ["AC-54", "AL-19", "AC-28", "AL-08"] {
        assert!(security.contains(&format!("id=\"{measure}\"")), "{measure} is cited on the page of privacy");
    }
    clario_proofs::proves(&["AC-93", "AC-94", "AC-76"]);
}

#[tokio::test]
async fn the_proof_page_knows_every_promise_and_claims_nothing_without_a_record() {
    let app = told().await;
    let page = html(&app, "/proof").await;
    let registry = &policy::current().registry;
    let ids = registry.clauses.iter().map(|it| &it.id).chain(registry.absent.iter().map(|it| &it.id));
    for id in ids {
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    let text = words(&page);
    assert!(text.contains("Of 164 promises this build makes"), "{text}");
    let has_record = text.contains("The tests of this build ran until");
    assert_ne!(has_record, text.contains("was built without a record of its tests"));
    assert!(has_record || text.contains(": 0 are proven by tests"));
    clario_proofs::proves(&["AC-58"]);
}

#[tokio::test]
async fn the_terms_name_their_version_and_their_digest() {
    let app = told().await;
    let text = words(&html(&app, "/terms").await);
    let terms = clario_backend::terms::current();
    assert!(text.contains(&format!("Version {}, SHA-256 {}", terms.version, terms.hash)), "{text}");
}

#[tokio::test]
async fn every_footer_leads_to_the_pages_of_the_policy() {
    let app = told().await;
    for path in ["/", "/sign-in", "/privacy", "/w/sample/overview", "/no-such-page"] {
        let page = send(browser().get(app.url(path))).await.text().await.expect("html");
        let footer = page.split("<footer").nth(1).expect("a footer");
        for link in ["/privacy", "/terms", "/security", "/subprocessors", "/your-choices", "/proof"] {
            assert!(footer.contains(&format!("href=\"{link}\"")), "{link} on {path}");
        }
    }
}

#[tokio::test]
async fn every_right_is_reached_from_the_privacy_page_of_an_account() {
    let app = told().await;
    let person = crate::person::Person::new(&app, "grace@example.org").await;
    let page = person.text(&app, "/account/privacy").await;
    let main = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page");
    for (right, way) in [
        ("access and download", "action=\"/account/privacy/export\""),
        ("correction", "href=\"/account\""),
        ("restriction", "value=\"pause\""),
        ("objection", "href=\"/cookie-preferences\""),
        ("deletion", "Close your account"),
    ] {
        assert!(main.contains(way), "{right}");
    }
    clario_proofs::proves(&["AL-23"]);
}
