//! The log of requests, so that a test can say what was asked and what never was.

use crate::endpoint::Endpoint;

/// One request the sandbox has answered.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method, in capitals.
    pub method: String,
    /// Path on the site, the gateway's prefix removed.
    pub path: String,
    /// Query parameters in their order, decoded.
    pub query: Vec<(String, String)>,
    /// Whether it came through the gateway host.
    pub gateway: bool,
    /// The token that came along; none when nobody was named.
    pub token: Option<String>,
    /// The operation; none for an unknown path.
    pub endpoint: Option<Endpoint>,
    /// Fields asked for in body or query.
    pub fields: Vec<String>,
    /// Fields whose history was asked for.
    pub field_ids: Vec<String>,
    /// Expansions asked for.
    pub expand: Vec<String>,
    /// The query in Jira's language.
    pub jql: Option<String>,
    /// How many issues were asked for by id or key.
    pub issues: usize,
    /// Whether a page token came along.
    pub continued: bool,
    /// Status of the answer.
    pub status: u16,
    /// Length of the answer before compression, in bytes.
    pub bytes: usize,
}

impl Request {
    /// The entry for a request whose answer is not known yet.
    pub(crate) fn new(
        method: &str,
        path: &str,
        gateway: bool,
        query: &[(String, String)],
        body: &[u8],
    ) -> Self {
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let list = |name: &str| -> Vec<String> {
            let from_query = query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
            let from_body = match &body[name] {
                serde_json::Value::Array(values) => {
                    values.iter().filter_map(|value| value.as_str()).collect()
                }
                serde_json::Value::String(text) => vec![text.as_str()],
                _ => Vec::new(),
            };
            from_query
                .chain(from_body)
                .flat_map(|text| text.split(','))
                .map(|text| text.trim().to_owned())
                .collect()
        };
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_vec(),
            gateway,
            token: None,
            endpoint: None,
            fields: list("fields"),
            field_ids: list("fieldIds"),
            expand: list("expand"),
            jql: query
                .iter()
                .find(|(key, _)| key == "jql")
                .map(|(_, value)| value.clone())
                .or_else(|| body["jql"].as_str().map(str::to_owned)),
            issues: body["issueIdsOrKeys"].as_array().map_or(0, Vec::len),
            continued: body["nextPageToken"].is_string()
                || query.iter().any(|(key, _)| key == "nextPageToken"),
            status: 0,
            bytes: 0,
        }
    }
}
