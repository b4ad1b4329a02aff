//! The two frames of AltaClario: around the pages of everybody, and around the pages of a workspace.

use crate::api::account::{Person, Workspace, me};
use crate::api::sync::{Standing, data_state};
use crate::components::board::board;
use crate::components::{Asked, Frame, Link, Notice, PostForm, Tone, workspace_links};
use leptos::prelude::*;

/// Around a page that belongs to no workspace.
#[component]
pub(crate) fn PublicFrame(children: Children) -> impl IntoView {
    view! {
        <Frame account=account(false) footer=footer()>
            {board()}
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
    let standing = Asked::new(data_state(workspace.clone()));
    view! {
        <Frame
            home=format!("/w/{workspace}")
            navigation=workspace_links(&workspace, current)
            sync=sync(workspace, standing.clone())
            account=account(true)
            footer=footer()
        >
            {board()}
            {alerts(standing)}
            {children()}
        </Frame>
    }
}

/// How fresh the data is, with the way to the details.
fn sync(workspace: String, standing: Asked<Option<Standing>>) -> AnyView {
    view! {
        <Suspense>
            {move || {
                let (workspace, standing) = (workspace.clone(), standing.clone());
                Suspend::new(async move {
                    let state = standing.answer().await.flatten()?;
                    Some(view! {
                        <p>
                            <span class="sync-dot" data-state=state.state></span>
                            <a href=format!("/w/{workspace}/sync")>{state.words}</a>
                        </p>
                    })
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What keeps the data from being fresh: never only an empty chart.
fn alerts(standing: Asked<Option<Standing>>) -> AnyView {
    view! {
        <Suspense>
            {move || {
                let standing = standing.clone();
                Suspend::new(async move {
                    let state = standing.answer().await.flatten()?;
                    let sentences: Vec<_> = state
                        .alerts
                        .into_iter()
                        .map(|sentence| view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> })
                        .collect();
                    Some(sentences)
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// Who is signed in with the way out, or the ways in.
fn account(in_workspace: bool) -> AnyView {
    let me = Asked::new(me());
    view! {
        <Suspense>
            {move || {
                let me = me.clone();
                Suspend::new(async move {
                    match me.answer().await.flatten() {
                        Some(me) => signed_in(me, in_workspace),
                        None => view! { <a href="/sign-in">"Sign in"</a> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn signed_in(me: Person, in_workspace: bool) -> AnyView {
    let switch = switch(&me.workspaces);
    let homes: Vec<_> = me
        .workspaces
        .into_iter()
        .take(1)
        .map(|workspace| view! { <a href=format!("/w/{}", workspace.id)>"Workspace"</a> })
        .collect();
    view! {
        {(!in_workspace).then_some(homes)}
        {switch}
        <a href="/account">{me.name}</a>
        <PostForm action="/sign-out">
            <button class="button plain" type="submit">"Sign out"</button>
        </PostForm>
    }
    .into_any()
}

/// The way to the other workspaces, for somebody who has several.
fn switch(workspaces: &[Workspace]) -> Option<AnyView> {
    if workspaces.len() < 2 {
        return None;
    }
    let links: Vec<_> = workspaces
        .iter()
        .map(|it| view! { <li><a href=format!("/w/{}", it.id)>{it.name.clone()}</a></li> })
        .collect();
    Some(
        view! {
            <details class="workspaces">
                <summary>"Workspaces"</summary>
                <ul>
                    {links}
                    <li><a href="/workspaces">"All of them"</a></li>
                </ul>
            </details>
        }
        .into_any(),
    )
}

fn footer() -> Vec<Link> {
    vec![
        Link::to("Privacy", "/privacy"),
        Link::to("Cookie preferences", "/cookie-preferences"),
        Link::to("Terms", "/terms"),
        Link::to("Security", "/security"),
        Link::to("Subprocessors", "/subprocessors"),
        Link::to("Your choices", "/your-choices"),
        Link::to("Contact", "/contact"),
        Link::to("Accessibility", "/accessibility"),
        Link::to("Proof", "/proof"),
    ]
}
