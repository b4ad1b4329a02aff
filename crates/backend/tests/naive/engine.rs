//! The same site the product's way: the provider's client, the data set and the Flow report.

use clario_analytics::data_set::DataSet;
use clario_analytics::day::Day;
use clario_analytics::finished_table::FinishedRow;
use clario_analytics::flow::FlowReport;
use clario_analytics::portfolio::{Connection, Portfolio, Settings};
use clario_analytics::query::Query;
use clario_analytics::records::{Catalog, Item};
use clario_analytics::report::Context;
use clario_analytics::team::Team;
use clario_providers::jira::{Address, Auth, Window};
use clario_providers::{Destination, Jira, Provider};
use std::sync::Arc;

/// A workspace with one connection, called `jira`.
pub(crate) struct Engine {
    portfolio: Portfolio,
    today: Day,
}

/// All that the provider yields of a sandbox.
pub(crate) async fn read(address: &str) -> (Catalog, Vec<Item>) {
    let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let destination = Destination::public().allowing("127.0.0.1", port);
    let token = clario_sandbox::Token::classic();
    let auth = Auth::ApiToken { email: token.email.into(), token: token.secret.into() };
    let site = Address::parse(address, &destination).expect("an address");
    let mut settings = clario_providers::jira::Settings::new(site, auth);
    settings.destination = destination;
    let provider = Provider::Jira(Jira::new(settings).expect("a client"));
    let survey = provider.catalog().await.expect("a catalog");
    let mut catalog = survey.catalog;
    for source in &survey.boards {
        let items = provider.board_items(source, None).await.expect("the items of a board");
        let board = catalog.boards.iter_mut().find(|board| board.id == source.board).expect("the board");
        board.items = items;
    }
    let (sender, mut receiver) = tokio::sync::mpsc::channel(4);
    let projects: Vec<String> = catalog.projects.iter().map(|project| project.id.clone()).collect();
    let sending = async move {
        for project in projects {
            let walked = provider.items(&survey.reading, &project, Window::All, &sender).await;
            walked.expect("the items of a project");
        }
    };
    let receiving = async {
        let mut items = Vec::new();
        while let Some(batch) = receiver.recv().await {
            items.extend(batch);
        }
        items
    };
    let ((), items) = tokio::join!(sending, receiving);
    (catalog, items)
}

impl Engine {
    /// Teams over what was read, in a zone.
    pub(crate) fn new(data: &Arc<DataSet>, teams: Vec<Team>, zone: &str, today: Day) -> Self {
        let data = Arc::clone(data);
        let connection = Connection { slug: "jira".to_owned(), name: "Jira".to_owned(), data };
        let settings = Settings {
            zone: clario_backend::zones::table(zone, 2000, 2040).expect("a zone"),
            calendar: clario_analytics::calendar::Calendar::default(),
            subtasks: false,
        };
        Self { portfolio: Portfolio::new(vec![connection], teams, settings, None), today }
    }

    /// The Flow report.
    pub(crate) fn flow(&self, query: &Query) -> FlowReport {
        let context = Context { today: self.today, as_of: String::new(), notices: Vec::new(), partial: None };
        clario_analytics::flow::flow_report(&self.portfolio, query, &context)
    }

    /// The rows of all pages of the finished table.
    pub(crate) fn finished(&self, query: &Query) -> Vec<FinishedRow> {
        let mut rows = Vec::new();
        for page in 1.. {
            let table = self.flow(&query.clone().at_page(page)).finished;
            rows.extend(table.rows);
            if page >= table.pages {
                break;
            }
        }
        rows
    }
}
