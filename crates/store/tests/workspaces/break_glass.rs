//! An operator gets into a workspace only after its own log was told, only to look, and only for a while.

use clario_store::{Error, GrantId, NewGrant, Role};

use crate::audit_log::raw;
use crate::fixture::{Fixture, NOW, Person};

async fn operator(fixture: &Fixture) -> Person {
    let person = fixture.person("operator@example.com").await;
    sqlx::query("INSERT INTO operator (account_id, since) VALUES (?, 0)")
        .bind(person.account.as_str())
        .execute(&raw(fixture).await)
        .await
        .expect("an operator");
    person
}

fn grant<'a>(id: &'a GrantId, into: &'a Person, operator: &'a Person) -> NewGrant<'a> {
    NewGrant {
        id,
        workspace: &into.workspace,
        operator: &operator.account,
        reason: "The numbers look wrong, ticket 7",
        minutes: 30,
    }
}

#[tokio::test]
async fn without_a_grant_there_is_no_way_in_and_with_one_the_log_knows_first() {
    let fixture = Fixture::new().await;
    let (owner, operator) = (fixture.person("a@example.com").await, operator(&fixture).await);
    let store = &fixture.store;
    assert_eq!(store.scope(&operator.account, &owner.workspace).await.unwrap(), None);
    assert_eq!(store.scope_by_grant(&operator.account, &owner.workspace, NOW).await.unwrap(), None);
    let id = GrantId::random().unwrap();
    store.open_grant(&grant(&id, &owner, &operator), &[], NOW).await.unwrap();
    let scope = store.scope_by_grant(&operator.account, &owner.workspace, NOW).await.unwrap().unwrap();
    assert_eq!((scope.role(), scope.is_by_grant()), (Role::Viewer, true));
    let newest = store.audit_entries(&owner.scope, None, 1).await.unwrap().remove(0);
    assert_eq!((newest.event.as_str(), newest.actor_kind.as_str()), ("access.granted", "operator"));
    assert!(newest.subject_clear.unwrap().contains("ticket 7"));
    assert_eq!(store.scope(&operator.account, &owner.workspace).await.unwrap(), None, "no member");
    clario_proofs::proves(&["AT-01", "AT-08"]);
}

#[tokio::test]
async fn a_grant_ends_by_itself_or_by_an_owner() {
    let fixture = Fixture::new().await;
    let (owner, operator) = (fixture.person("a@example.com").await, operator(&fixture).await);
    let store = &fixture.store;
    let way =
        async |now| store.scope_by_grant(&operator.account, &owner.workspace, now).await.unwrap().is_some();
    let first = GrantId::random().unwrap();
    store.open_grant(&grant(&first, &owner, &operator), &[], NOW).await.unwrap();
    assert!(way(NOW + 1_799).await && !way(NOW + 1_800).await && !way(NOW - 1).await);
    let shown = store.grants_into(&owner.scope, NOW).await.unwrap();
    assert!(shown.len() == 1 && shown[0].id == first && shown[0].ends == NOW + 1_800);
    assert!(store.end_grant(&operator.scope, &first, NOW).await.is_err(), "by another workspace's owner");
    store.end_grant(&owner.scope, &first, NOW + 1).await.unwrap();
    assert!(!way(NOW + 2).await);
    assert!(store.end_grant(&owner.scope, &first, NOW + 1).await.is_err());
    assert_eq!(store.audit_entries(&owner.scope, None, 1).await.unwrap()[0].event, "access.ended");
}

#[tokio::test]
async fn who_is_no_operator_gets_no_grant_and_loses_the_one_they_had() {
    let fixture = Fixture::new().await;
    let (owner, operator) = (fixture.person("a@example.com").await, operator(&fixture).await);
    let (stranger, store) = (fixture.person("c@example.com").await, &fixture.store);
    let id = GrantId::random().unwrap();
    let refused = store.open_grant(&grant(&id, &owner, &stranger), &[], NOW).await;
    assert!(matches!(refused, Err(Error::Missing)), "{refused:?}");
    assert_eq!(store.verify_audit_log(&owner.scope).await.unwrap().entries, 1, "nothing happened");
    store.open_grant(&grant(&id, &owner, &operator), &[], NOW).await.unwrap();
    sqlx::query("DELETE FROM operator").execute(&raw(&fixture).await).await.unwrap();
    assert_eq!(store.scope_by_grant(&operator.account, &owner.workspace, NOW).await.unwrap(), None);
}

#[tokio::test]
async fn no_grant_is_longer_than_an_hour_and_none_stands_without_its_entry() {
    let fixture = Fixture::new().await;
    let (owner, operator) = (fixture.person("a@example.com").await, operator(&fixture).await);
    for minutes in [0, -5, 61, 100_000] {
        let id = GrantId::random().unwrap();
        let grant = NewGrant { minutes, ..grant(&id, &owner, &operator) };
        assert!(fixture.store.open_grant(&grant, &[], NOW).await.is_err(), "{minutes}");
    }
    assert_eq!(fixture.store.verify_audit_log(&owner.scope).await.unwrap().entries, 1);
    let pool = raw(&fixture).await;
    sqlx::query("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT raise(ABORT, 'full'); END")
        .execute(&pool)
        .await
        .unwrap();
    let id = GrantId::random().unwrap();
    assert!(fixture.store.open_grant(&grant(&id, &owner, &operator), &[], NOW).await.is_err());
    let grants: i64 =
        sqlx::query_scalar("SELECT count(*) FROM break_glass_grant").fetch_one(&pool).await.unwrap();
    assert_eq!(grants, 0);
    clario_proofs::proves(&["AT-08"]);
}
