//! Reads raw Jira JSON over HTTP, with a client of its own so that a misreading is not shared.

use crate::item::Issue;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// A Jira site and who asks.
pub(crate) struct Site {
    pub(crate) address: String,
    pub(crate) email: String,
    pub(crate) token: String,
    pub(crate) client: reqwest::Client,
}

impl Site {
    /// The statuses of all workflows.
    pub(crate) async fn statuses(&self) -> Vec<Value> {
        self.ask("/rest/api/3/status", None).await.as_array().expect("statuses").clone()
    }

    /// Every issue of every project the account sees, with its history.
    pub(crate) async fn issues(&self) -> Vec<Issue> {
        let mut found = Vec::new();
        for project in self.project_ids().await {
            let raw = self.search(&project).await;
            for block in raw.chunks(1000) {
                let histories = self.histories(block).await;
                for issue in block {
                    let own = histories.get(issue["id"].as_str().expect("an id"));
                    found.push(Issue::read(issue, own.map_or(&[], Vec::as_slice)));
                }
            }
        }
        found
    }

    async fn project_ids(&self) -> Vec<String> {
        let mut ids = Vec::new();
        loop {
            let path = format!("/rest/api/3/project/search?startAt={}&maxResults=100", ids.len());
            let page = self.ask(&path, None).await;
            for project in page["values"].as_array().expect("projects") {
                ids.push(project["id"].as_str().expect("an id").to_owned());
            }
            if page["isLast"] == true {
                return ids;
            }
        }
    }

    async fn search(&self, project: &str) -> Vec<Value> {
        let mut body = json!({
            "jql": format!("project = {project} ORDER BY created ASC"),
            "fields": ["created", "project", "issuetype", "status", "resolution"],
            "maxResults": 1000,
        });
        let mut found = Vec::new();
        loop {
            let page = self.ask("/rest/api/3/search/jql", Some(&body)).await;
            found.extend(page["issues"].as_array().expect("issues").iter().cloned());
            let Some(token) = page["nextPageToken"].as_str() else { return found };
            body["nextPageToken"] = json!(token);
        }
    }

    /// Histories by issue id; an issue that never changed is absent, and one issue's may lie on several pages.
    async fn histories(&self, issues: &[Value]) -> HashMap<String, Vec<Value>> {
        let ids: Vec<&Value> = issues.iter().map(|issue| &issue["id"]).collect();
        let mut body = json!({"issueIdsOrKeys": ids, "fieldIds": ["status"], "maxResults": 10_000});
        let mut found: HashMap<String, Vec<Value>> = HashMap::new();
        loop {
            let page = self.ask("/rest/api/3/changelog/bulkfetch", Some(&body)).await;
            for log in page["issueChangeLogs"].as_array().expect("changelogs") {
                let issue = log["issueId"].as_str().expect("an issue id").to_owned();
                let histories = log["changeHistories"].as_array().expect("histories");
                found.entry(issue).or_default().extend(histories.iter().cloned());
            }
            let Some(token) = page["nextPageToken"].as_str() else { return found };
            body["nextPageToken"] = json!(token);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the second implementation shares no code with the client")]
    async fn ask(&self, path: &str, body: Option<&Value>) -> Value {
        let url = format!("{}{path}", self.address);
        let request = match body {
            Some(body) => self.client.post(url).json(body),
            None => self.client.get(url),
        };
        let request = request.basic_auth(&self.email, Some(&self.token)).timeout(Duration::from_secs(60));
        let answer = request.send().await.expect("an answer").error_for_status().expect("a good answer");
        answer.json().await.expect("JSON")
    }
}
