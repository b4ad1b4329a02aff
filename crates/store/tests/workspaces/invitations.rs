//! An invitation is for one address, works once, and ends.

use clario_store::{Answered, InvitationId, NewInvitation, Role};

use crate::fixture::{Fixture, NOW, Person, letter, notification};
use crate::members::join;

const WEEK: i64 = 7 * 86_400;

async fn invite(
    fixture: &Fixture,
    owner: &Person,
    email: &str,
    token: u8,
    at_most: u32,
) -> (InvitationId, Answered) {
    let (letter_id, key, content) = letter();
    let id = InvitationId::random().expect("random");
    let invitation = NewInvitation {
        id: &id,
        email,
        role: Role::Viewer,
        token_hash: &[token; 32],
        expires: NOW + WEEK,
        letter: &notification(&letter_id, &key, &content),
    };
    let answered = fixture.store.invite(&owner.scope, &invitation, at_most, NOW).await.expect("an answer");
    (id, answered)
}

#[tokio::test]
async fn an_invitation_works_once_and_for_its_own_address_only() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let stranger = fixture.person("c@example.com").await;
    let store = &fixture.store;
    let (id, answered) = invite(&fixture, &owner, "b@example.com", 1, 10).await;
    assert_eq!(answered, Answered::Done);
    let shown = store.invitation_by_token(&[1; 32], NOW).await.unwrap().unwrap();
    assert_eq!((shown.workspace_name.as_str(), shown.role), ("Theirs", Role::Viewer));
    assert!(store.accept_invitation(&stranger.account, &id, NOW).await.is_err());
    assert_eq!(store.accept_invitation(&guest.account, &id, NOW).await.unwrap(), owner.workspace);
    assert!(store.accept_invitation(&guest.account, &id, NOW).await.is_err(), "once");
    assert!(store.invitation_by_token(&[1; 32], NOW).await.unwrap().is_none());
    assert_eq!(store.scope(&guest.account, &owner.workspace).await.unwrap().unwrap().role(), Role::Viewer);
    let (_, answered) = invite(&fixture, &owner, "b@example.com", 2, 10).await;
    assert_eq!(answered, Answered::IsMember);
}

#[tokio::test]
async fn an_invitation_ends_by_time_by_being_withdrawn_and_by_a_newer_one() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let store = &fixture.store;
    let (first, _) = invite(&fixture, &owner, "b@example.com", 1, 10).await;
    assert!(store.accept_invitation(&guest.account, &first, NOW + WEEK).await.is_err(), "too late");
    let (second, _) = invite(&fixture, &owner, "b@example.com", 2, 10).await;
    assert!(store.accept_invitation(&guest.account, &first, NOW).await.is_err(), "replaced");
    assert_eq!(store.invitations(&owner.scope, NOW).await.unwrap().len(), 1);
    store.withdraw_invitation(&owner.scope, &second, NOW).await.unwrap();
    assert!(store.accept_invitation(&guest.account, &second, NOW).await.is_err(), "withdrawn");
    assert!(store.withdraw_invitation(&owner.scope, &second, NOW).await.is_err());
}

#[tokio::test]
async fn nobody_who_has_not_confirmed_an_address_accepts_what_is_for_it() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let (id, _) = invite(&fixture, &owner, "b@example.com", 1, 10).await;
    let pool = crate::audit_log::raw(&fixture).await;
    sqlx::query("UPDATE account SET verified_at = NULL").execute(&pool).await.unwrap();
    assert!(fixture.store.accept_invitation(&guest.account, &id, NOW).await.is_err());
}

#[tokio::test]
async fn an_invitation_never_raises_a_member_and_their_number_is_bounded() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let (_, answered) = invite(&fixture, &owner, "x@example.com", 1, 1).await;
    assert_eq!(answered, Answered::Done);
    let (_, answered) = invite(&fixture, &owner, "y@example.com", 2, 1).await;
    assert_eq!(answered, Answered::TooMany);
    let (letter_id, key, content) = letter();
    let invitation = NewInvitation {
        id: &InvitationId::random().unwrap(),
        email: "z@example.com",
        role: Role::Owner,
        token_hash: &[3; 32],
        expires: NOW + WEEK,
        letter: &notification(&letter_id, &key, &content),
    };
    let answered = fixture.store.invite(&owner.scope, &invitation, 10, NOW).await.unwrap();
    assert_eq!(answered, Answered::NotOwner, "nobody is invited as an owner");
    let viewer = join(&fixture, &owner, &guest, "b@example.com", Role::Viewer).await;
    let invitation = NewInvitation { role: Role::Viewer, ..invitation };
    let answered = fixture.store.invite(&viewer, &invitation, 10, NOW).await.unwrap();
    assert_eq!(answered, Answered::NotOwner);
}

#[tokio::test]
async fn of_two_who_accept_at_once_one_joins_once() {
    let fixture = Fixture::new().await;
    let (owner, guest) = (fixture.person("a@example.com").await, fixture.person("b@example.com").await);
    let (id, _) = invite(&fixture, &owner, "b@example.com", 1, 10).await;
    let (one, other) = tokio::join!(
        fixture.store.accept_invitation(&guest.account, &id, NOW),
        fixture.store.accept_invitation(&guest.account, &id, NOW)
    );
    assert!(one.is_ok() ^ other.is_ok());
}
