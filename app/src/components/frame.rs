//! What stands around every page: the way past the header, name, navigation, state of the data, footer.

use crate::api::context;
use crate::components::{Notice, Tone, cookie_banner, cookie_news, opt_out_line};
use leptos::prelude::*;

/// One entry of a navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The words.
    pub(crate) label: String,
    /// Where it leads.
    pub(crate) href: String,
    /// Whether this is the page one is on.
    pub(crate) current: bool,
}

impl Link {
    /// A link to another page.
    pub(crate) fn to(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }
}

/// The pages of a workspace that exist, with the one at `current` (such as `flow`) marked.
pub(crate) fn workspace_links(workspace: &str, current: &str) -> Vec<Link> {
    [("Overview", "overview"), ("Flow", "flow"), ("Settings", "settings")]
        .into_iter()
        .map(|(label, page)| Link {
            label: label.to_owned(),
            href: format!("/w/{workspace}/{page}"),
            current: page == current,
        })
        .collect()
}

/// A whole page: header, main part, footer. The page's own heading belongs to its children.
#[component]
pub(crate) fn Frame(
    /// Where the name leads.
    #[prop(into, default = "/".to_owned())]
    home: String,
    /// The main navigation; no navigation is shown without entries.
    #[prop(optional)]
    navigation: Vec<Link>,
    /// The state of the data, as a paragraph.
    #[prop(optional)]
    sync: Option<AnyView>,
    /// Who is signed in, or the way to sign in.
    #[prop(optional)]
    account: Option<AnyView>,
    /// The footer's links: only pages that exist.
    #[prop(optional)]
    footer: Vec<Link>,
    /// The footer's sentence about the time zone of the page's dates.
    #[prop(optional, into)]
    zone: Option<String>,
    children: Children,
) -> impl IntoView {
    let navigation = (!navigation.is_empty()).then(|| {
        view! {
            <button class="button quiet menu-button" type="button" popovertarget="menu">
                "Menu"
            </button>
            <nav class="nav" id="menu" popover aria-label="Main">
                <ul class="links">{entries(navigation)}</ul>
            </nav>
        }
    });
    let footer = (!footer.is_empty()).then(|| view! { <ul class="links">{entries(footer)}</ul> });
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        {cookie_banner()}
        <header class="top">
            <div class="top-in">
                <a class="brand" href=home>
                    <Mark />
                    "AltaClario"
                </a>
                {navigation}
                {sync.map(|sync| view! { <div class="sync">{sync}</div> })}
                {account.map(|account| view! { <div class="account">{account}</div> })}
            </div>
        </header>
        <main class="page" id="main" tabindex="-1">
            {came_back()}
            {cookie_news()}
            {children()}
        </main>
        <footer class="foot">
            <div class="foot-in">
                {footer}
                {opt_out_line()}
                <p>
                    "AltaClario " {env!("CARGO_PKG_VERSION")}
                    {zone.map(|zone| format!(". Dates are days in the time zone {zone}."))}
                </p>
            </div>
        </footer>
    }
    .into_any()
}

/// Why a form was not taken, above the page that still holds what was typed.
fn came_back() -> Option<AnyView> {
    context::form_came_back().then(|| {
        view! {
            <Notice tone=Tone::Bad>
                <p>
                    "This form was open for too long, or you signed in or out meanwhile. Nothing was changed. Look at it "
                    "once more and send it again."
                </p>
            </Notice>
        }
        .into_any()
    })
}

fn entries(links: Vec<Link>) -> Vec<impl IntoView> {
    links
        .into_iter()
        .map(|link| {
            view! {
                <li>
                    <a href=link.href aria-current=link.current.then_some("page")>
                        {link.label}
                    </a>
                </li>
            }
        })
        .collect()
}

/// The mark, in the colours of the theme.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect class="mark-ground" width="32" height="32" rx="7" />
            <path class="mark-line" d="M7 23 13.5 9 16 14.5M14.2 23 20 10.5 25 23" />
            <circle class="mark-dot" cx="20" cy="10.5" r="2.6" />
        </svg>
    }
}
