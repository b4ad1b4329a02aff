//! Password hashes: argon2id above the floor, salted, renewed when the cost rises.

use std::time::{Duration, Instant};

use clario_vault::{HashCost, Hasher, Password, TooCheap, Verdict};

fn password(text: &str) -> Password {
    Password::entered(text.to_owned()).expect("short enough")
}

#[test]
fn a_hash_is_a_salted_argon2id_string_that_knows_its_password_only() {
    let hasher = Hasher::new(HashCost::FLOOR).unwrap();
    let text = "Ünïcode 🦊 and a tab\t too";
    let (one, other) = (hasher.hash(&password(text)).unwrap(), hasher.hash(&password(text)).unwrap());
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
    assert_ne!(one, other, "each has its own salt");
    assert_eq!(hasher.check(&password(text), Some(&one)), Verdict::Right { needs_rehash: false });
    for wrong in
        ["", "Ünïcode 🦊 and a tab\t to", "ünïcode 🦊 and a tab\t too", "U\u{308}nïcode 🦊 and a tab\t too"]
    {
        assert_eq!(hasher.check(&password(wrong), Some(&one)), Verdict::Wrong, "{wrong}");
    }
    for damaged in ["", "$argon2id$", "plain", &one[..one.len() - 4]] {
        assert_eq!(hasher.check(&password(text), Some(damaged)), Verdict::Wrong, "{damaged}");
    }
    clario_proofs::proves(&["AC-04"]);
}

#[test]
fn a_cheaper_hash_asks_to_be_made_again() {
    let cheap = Hasher::new(HashCost::FLOOR).unwrap();
    let dear = Hasher::new(HashCost::new(20 * 1024, 3).unwrap()).unwrap();
    let text = "four green boats by the shore";
    let old = cheap.hash(&password(text)).unwrap();
    assert_eq!(dear.check(&password(text), Some(&old)), Verdict::Right { needs_rehash: true });
    let new = dear.hash(&password(text)).unwrap();
    assert_eq!(dear.check(&password(text), Some(&new)), Verdict::Right { needs_rehash: false });
    assert_eq!(cheap.check(&password(text), Some(&new)), Verdict::Right { needs_rehash: false });
}

#[test]
fn no_cost_below_the_floor_can_be_chosen() {
    for (memory, passes) in [(0, 0), (19 * 1024 - 1, 2), (19 * 1024, 1), (46 * 1024 - 1, 1), (1024, 100)] {
        assert_eq!(HashCost::new(memory, passes), Err(TooCheap), "{memory} KiB, {passes}");
    }
    assert_eq!(HashCost::new(64 * 1024, 3), Ok(HashCost::PRODUCTION));
    assert_eq!(HashCost::PRODUCTION.bytes(), 64 * 1024 * 1024);
}

#[test]
fn an_unknown_account_costs_as_much_as_a_known_one() {
    let hasher = Hasher::new(HashCost::FLOOR).unwrap();
    let stored = hasher.hash(&password("four green boats by the shore")).unwrap();
    let mut fastest = [Duration::MAX; 2];
    let alike = (0..40).any(|_| {
        for (best, stored) in fastest.iter_mut().zip([Some(&*stored), None]) {
            let start = Instant::now();
            assert_eq!(hasher.check(&password("a wrong password, quite long"), stored), Verdict::Wrong);
            *best = start.elapsed().min(*best);
        }
        // A busy machine slows single checks down; the fastest ones come near each other in time.
        fastest[0] < 2 * fastest[1] && fastest[1] < 2 * fastest[0]
    });
    assert!(alike, "known and unknown took {fastest:?}");
}
