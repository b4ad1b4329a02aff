//! The routes: which page answers which address.

use crate::pages::{
    Accessibility, Account, AccountEmail, AccountPassword, AccountSessions, Audit, ClaimOperator, Confirm,
    ConfirmAddress, ConfirmNewAddress, Connect, Contact, CookiePreferences, CopyrightNotice, Flow,
    ForgottenPassword, Home, Invitation, Item, Members, NotFound, Operator, OperatorAccess,
    OperatorIncidents, OperatorLetters, OperatorNotices, OperatorRequests, Overview, Privacy, PrivacyPolicy,
    Proof, Reopen, ReportAbuse, ResetPassword, Security, Settings, SignIn, SignOut, SignUp, Subprocessors,
    Sync, Terms, TwoStep, Usage, Welcome, WholeWorkspacePage, Workflow, Workspaces, YourChoices,
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
                <Route path=path!("/confirm-address") view=ConfirmAddress ssr=SsrMode::Async />
                <Route path=path!("/forgotten-password") view=ForgottenPassword ssr=SsrMode::Async />
                <Route path=path!("/reset-password") view=ResetPassword ssr=SsrMode::Async />
                <Route path=path!("/confirm-new-address") view=ConfirmNewAddress ssr=SsrMode::Async />
                <Route path=path!("/account") view=Account ssr=SsrMode::Async />
                <Route path=path!("/account/confirm") view=Confirm ssr=SsrMode::Async />
                <Route path=path!("/account/email") view=AccountEmail ssr=SsrMode::Async />
                <Route path=path!("/account/password") view=AccountPassword ssr=SsrMode::Async />
                <Route path=path!("/account/sessions") view=AccountSessions ssr=SsrMode::Async />
                <Route path=path!("/account/two-step") view=TwoStep ssr=SsrMode::Async />
                <Route path=path!("/account/privacy") view=Privacy ssr=SsrMode::Async />
                <Route path=path!("/account/reopen") view=Reopen ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace") view=Home ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/overview") view=Overview ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/flow") view=Flow ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/item/:connection/:id") view=Item ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/connect") view=Connect ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/sync") view=Sync ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings") view=Settings ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/usage") view=Usage ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/workspace") view=WholeWorkspacePage ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/workflow") view=Workflow ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/members") view=Members ssr=SsrMode::Async />
                <Route path=path!("/w/:workspace/settings/audit") view=Audit ssr=SsrMode::Async />
                <Route path=path!("/workspaces") view=Workspaces ssr=SsrMode::Async />
                <Route path=path!("/invitation") view=Invitation ssr=SsrMode::Async />
                <Route path=path!("/operator") view=Operator ssr=SsrMode::Async />
                <Route path=path!("/operator/letters") view=OperatorLetters ssr=SsrMode::Async />
                <Route path=path!("/operator/incidents") view=OperatorIncidents ssr=SsrMode::Async />
                <Route path=path!("/operator/notices") view=OperatorNotices ssr=SsrMode::Async />
                <Route path=path!("/operator/requests") view=OperatorRequests ssr=SsrMode::Async />
                <Route path=path!("/operator/claim") view=ClaimOperator ssr=SsrMode::Async />
                <Route path=path!("/operator/access") view=OperatorAccess ssr=SsrMode::Async />
                <Route path=path!("/privacy") view=PrivacyPolicy ssr=SsrMode::Async />
                <Route path=path!("/privacy/:version") view=PrivacyPolicy ssr=SsrMode::Async />
                <Route path=path!("/subprocessors") view=Subprocessors ssr=SsrMode::Async />
                <Route path=path!("/your-choices") view=YourChoices ssr=SsrMode::Async />
                <Route path=path!("/proof") view=Proof ssr=SsrMode::Async />
                <Route path=path!("/security") view=Security ssr=SsrMode::Async />
                <Route path=path!("/accessibility") view=Accessibility ssr=SsrMode::Async />
                <Route path=path!("/contact") view=Contact ssr=SsrMode::Async />
                <Route path=path!("/report-abuse") view=ReportAbuse ssr=SsrMode::Async />
                <Route path=path!("/dmca") view=CopyrightNotice ssr=SsrMode::Async />
                <Route path=path!("/cookie-preferences") view=CookiePreferences ssr=SsrMode::Async />
                <Route path=path!("/terms") view=Terms ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
