//! A second, deliberately simple implementation of docs/metrics.md, which must agree with the engine.

mod agreement;
mod by_hand;
mod engine;
mod item;
mod jira;
mod numbers;
mod team;
mod workflow;

use agreement::{Question, day};
use clario_analytics::calendar::Unit;
use clario_analytics::data_set::DataSet;
use clario_analytics::period::Period;
use clario_analytics::query::{Facet, Query};
use clario_analytics::records::Catalog;
use clario_analytics::team::Team as EngineTeam;
use clario_analytics::workflow::{Stage as EngineStage, StageEdit, WorkflowEdit};
use clario_sandbox::{Sandbox, Settings, Switches};
use engine::Engine;
use item::Issue;
use jiff::tz::TimeZone;
use jira::Board;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use team::Team;
use workflow::{Stage, Workflow};

/// The sandbox's clock.
const NOW: i64 = 1_760_000_400_000;

/// What both sides read of one site.
struct Both {
    catalog: Catalog,
    data: Arc<DataSet>,
    statuses: Vec<Value>,
    boards: Vec<Board>,
    issues: Vec<Issue>,
}

async fn read_twice(settings: Settings) -> Both {
    let sandbox = Sandbox::start(settings).await.expect("a sandbox");
    let (catalog, items) = engine::read(&sandbox.url()).await;
    let site = jira::Site::sandbox(sandbox.url());
    let (statuses, boards, issues) = (site.statuses().await, site.boards().await, site.issues().await);
    assert_eq!(issues.len(), items.len(), "issues read by both");
    let data = Arc::new(DataSet::build(&catalog, items));
    Both { catalog, data, statuses, boards, issues }
}

impl Both {
    /// Two sides of the default teams, after a change to each workflow on both sides.
    fn teams(
        &self,
        change: impl Fn(Workflow) -> Workflow,
        change_engine: impl Fn(EngineTeam) -> EngineTeam,
    ) -> (Vec<Team>, Vec<EngineTeam>) {
        let teams = team::by_board(&self.issues, &self.boards, &self.statuses, change);
        (teams, EngineTeam::defaults("jira", &self.data).into_iter().map(change_engine).collect())
    }

    /// Names of statuses by id: what the histories say, or the site now.
    fn names(&self) -> HashMap<String, String> {
        let told = self.issues.iter().flat_map(|issue| issue.names.iter().cloned());
        let mut names: HashMap<String, String> = told.collect();
        for status in &self.statuses {
            let member = |name: &str| status[name].as_str().expect("text").to_owned();
            names.insert(member("id"), member("name"));
        }
        names
    }

    /// Compares all teams together and each alone over the days that end the day before `NOW`.
    fn compare(&self, teams: &(Vec<Team>, Vec<EngineTeam>), query: &Query, zone: &str, days: u32) -> usize {
        let time_zone = TimeZone::get(zone).expect("a zone");
        let today = day(item::date(NOW, &time_zone));
        let engine = Engine::new(&self.data, teams.1.clone(), zone, today);
        let names = self.names();
        let question = |query: Query, courses, workflow| Question {
            engine: &engine,
            query,
            period: Period::ending(today.plus(-1), days),
            zone: &time_zone,
            courses,
            workflow,
            names: &names,
        };
        for team in &teams.0 {
            let query = query.clone().with(Facet::Team, format!("jira-{}", team.slug));
            question(query, &team.courses, Some(&team.workflow)).compare();
        }
        if teams.0.len() == 1 {
            return question(query.clone(), &teams.0[0].courses, Some(&teams.0[0].workflow)).compare();
        }
        question(query.clone(), &team::each_once(&teams.0), None).compare()
    }
}

/// Metrics 1 to 3 on a seeded site that answers in small and empty pages.
#[tokio::test(flavor = "multi_thread")]
async fn the_engine_agrees_on_ten_thousand_issues() {
    let switches = Switches {
        page_cap: 400,
        history_cap: 4_000,
        empty_page_every: 5,
        generous: false,
        ..Switches::default()
    };
    let settings = Settings { seed: 7, issues: 10_000, now_millis: NOW, switches, ..Settings::default() };
    let both = read_twice(settings).await;
    assert_eq!(both.issues.len(), 10_000);
    let teams = both.teams(|workflow| workflow, |team| team);
    let finished = both.compare(&teams, &Query::default(), "Europe/Berlin", 365);
    assert!(finished > 5_000, "only {finished} items finished in a year");
    both.compare(&teams, &Query::default(), "Pacific/Auckland", 90);
    let mut workdays = Query::default();
    workdays.unit = Unit::Workdays;
    both.compare(&teams, &workdays, "America/New_York", 13);
    let restarting = both.teams(
        |workflow| Workflow { restarts: true, ..workflow },
        |team| EngineTeam { workflow: team.workflow.clone().restarting(), ..team },
    );
    both.compare(&restarting, &Query::default(), "Asia/Kolkata", 182);
}

/// Metrics 9: both workflows of the recorded issues, through the client.
#[tokio::test(flavor = "multi_thread")]
async fn the_engine_agrees_on_the_recorded_issues() {
    let both = read_twice(Settings::recorded(NOW)).await;
    let as_connected = both.teams(|workflow| workflow, |team| team);
    let edit = |status: &str, stage| StageEdit {
        connection: "jira".to_owned(),
        item_type: None,
        status: status.to_owned(),
        stage,
    };
    let queue = ["10020", "10029", "10000"];
    let mut stages: Vec<StageEdit> = queue.map(|status| edit(status, EngineStage::Queue)).into();
    stages.push(edit("5", EngineStage::Done));
    let edit = WorkflowEdit { stages, ..WorkflowEdit::default() };
    let mapped = both.teams(
        |workflow| workflow.with(&queue.map(|id| (id, Stage::Queue))).with(&[("5", Stage::Done)]),
        |team| EngineTeam { workflow: team.workflow.edited(&edit, &[("jira", &both.catalog)]), ..team },
    );
    for zone in ["Asia/Shanghai", "UTC"] {
        assert_eq!(both.compare(&as_connected, &Query::default(), zone, 2_200), 16);
        assert_eq!(both.compare(&mapped, &Query::default(), zone, 2_200), 16);
    }
}
