//! The report of a page: JSON of a closed form, read whole or refused whole.

use clario_privacy::telemetry::{ErrorName, File, Metric};
use clario_store::{Cell, Fault, IncidentSource};
use serde::Deserialize;

use crate::Backend;

/// The most events of one report.
const MOST_EVENTS: usize = 20;
/// Lines and columns that our files have at the most.
const LONGEST_FILE: u32 = 10_000_000;
const DAY: i64 = 24 * 60 * 60;

/// What the choices of whoever looks at the page allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allowed {
    /// Counting the page.
    pub views: bool,
    /// Samples of its speed.
    pub timings: bool,
    /// Its errors.
    pub errors: bool,
}

/// What was sent is not the report of a page of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not a report of one of our pages.")]
pub struct NotAReport;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    route: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Event {
    View {},
    Timing { metric: String, value: u32 },
    Error { name: String, file: String, line: u32, column: u32 },
}

/// An event whose words are all known.
enum Known {
    View,
    Timing(Metric, u8),
    Error(ErrorName, File, u32, u32),
}

impl Event {
    fn known(&self) -> Option<Known> {
        Some(match self {
            Self::View {} => Known::View,
            Self::Timing { metric, value } => {
                let metric = Metric::of(metric)?;
                Known::Timing(metric, metric.step(*value))
            }
            Self::Error { name, file, line, column } => {
                let good = *line <= LONGEST_FILE && *column <= LONGEST_FILE;
                good.then_some(Known::Error(ErrorName::of(name)?, File::of(file)?, *line, *column))?
            }
        })
    }
}

fn read(body: &[u8], is_route: &dyn Fn(&str) -> bool) -> Option<(String, Vec<Known>)> {
    let report: Report = serde_json::from_slice(body).ok()?;
    if !is_route(&report.route) || report.events.len() > MOST_EVENTS {
        return None;
    }
    let events = report.events.iter().map(Event::known).collect::<Option<Vec<_>>>()?;
    Some((report.route, events))
}

