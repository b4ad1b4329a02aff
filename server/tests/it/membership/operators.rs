//! An operator in a workspace: not without a reason, not unseen, not for long, and only to look.

use super::{Two, values};
use crate::person::location;

impl Two {
    /// Makes the guest, who belongs to no workspace but their own, an operator.
    async fn with_operator() -> Self {
        let two = Self::new("viewer").await;
        let workspace = two.owner.workspace.clone();
        let leave = [("what", "leave"), ("workspace", workspace.as_str()), ("sure", "yes")];
        assert_eq!(location(&two.guest.post(&two.app, "/workspaces", &leave).await), "/workspaces?left");
        sqlx::query("INSERT INTO operator (account_id, since) SELECT id, 0 FROM account WHERE email = 'guest@example.org'")
            .execute(&two.raw().await)
            .await
            .expect("an operator");
        two
    }

    async fn open_as_operator(&self, reason: &str, minutes: &str) -> reqwest::Response {
        let workspace = self.owner.workspace.clone();
        let fields = [("workspace", workspace.as_str()), ("reason", reason), ("minutes", minutes)];
        self.guest.post(&self.app, "/operator/access", &fields).await
    }
}

const REASON: &str = "Ticket 4711: the numbers of the team look wrong";

#[tokio::test]
async fn an_operator_looks_in_with_a_reason_and_the_owner_knows_and_ends_it() {
    let two = Two::with_operator().await;
    assert_eq!(two.guest_sees("settings").await, 404, "an operator is nobody in a workspace");
    let opened = two.open_as_operator(REASON, "30").await;
    assert_eq!(location(&opened), two.owner.page("overview"));
    assert_eq!(two.guest_sees("settings").await, 200);
    assert_eq!(two.guest_sees("settings/members").await, 403, "to look, as a viewer does");
    assert_eq!(two.guest_sees("settings/audit").await, 403);
    assert_eq!(two.guest_sends("settings", &[("what", "name"), ("name", "X")]).await, 403);
    let log = two.owner.text(&two.app, &two.owner.page("settings/audit")).await;
    assert!(log.contains(REASON) && log.contains("operator, opened the workspace"), "the log tells");
    let letter = two.app.mail.letter("owner@example.org", "An operator may look").await;
    assert!(letter.text.contains("for 30 minutes") && letter.text.contains("/settings/audit"));
    let grant = values(&log, "name=\"grant\" value=\"").remove(0);
    let end = [("what", "end-access"), ("grant", grant.as_str())];
    let ended = two.owner.post(&two.app, &two.owner.page("settings/audit"), &end).await;
    assert_eq!(ended.status(), 303);
    assert_eq!(two.guest_sees("settings").await, 404);
    let log = two.owner.text(&two.app, &two.owner.page("settings/audit")).await;
    assert!(log.contains("ended the access of Grace Hopper (guest@example.org)"));
    clario_proofs::proves(&["AT-08", "AT-01"]);
}

#[tokio::test]
async fn a_grant_needs_a_reason_a_time_and_an_operator_who_proved_who_they_are() {
    let two = Two::with_operator().await;
    for (reason, minutes) in
        [("", "30"), ("short", "30"), (REASON, "0"), (REASON, "61"), (REASON, "soon"), (REASON, "-5")]
    {
        assert_eq!(two.open_as_operator(reason, minutes).await.status(), 422, "{reason:?} {minutes}");
    }
    let workspace = two.owner.workspace.clone();
    let fields = [("workspace", workspace.as_str()), ("reason", REASON), ("minutes", "30")];
    let stranger = two.owner.post(&two.app, "/operator/access", &fields).await;
    assert_eq!(stranger.status(), 404, "nobody but operators");
    let pool = two.raw().await;
    sqlx::query("UPDATE session SET confirmed_until = 0").execute(&pool).await.expect("ten minutes later");
    assert_eq!(two.open_as_operator(REASON, "30").await.status(), 403);
    assert_eq!(two.guest_sees("settings").await, 404);
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM audit_entry WHERE event = 'access.granted'")
        .fetch_one(&pool)
        .await
        .expect("a count");
    assert_eq!(entries, 0);
}

#[tokio::test]
async fn a_grant_ends_by_itself() {
    let two = Two::with_operator().await;
    two.open_as_operator(REASON, "5").await;
    assert_eq!(two.guest_sees("settings").await, 200);
    let pool = two.raw().await;
    sqlx::query("UPDATE break_glass_grant SET created = created - 300, ends = ends - 300")
        .execute(&pool)
        .await
        .expect("five minutes later");
    assert_eq!(two.guest_sees("settings").await, 404);
    clario_proofs::proves(&["AT-08"]);
}
