//! The two frames of AltaClario: around the pages of everybody, and around the pages of a workspace.

use crate::api::account::me;
use crate::components::{Frame, Link, workspace_links};
use leptos::prelude::*;

/// Around a page that belongs to no workspace.
#[component]
pub(crate) fn PublicFrame(children: Children) -> impl IntoView {
    view! {
        <Frame account=account() footer=footer()>
            {children()}
        </Frame>
    }
}

/// Around a page of a workspace.
#[component]
pub(crate) fn WorkspaceFrame(
    /// The workspace's part of the URL.
    workspace: String,
    /// The page's part of the URL, such as `flow`.
    current: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Frame
            home=format!("/w/{workspace}")
            navigation=workspace_links(&workspace, current)
            account=account()
            footer=footer()
        >
            {children()}
        </Frame>
    }
}

/// Who is signed in with the way out, or the ways in.
fn account() -> AnyView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match me().await {
                    Ok(Some(me)) => {
                        let homes: Vec<_> = me.workspaces.into_iter().take(1).map(|workspace| {
                            view! { <a href=format!("/w/{}", workspace.id)>{me.name.clone()}</a> }
                        }).collect();
                        view! {
                            {homes}
                            <form method="post" action="/sign-out">
                                <button class="button plain" type="submit">"Sign out"</button>
                            </form>
                        }.into_any()
                    }
                    _ => view! { <a href="/sign-in">"Sign in"</a> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn footer() -> Vec<Link> {
    vec![
        Link::to("Terms", "/terms"),
        Link::to("Security", "/security"),
        Link::to("Accessibility", "/accessibility"),
    ]
}
