//! Roles change at once, and nobody raises themselves or leaves a workspace without an owner.

use clario_store::{InvitationId, MemberChange, NewInvitation, Role, Scope};

use crate::fixture::{Fixture, NOW, Person, letter, notification};

/// Lets a person into the workspace of another.
pub(crate) async fn join(
    fixture: &Fixture,
    owner: &Person,
    guest: &Person,
    email: &str,
    role: Role,
) -> Scope {
    let (letter_id, key, content) = letter();
    let (id, mut token_hash) = (InvitationId::random().expect("random"), [0; 32]);
    token_hash[..16].copy_from_slice(id.as_str().as_bytes());
    let invited = if role == Role::Owner { Role::Admin } else { role };
    let invitation = NewInvitation {
        id: &id,
        email,
        role: invited,
        token_hash: &token_hash,
        expires: NOW + 60,
        letter: &notification(&letter_id, &key, &content),
    };
    fixture.store.invite(&owner.scope, &invitation, 100, NOW).await.expect("invited");
    fixture.store.accept_invitation(&guest.account, &id, NOW).await.expect("accepted");
    if role == Role::Owner {
        fixture.store.change_role(&owner.scope, &guest.account, role, &[], NOW).await.expect("an owner");
    }
    fixture.store.scope(&guest.account, &owner.workspace).await.expect("an answer").expect("a member")
}

#[tokio::test]
async fn the_last_owner_stays_an_owner() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let store = &fixture.store;
    join(&fixture, &owner, &guest, "b@example.com", Role::Admin).await;
    let last = MemberChange::LastOwner;
    let me = &owner.account;
    assert_eq!(store.change_role(&owner.scope, me, Role::Viewer, &[], NOW).await.unwrap(), last);
    assert_eq!(store.remove_member(&owner.scope, me, &[], NOW).await.unwrap(), last);
    assert_eq!(store.leave(&owner.scope, NOW).await.unwrap(), last);
    let to = Role::Owner;
    assert_eq!(
        store.change_role(&owner.scope, &guest.account, to, &[], NOW).await.unwrap(),
        MemberChange::Done
    );
    assert_eq!(store.leave(&owner.scope, NOW).await.unwrap(), MemberChange::Done);
    assert_eq!(store.scope(me, &owner.workspace).await.unwrap(), None);
    clario_proofs::proves(&["AT-02"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_who_leave_at_once_one_stays() {
    for _ in 0..10 {
        let fixture = Fixture::new().await;
        let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
        let second = join(&fixture, &owner, &guest, "b@example.com", Role::Owner).await;
        let (one, other) = tokio::join!(
            fixture.store.leave(&owner.scope, NOW),
            fixture.store.remove_member(&second, &owner.account, &[], NOW)
        );
        // Whoever comes second finds nobody to take out.
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|done| **done).count(), 1);
        let (one, other) = tokio::join!(
            fixture.store.leave(&second, NOW),
            fixture.store.change_role(&second, &guest.account, Role::Viewer, &[], NOW)
        );
        assert_eq!((one.unwrap(), other.unwrap()), (MemberChange::LastOwner, MemberChange::LastOwner));
    }
}

#[tokio::test]
async fn nobody_but_an_owner_changes_who_belongs_even_with_a_scope_of_better_days() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let third = fixture.person("c@example.com").await;
    let store = &fixture.store;
    join(&fixture, &owner, &third, "c@example.com", Role::Viewer).await;
    let refused = MemberChange::NotOwner;
    for role in [Role::Viewer, Role::Admin] {
        let scope = join(&fixture, &owner, &guest, "b@example.com", role).await;
        for to in [Role::Owner, Role::Admin] {
            assert_eq!(store.change_role(&scope, &guest.account, to, &[], NOW).await.unwrap(), refused);
            assert_eq!(store.change_role(&scope, &third.account, to, &[], NOW).await.unwrap(), refused);
        }
        assert_eq!(store.remove_member(&scope, &third.account, &[], NOW).await.unwrap(), refused);
        assert_eq!(store.require_second_factor(&scope, true, &[], NOW).await.unwrap(), refused);
        assert_eq!(store.leave(&scope, NOW).await.unwrap(), MemberChange::Done);
        assert!(store.leave(&scope, NOW).await.is_err(), "whoever left cannot leave again");
    }
    // A scope that was made when its holder still owned the workspace.
    let stale = join(&fixture, &owner, &guest, "b@example.com", Role::Owner).await;
    store.change_role(&owner.scope, &guest.account, Role::Viewer, &[], NOW).await.unwrap();
    assert_eq!(stale.role(), Role::Owner);
    assert_eq!(store.change_role(&stale, &guest.account, Role::Owner, &[], NOW).await.unwrap(), refused);
    assert_eq!(store.remove_member(&stale, &third.account, &[], NOW).await.unwrap(), refused);
    clario_proofs::proves(&["AT-02", "SE-11"]);
}

#[tokio::test]
async fn members_of_another_workspace_cannot_be_touched() {
    let fixture = Fixture::new().await;
    let (mine, theirs) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let store = &fixture.store;
    assert!(store.change_role(&mine.scope, &theirs.account, Role::Viewer, &[], NOW).await.is_err());
    assert!(store.remove_member(&mine.scope, &theirs.account, &[], NOW).await.is_err());
    assert_eq!(store.members(&mine.scope).await.unwrap().len(), 1);
    assert_eq!(store.scope(&theirs.account, &theirs.workspace).await.unwrap().unwrap().role(), Role::Owner);
}

#[tokio::test]
async fn the_invitations_of_a_removed_member_go_with_them() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let second = join(&fixture, &owner, &guest, "b@example.com", Role::Owner).await;
    let (letter_id, key, content) = letter();
    let invitation = NewInvitation {
        id: &InvitationId::random().unwrap(),
        email: "friend@example.com",
        role: Role::Admin,
        token_hash: &[9; 32],
        expires: NOW + 60,
        letter: &notification(&letter_id, &key, &content),
    };
    fixture.store.invite(&second, &invitation, 10, NOW).await.unwrap();
    assert!(fixture.store.invitation_by_token(&[9; 32], NOW).await.unwrap().is_some());
    fixture.store.remove_member(&owner.scope, &guest.account, &[], NOW).await.unwrap();
    assert!(fixture.store.invitation_by_token(&[9; 32], NOW).await.unwrap().is_none());
}
