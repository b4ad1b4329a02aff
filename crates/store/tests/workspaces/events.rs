//! Every event of the closed list is driven once, and the list in the documentation is the same.

use std::collections::BTreeSet;

use clario_store::{
    Act, Auth, Event, GrantId, Holiday, InvitationId, MemberChange, NewGrant, NewInvitation, Resolution,
    Role, SealedSecret, SourceKind, Team, TeamId, TeamSource, Workflow, WorkflowId,
};

use crate::audit_log::raw;
use crate::fixture::{Fixture, NOW, Person, letter, notification, sealed};
use crate::members::join;

#[tokio::test]
async fn everything_that_changes_a_workspace_is_in_its_log() {
    let fixture = Fixture::new().await;
    let (store, pool) = (&fixture.store, raw(&fixture).await);
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let scope = &owner.scope;

    settings_change(&fixture, &owner).await;
    let (letter_id, key, content) = letter();
    let sent = notification(&letter_id, &key, &content);
    for (role, token) in [(Role::Viewer, [1; 32]), (Role::Admin, [2; 32])] {
        let invitation = InvitationId::random().unwrap();
        let invitation = NewInvitation {
            id: &invitation,
            email: "b@example.com",
            role,
            token_hash: &token,
            expires: NOW + 60,
            letter: &sent,
        };
        store.invite(scope, &invitation, 10, NOW).await.unwrap();
        if role == Role::Viewer {
            store.withdraw_invitation(scope, invitation.id, NOW).await.unwrap();
        } else {
            store.accept_invitation(&guest.account, invitation.id, NOW).await.unwrap();
        }
    }
    let done = MemberChange::Done;
    assert_eq!(store.change_role(scope, &guest.account, Role::Owner, &[], NOW).await.unwrap(), done);
    let second = store.scope(&guest.account, &owner.workspace).await.unwrap().unwrap();
    assert_eq!(store.require_second_factor(scope, true, &[], NOW).await.unwrap(), done);
    assert_eq!(store.require_second_factor(scope, false, &[], NOW).await.unwrap(), done);

    sqlx::query("INSERT INTO operator (account_id, since) VALUES (?, 0)")
        .bind(guest.account.as_str())
        .execute(&pool)
        .await
        .unwrap();
    let grant = GrantId::random().unwrap();
    let new_grant = NewGrant {
        id: &grant,
        workspace: &owner.workspace,
        operator: &guest.account,
        reason: "Ticket 7",
        minutes: 30,
    };
    store.open_grant(&new_grant, &[], NOW).await.unwrap();
    store.end_grant(scope, &grant, NOW + 1).await.unwrap();
    store.record(scope, &Act::LogExported, NOW).await.unwrap();
    assert_eq!(store.leave(&second, NOW).await.unwrap(), done);

    // Once more, to be removed.
    let invitation = InvitationId::random().unwrap();
    let again = NewInvitation {
        id: &invitation,
        email: "b@example.com",
        role: Role::Viewer,
        token_hash: &[3; 32],
        expires: NOW + 60,
        letter: &sent,
    };
    store.invite(scope, &again, 10, NOW).await.unwrap();
    store.accept_invitation(&guest.account, &invitation, NOW).await.unwrap();
    assert_eq!(store.remove_member(scope, &guest.account, &[], NOW).await.unwrap(), done);
    let third = fixture.person("c@example.com").await;
    join(&fixture, &owner, &third, "c@example.com", Role::Viewer).await;
    store.close_account(&third.account, &[4; 32], NOW + 60, &[], NOW).await.unwrap();
    for act in [Act::WorkspaceExported, Act::SettingsImported] {
        store.record(scope, &act, NOW).await.unwrap();
    }
    for on in [true, false] {
        assert_eq!(
            store.restrict(&owner.account, on, NOW).await.unwrap(),
            std::slice::from_ref(&owner.workspace)
        );
    }
    assert!(store.close_workspace(scope, NOW + 60, &[], NOW).await.unwrap());
    store.reopen_workspace(&owner.account, &owner.workspace, NOW).await.unwrap();

    let entries = store.audit_entries_after(scope, 0, 1_000).await.unwrap();
    let written: BTreeSet<_> = entries.iter().map(|entry| entry.event.as_str()).collect();
    for event in Event::ALL {
        assert!(written.contains(event.key()), "nothing drove {}", event.key());
    }
    assert!(written.iter().all(|key| Event::parse(key).is_some()), "{written:?}");
    assert_eq!(store.verify_audit_log(scope).await.unwrap().broken, None);
    clario_proofs::proves(&["AC-64"]);
}

/// Everything that is set up is changed once.
async fn settings_change(fixture: &Fixture, owner: &Person) {
    let (store, scope) = (&fixture.store, &owner.scope);
    store.rename_workspace(scope, "Ours", NOW).await.expect("done");
    let connection = fixture.connection(owner).await;
    store.label_connection(scope, &connection, Some("Side"), NOW).await.expect("done");
    let secret = SealedSecret { sealed: sealed(), revision: 2, last_four: "abcd".into() };
    let address = "https://acme.atlassian.net";
    assert!(
        store
            .replace_connection_secret(scope, &connection, address, Auth::Bearer, &secret, NOW)
            .await
            .expect("done")
    );
    store.set_zone(scope, "Europe/Berlin", NOW).await.expect("done");
    store.set_working_days(scope, 0b000_1111, NOW).await.expect("done");
    store.set_keep_unread_hours(scope, 24, NOW).await.expect("done");
    store.set_holidays(scope, &[Holiday { day: "2026-12-25".into(), label: None }], NOW).await.expect("done");
    let workflow = Workflow {
        id: WorkflowId::random().expect("done"),
        label: None,
        restart_on_queue: true,
        include_subtasks: false,
        stages: Vec::new(),
    };
    assert!(store.set_workflow(scope, &workflow, 10, NOW).await.expect("done"));
    store.remove_workflow(scope, &workflow.id, NOW).await.expect("done");
    let source =
        TeamSource { connection_id: connection.clone(), kind: SourceKind::Board, provider_id: "1".into() };
    let team =
        Team { id: TeamId::random().expect("done"), label: None, workflow_id: None, sources: vec![source] };
    store.set_teams(scope, &[team], NOW).await.expect("done");
    let resolution = Resolution { connection_id: connection.clone(), resolution_id: "1".into() };
    store.set_removed_resolutions(scope, Some(&[resolution]), NOW).await.expect("done");
    store.remove_connection(scope, &connection, NOW).await.expect("done");
}

#[test]
fn the_documentation_lists_every_event_in_its_own_words_and_no_other() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit-log.md");
    let text = std::fs::read_to_string(path).expect("docs/audit-log.md");
    let listed: Vec<_> = text.lines().filter(|line| line.starts_with("| `") && line.contains('.')).collect();
    let rows: Vec<String> =
        Event::ALL.iter().map(|event| format!("| `{}` | {} |", event.key(), event.words())).collect();
    for row in &rows {
        assert!(listed.contains(&row.as_str()), "missing: {row}");
    }
    assert_eq!(listed.len(), rows.len(), "{listed:#?}");
    clario_proofs::proves(&["AC-64"]);
}
