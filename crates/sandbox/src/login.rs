//! Who is asking: tokens on the site host and on the gateway, and what a stranger gets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::answer::{Answer, SERAPH};
use crate::endpoint::Endpoint;
use crate::faults::Trouble;
use crate::server::Call;
use crate::settings::{Token, TokenKind};
use crate::shared::Shared;

/// The one who sent a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The account behind a token that works on this host.
    Known(Token),
    /// Nobody: no credentials were sent.
    Stranger,
    /// Credentials that do not work here; on the site host the request goes on as a stranger's.
    Refused,
}

impl Caller {
    /// Whether the account's projects are visible.
    pub(crate) fn sees(&self) -> bool {
        matches!(self, Self::Known(_))
    }
}

/// The token within the header `Authorization`, whether anybody knows it or not.
pub(crate) fn token(authorization: &str) -> Option<String> {
    match authorization.split_once(' ')? {
        ("Basic", encoded) => {
            let pair = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
            pair.split_once(':').map(|(_, token)| token.to_owned())
        }
        ("Bearer", token) => Some(token.to_owned()),
        _ => None,
    }
}

/// Reads the header `Authorization` as the host would.
pub(crate) fn caller(
    shared: &Shared,
    authorization: Option<&str>,
    gateway: bool,
    trouble: Option<&Trouble>,
) -> Caller {
    let Some(authorization) = authorization else { return Caller::Stranger };
    if trouble == Some(&Trouble::DeadToken) {
        return Caller::Refused;
    }
    let known = |token: &&Token| match authorization.split_once(' ') {
        Some(("Basic", encoded)) => STANDARD
            .decode(encoded)
            .is_ok_and(|pair| pair == format!("{}:{}", token.email, token.secret).as_bytes()),
        Some(("Bearer", secret)) => gateway && secret == token.secret,
        _ => false,
    };
    match shared.settings.tokens.iter().find(known) {
        Some(token)
            if gateway == matches!(token.kind, TokenKind::Scoped(_)) && token.kind != TokenKind::Dead =>
        {
            Caller::Known(token.clone())
        }
        _ => Caller::Refused,
    }
}

/// The refusal of an endpoint that this caller may not use.
pub(crate) fn refusal(call: &Call, gateway: bool) -> Option<Answer> {
    if call.endpoint == Endpoint::TenantInfo {
        return None;
    }
    match &call.caller {
        Caller::Known(Token { kind: TokenKind::Scoped(scopes), .. }) => {
            let open = call
                .endpoint
                .scopes()
                .iter()
                .any(|set| set.iter().all(|&needed| scopes.iter().any(|scope| scope == needed)));
            (!open).then(|| Answer::gateway(401, "Unauthorized; scope does not match"))
        }
        Caller::Known(_) => None,
        Caller::Stranger | Caller::Refused if gateway => Some(Answer::gateway(401, "Unauthorized")),
        Caller::Stranger | Caller::Refused if call.endpoint.is_anonymous() => None,
        Caller::Stranger => {
            let message = "Client must be authenticated to access this resource.";
            Some(Answer::error(401, message).with("WWW-Authenticate", "OAuth realm=\"sandbox\""))
        }
        Caller::Refused => {
            let message = "Client must be authenticated to access this resource.";
            Some(Answer::error(401, message).with(SERAPH.0, SERAPH.1))
        }
    }
}
