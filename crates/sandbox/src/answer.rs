//! An answer before it is sent, and the error bodies of the real service.

use crate::json::Json;

/// Status, headers and body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// The header that gives a failed login away.
pub(crate) const SERAPH: (&str, &str) = ("X-Seraph-Loginreason", "AUTHENTICATED_FAILED");

impl Answer {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type: "application/json;charset=UTF-8",
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// 200 with what the closure writes.
    pub(crate) fn json(write: impl FnOnce(&mut Json)) -> Self {
        let mut json = Json::default();
        write(&mut json);
        Self::new(200, json.into_bytes())
    }

    /// 200 with a value.
    pub(crate) fn value(value: &serde_json::Value) -> Self {
        Self::new(200, value.to_string())
    }

    /// An error of Jira: `{"errorMessages":[…],"errors":{}}`.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        let body = serde_json::json!({"errorMessages": [message], "errors": {}});
        Self::new(status, body.to_string())
    }

    /// An error of the gateway: `{"code":401,"message":"…"}`.
    pub(crate) fn gateway(status: u16, message: &str) -> Self {
        Self::new(status, serde_json::json!({"code": status, "message": message}).to_string())
    }

    /// A page for people.
    pub(crate) fn html(status: u16, poison: &str) -> Self {
        let body = format!(
            "<!DOCTYPE html><html><head><title>Log in</title></head><body><form>{poison}</form></body></html>"
        );
        Self { content_type: "text/html;charset=UTF-8", ..Self::new(status, body) }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
