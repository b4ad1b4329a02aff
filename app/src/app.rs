//! The routes: which page answers which address.

use crate::pages::{
    Accessibility, Connect, Flow, Home, Item, NotFound, Overview, Security, Settings, SignIn, SignOut,
    SignUp, Sync, Terms, Welcome, Workflow,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Every page of AltaClario.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Welcome ssr=SsrMode::Async />
                <Route path=path!("/sign-up") view=SignUp ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async />
                <Route path=path!("/sign-out") view=SignOut ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace") view=Home ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/overview") view=Overview ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/flow") view=Flow ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/item/:connection/:id") view=Item ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/connect") view=Connect ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/sync") view=Sync ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings") view=Settings ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/workflow") view=Workflow ssr=SsrMode::Async />
                <Route path=path!("/security") view=Security ssr=SsrMode::Async />
                <Route path=path!("/accessibility") view=Accessibility ssr=SsrMode::Async />
                <Route path=path!("/terms") view=Terms ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