impl Backend {
    /// Takes the report of a page, as far as it is allowed. What is not allowed is dropped here and now; a report with
    /// anything that has no place in it is refused as a whole.
    ///
    /// # Errors
    /// When it is not the report of a page of ours.
    pub fn take_report(
        &self,
        body: &[u8],
        allowed: Allowed,
        is_route: &dyn Fn(&str) -> bool,
    ) -> Result<(), NotAReport> {
        let (route, events) = read(body, is_route).ok_or(NotAReport)?;
        let day = self.now().div_euclid(DAY);
        let mut gathered = self.inner.reports.gathered();
        let cell = |kind, step| Cell { day, kind, route: route.clone(), step };
        for event in events {
            match event {
                Known::View if allowed.views => gathered.count(cell("view", 0), 1),
                Known::Timing(metric, step) if allowed.timings => {
                    gathered.count(cell(metric.word(), step), 1);
                }
                Known::Error(name, file, line, column) if allowed.errors => {
                    let place = match file {
                        // Lines of a page are not the same for two visitors.
                        File::Page => file.word().to_owned(),
                        _ => format!("{}:{line}:{column}", file.word()),
                    };
                    let fault = Fault {
                        source: IncidentSource::Browser,
                        name: name.word(),
                        route: route.clone(),
                        place,
                    };
                    gathered.fault(fault, 1);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(body: &str) -> Option<usize> {
        read(body.as_bytes(), &|route| route == "/w/{workspace}/flow").map(|(_, events)| events.len())
    }

    fn with(event: &str) -> Option<usize> {
        events(&format!(r#"{{"route":"/w/{{workspace}}/flow","events":[{event}]}}"#))
    }

    #[test]
    fn the_report_of_a_page_is_read() {
        let all = [
            r#"{"kind":"view"}"#,
            r#"{"kind":"timing","metric":"cls","value":0}"#,
            r#"{"kind":"error","name":"TypeError","file":"program","line":1,"column":4294967}"#,
        ];
        assert_eq!(with(&all.join(",")), Some(3));
        assert_eq!(with(""), Some(0));
        assert_eq!(with(&[all[0]; 21].join(",")), None, "more than a page has");
    }

    #[test]
    fn another_kind_another_field_or_another_word_refuses_the_whole() {
        for event in [
            r#"{"kind":"click"}"#,
            r#"{"kind":"view","user":"ada"}"#,
            r#"{"kind":"view","url":"https://flow.example.org/?token=secret"}"#,
            r#"{"kind":"timing","metric":"fid","value":1}"#,
            r#"{"kind":"timing","metric":"lcp","value":-1}"#,
            r#"{"kind":"timing","metric":"lcp","value":1.5}"#,
            r#"{"kind":"timing","metric":"lcp","value":99999999999}"#,
            r#"{"kind":"timing","metric":"lcp"}"#,
            r#"{"kind":"timing","metric":"lcp","value":1,"id":"x"}"#,
            r#"{"kind":"error","name":"TypeError: a is undefined","file":"script","line":1,"column":1}"#,
            r#"{"kind":"error","name":"Error","file":"https://x.example/a.js","line":1,"column":1}"#,
            r#"{"kind":"error","name":"Error","file":"script","line":1,"column":1,"message":"ada@example.org"}"#,
            r#"{"kind":"error","name":"Error","file":"script","line":4294967295,"column":1}"#,
            r#"{"Kind":"view"}"#,
            "{}",
            "null",
            "\"view\"",
        ] {
            assert_eq!(with(event), None, "{event}");
            assert_eq!(with(&format!(r#"{{"kind":"view"}},{event}"#)), None, "{event}");
        }
        for body in [
            "",
            "[]",
            "{",
            r#"{"route":"/w/{workspace}/flow"}"#,
            r#"{"events":[]}"#,
            r#"{"route":"/w/0123456789abcdef/flow","events":[]}"#,
            r#"{"route":"/w/{workspace}/flow?x","events":[]}"#,
            r#"{"route":"/w/{workspace}/flow","events":[],"session":"x"}"#,
        ] {
            assert_eq!(events(body), None, "{body}");
        }
        let deep = format!("{}{}", "[".repeat(4_000), "]".repeat(4_000));
        assert_eq!(events(&deep), None);
    }

    /// Whatever looks like a secret has no field to stand in.
    #[test]
    fn no_secret_finds_a_place() {
        let corpus = [
            "ATATT3xCanaryTokenThatMustNotLeak=0A1B2C3D",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
            "Bearer abcdef0123456789",
            "Basic YWRhOnNlY3JldA==",
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
            "AKIAIOSFODNN7EXAMPLE",
            "ada.lovelace@example.org",
            "4111 1111 1111 1111",
            "5500005555555559",
            "password=hunter2",
            "-----BEGIN PRIVATE KEY-----",
            "192.0.2.77",
            "?token=0123456789abcdef",
            "Set-Cookie: ac_session=1",
            "Wilhelmina Quackenbush",
        ];
        for secret in corpus {
            for body in [
                format!(r#"{{"route":"{secret}","events":[]}}"#),
                format!(r#"{{"route":"/w/{{workspace}}/flow","events":[{{"kind":"{secret}"}}]}}"#),
                format!(r#"{{"route":"/w/{{workspace}}/flow","events":[{{"kind":"view","{secret}":1}}]}}"#),
                format!(
                    r#"{{"route":"/w/{{workspace}}/flow","events":[{{"kind":"timing","metric":"{secret}","value":1}}]}}"#
                ),
                format!(
                    r#"{{"route":"/w/{{workspace}}/flow","events":[{{"kind":"error","name":"{secret}","file":"script","line":1,"column":1}}]}}"#
                ),
                format!(
                    r#"{{"route":"/w/{{workspace}}/flow","events":[{{"kind":"error","name":"Error","file":"{secret}","line":1,"column":1}}]}}"#
                ),
                format!(r#"{{"route":"/w/{{workspace}}/flow","events":[],"{secret}":""}}"#),
            ] {
                assert_eq!(events(&body), None, "{body}");
            }
        }
        clario_proofs::proves(&["AC-12", "SE-03"]);
    }
}
