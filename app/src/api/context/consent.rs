//! What a page knows of the choice about cookies, and how it changes what the browser keeps.

use clario_privacy::consent::{Decision, Kept, Signals};

/// What is known of the choice while a request is answered, beside what follows from it.
#[derive(Debug, Clone, Default)]
pub struct Consent {
    /// What the browser asks for.
    pub signals: Signals,
    /// What the browser kept.
    pub kept: Option<Kept>,
    /// What the page has to tell about it.
    pub news: Option<ConsentNews>,
    /// What the page counts visits with.
    pub counter: Option<Counter>,
    /// The Google Analytics id whose cookies the page takes out of the browser.
    pub forget: Option<String>,
}

/// What happened to a choice without anybody pressing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentNews {
    /// The browser sends Global Privacy Control now, so an earlier yes was set aside.
    OptedOut,
    /// Browser and account said different things; the one that allows less holds.
    Disagreed,
}

/// Google Analytics on a page that may have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// The id the operator set.
    pub id: String,
    /// The route of the page as a template: all that is told of its address.
    pub route: String,
    /// Whether the yes was given although the browser sends Global Privacy Control.
    pub over_gpc: bool,
}

/// What may be done while this page is made; nothing where nobody decided.
pub fn decision() -> Decision {
    #[cfg(feature = "ssr")]
    return super::parts().and_then(|parts| parts.extensions.get::<Decision>().copied()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    Decision::default()
}

/// What is known of the choice.
pub fn consent() -> Consent {
    #[cfg(feature = "ssr")]
    return super::parts().and_then(|parts| parts.extensions.get::<Consent>().cloned()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    Consent::default()
}

/// The mark with which a page tells of Global Privacy Control that only its scripts see; `None` where that would change
/// nothing of what the server knows.
pub fn signal_mark() -> Option<String> {
    #[cfg(feature = "ssr")]
    {
        let decision = decision();
        let has_account = super::account().ok()?.is_some();
        let is_counted = decision.analytics || decision.performance;
        let changes = !decision.over_gpc && (is_counted || (has_account && decision.banner));
        changes.then(super::form_mark)
    }
    #[cfg(not(feature = "ssr"))]
    None
}

/// The question about cookies as this installation asks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question itself.
    pub heading: &'static str,
    /// What follows from each answer.
    pub paragraphs: Vec<&'static str>,
    /// Whether a yes lets somebody else count, too.
    pub somebody_else: bool,
}

/// The words of the banner.
pub fn question() -> Option<Question> {
    #[cfg(feature = "ssr")]
    {
        let backend = super::backend().ok()?;
        let banner = backend.banner()?;
        Some(Question {
            heading: banner.heading(),
            paragraphs: banner.paragraphs().collect(),
            somebody_else: backend.asks_for_google(),
        })
    }
    #[cfg(not(feature = "ssr"))]
    None
}

/// Lets the browser keep a choice, or forget the one it has.
pub fn keep_choice(kept: Option<&Kept>) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        let is_secure = super::backend().is_ok_and(|backend| backend.is_behind_tls());
        let cookie = Kept::set_cookie(kept, is_secure);
        if let Ok(cookie) = axum::http::HeaderValue::from_str(&cookie) {
            response.append_header(axum::http::header::SET_COOKIE, cookie);
        }
    }
    #[cfg(not(feature = "ssr"))]
    let _ = kept;
}
