//! What a page says when there is nothing to show, when something failed, or when it has something to tell.

use clario_analytics::query;
use leptos::prelude::*;

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// For information.
    #[default]
    Info,
    /// Something worked.
    Good,
    /// Something needs attention.
    Warn,
    /// Something failed.
    Bad,
}

impl Tone {
    fn key(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A paragraph that stands out; a failure is announced at once.
#[component]
pub(crate) fn Notice(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class="notice" data-tone=tone.key() role=role>
            {children()}
        </div>
    }
    .into_any()
}

/// What reading the filters had to say, and why the numbers are not whole yet.
#[component]
pub(crate) fn Notices(
    /// The sentences.
    notices: Vec<query::Notice>,
    /// Why the numbers are not whole.
    partial: Option<String>,
) -> impl IntoView {
    let partial = partial.map(|sentence| view! { <Notice tone=Tone::Warn><p>{sentence}</p></Notice> });
    let told = (!notices.is_empty()).then(|| {
        let sentences: Vec<_> = notices.into_iter().map(|notice| view! { <p>{notice.text}</p> }).collect();
        view! { <Notice>{sentences}</Notice> }
    });
    view! {
        {partial}
        {told}
    }
    .into_any()
}

/// What is missing and why, with one thing to do about it.
#[component]
pub(crate) fn EmptyState(
    /// What is missing, why, and what helps.
    #[prop(into)]
    sentence: String,
    /// Where the remedy is, with its words.
    #[prop(optional)]
    action: Option<(String, String)>,
) -> impl IntoView {
    let action = action.map(|(href, label)| {
        view! {
            <p class="actions">
                <a class="button quiet" href=href>
                    {label}
                </a>
            </p>
        }
    });
    view! {
        <div class="state">
            <p>{sentence}</p>
            {action}
        </div>
    }
    .into_any()
}

/// A page or a part of one that could not be shown: a plain sentence and the way on.
#[component]
pub(crate) fn ErrorState(
    /// The heading of the page.
    #[prop(default = "This page cannot be shown")]
    heading: &'static str,
    /// What happened, for people.
    #[prop(into)]
    sentence: String,
    /// Where to go from here, with its words.
    action: (String, String),
) -> impl IntoView {
    let (href, label) = action;
    view! {
        <div class="state" role="alert">
            <h1>{heading}</h1>
            <p>{sentence}</p>
            <p class="actions">
                <a class="button" href=href>
                    {label}
                </a>
            </p>
        </div>
    }
    .into_any()
}
