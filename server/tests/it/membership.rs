//! Workspaces and their members through the pages: invitations, roles, removal, two-step sign-in, operators.

mod invitations;
mod log;
mod operators;
mod roles;

use crate::person::{Person, location};
use crate::test_app::TestApp;
use reqwest::Response;

/// What follows a mark, up to the next quotation mark, each time it occurs.
pub(crate) fn values(html: &str, mark: &str) -> Vec<String> {
    html.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The path of the link in the newest invitation to an address.
async fn invitation_link(app: &TestApp, email: &str) -> String {
    let link = app.mail.letter(email, "asks you into").await.link();
    link.split_once("/invitation")
        .map(|(_, rest)| format!("/invitation{rest}"))
        .expect("a link to an invitation")
}

impl Person {
    /// Sends a form of the members page of their own workspace.
    pub(crate) async fn on_members(&self, app: &TestApp, fields: &[(&str, &str)]) -> Response {
        self.post(app, &self.page("settings/members"), fields).await
    }

    /// Asks somebody into their workspace.
    pub(crate) async fn invite(&self, app: &TestApp, email: &str, role: &str) {
        let answer = self.on_members(app, &[("what", "invite"), ("email", email), ("role", role)]).await;
        assert_eq!(answer.status(), 303, "{email} is invited");
    }

    /// Accepts an invitation of their own address from the page of their workspaces.
    pub(crate) async fn accept(&self, app: &TestApp) -> Response {
        let page = self.text(app, "/workspaces").await;
        let invitation = values(&page, "name=\"invitation\" value=\"").pop().unwrap_or_default();
        self.post(app, "/workspaces", &[("what", "accept"), ("invitation", &invitation)]).await
    }

    /// The account of a member, by what is written before it on the members page.
    pub(crate) async fn account_of(&self, app: &TestApp, email: &str) -> String {
        let page = self.text(app, &self.page("settings/members")).await;
        let (_, rest) = page.split_once(email).expect("a member with this address");
        values(rest, "name=\"member\" value=\"").remove(0)
    }

    /// Gives a member another role.
    pub(crate) async fn set_role(&self, app: &TestApp, email: &str, role: &str) -> Response {
        let member = self.account_of(app, email).await;
        self.on_members(app, &[("what", "role"), ("member", &member), ("role", role)]).await
    }
}

/// An owner and somebody who joined their workspace in a role.
struct Two {
    app: TestApp,
    owner: Person,
    guest: Person,
}

impl Two {
    async fn new(role: &str) -> Self {
        let app = TestApp::start().await;
        let owner = Person::new(&app, "owner@example.org").await;
        let guest = Person::new(&app, "guest@example.org").await;
        let two = Self { app, owner, guest };
        two.join(role).await;
        two
    }

    async fn join(&self, role: &str) {
        let invited = if role == "owner" { "admin" } else { role };
        self.owner.invite(&self.app, "guest@example.org", invited).await;
        let joined = self.guest.accept(&self.app).await;
        assert_eq!(location(&joined), format!("/w/{}", self.owner.workspace));
        if role == "owner" {
            assert_eq!(self.owner.set_role(&self.app, "guest@example.org", "owner").await.status(), 303);
        }
    }

    /// The status with which the guest sees a page of the owner's workspace.
    async fn guest_sees(&self, page: &str) -> u16 {
        self.guest.open(&self.app, &self.owner.page(page)).await.status().as_u16()
    }

    /// The status with which a form of the guest is answered on a page of the owner's workspace.
    async fn guest_sends(&self, page: &str, fields: &[(&str, &str)]) -> u16 {
        self.guest.post(&self.app, &self.owner.page(page), fields).await.status().as_u16()
    }
}
