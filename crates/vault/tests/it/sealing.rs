//! Sealed values open at their own place, with their own key, unaltered; and nowhere else.

use std::collections::HashSet;

use clario_vault::{DataKey, KeyRing, KeyRingError, OpenError, Place, SEALINGS_PER_KEY, SealError, Sealed};
use proptest::prelude::*;

const TOKEN: &[u8] = b"ATATT-canary-0123456789-abcdefgh";

const PLACE: Place<'static> = Place {
    tenant: "workspace-1",
    table: "provider_connection",
    row: "row-1",
    field: "secret_enc",
    schema: 1,
    revision: 7,
};

fn ring(text: &str) -> KeyRing {
    KeyRing::parse(text).expect("a good key ring")
}

fn line(role: &str, kid: &str, digit: char) -> String {
    format!("{role} {kid} {}\n", digit.to_string().repeat(64))
}

#[test]
fn a_value_opens_where_it_was_sealed() {
    let key = DataKey::generate().unwrap();
    let sealed = key.seal(&PLACE, TOKEN, 1).unwrap();
    assert_eq!(**key.open(&PLACE, &sealed).unwrap(), *TOKEN);
    assert_eq!(sealed.as_bytes().len(), 2 + 4 + 12 + TOKEN.len() + 16);
    assert!(sealed.as_bytes().starts_with(b"v1"));
    assert!(!sealed.as_bytes().windows(8).any(|part| TOKEN.windows(8).any(|token| token == part)));
}

#[test]
fn a_value_moved_to_another_place_does_not_open() {
    let key = DataKey::generate().unwrap();
    let sealed = key.seal(&PLACE, TOKEN, 1).unwrap();
    for elsewhere in [
        Place { tenant: "workspace-2", ..PLACE },
        Place { table: "team", ..PLACE },
        Place { row: "row-2", ..PLACE },
        Place { field: "base_url", ..PLACE },
        Place { schema: 2, ..PLACE },
        Place { revision: 8, ..PLACE },
        // The same letters, cut at another point.
        Place { tenant: "workspace-1provider_connection", table: "", ..PLACE },
        Place { tenant: "workspace-", row: "1row-1", ..PLACE },
    ] {
        assert_eq!(key.open(&elsewhere, &sealed).unwrap_err(), OpenError::Refused, "{elsewhere:?}");
    }
    clario_proofs::proves(&["AC-54"]);
}

#[test]
fn an_older_value_of_the_same_field_does_not_open_in_its_place() {
    let key = DataKey::generate().unwrap();
    let old = key.seal(&PLACE, b"old token", 1).unwrap();
    let newer = Place { revision: PLACE.revision + 1, ..PLACE };
    assert!(key.seal(&newer, b"new token", 2).is_ok());
    assert_eq!(key.open(&newer, &old).unwrap_err(), OpenError::Refused);
}

#[test]
fn every_flipped_bit_is_noticed() {
    let key = DataKey::generate().unwrap();
    let sealed = key.seal(&PLACE, TOKEN, 1).unwrap();
    for at in 0..sealed.as_bytes().len() {
        for bit in 0..8 {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let opened = Sealed::from_bytes(bytes).and_then(|altered| key.open(&PLACE, &altered));
            let expected = match at {
                0 | 1 => OpenError::Malformed,
                2..6 => match opened {
                    Err(OpenError::UnknownKey(kid)) => OpenError::UnknownKey(kid),
                    _ => panic!("byte {at} is part of the key id"),
                },
                _ => OpenError::Refused,
            };
            assert_eq!(opened.unwrap_err(), expected, "byte {at}, bit {bit}");
        }
    }
    clario_proofs::proves(&["AC-54"]);
}

#[test]
fn nonces_do_not_repeat() {
    let key = DataKey::generate().unwrap();
    let mut nonces = HashSet::new();
    for nth in 1..=100_000 {
        let sealed = key.seal(&PLACE, b"", nth).unwrap();
        assert!(nonces.insert(<[u8; 12]>::try_from(&sealed.as_bytes()[6..18]).unwrap()));
    }
}

#[test]
fn a_worn_out_key_seals_no_more_and_still_opens() {
    let key = DataKey::generate().unwrap();
    let last = key.seal(&PLACE, TOKEN, SEALINGS_PER_KEY).unwrap();
    assert_eq!(key.seal(&PLACE, TOKEN, SEALINGS_PER_KEY + 1).unwrap_err(), SealError::WornOut);
    assert!(key.open(&PLACE, &last).is_ok());
}

#[test]
fn what_an_older_key_wrapped_opens_after_a_renewal() {
    let first = KeyRing::generate().unwrap();
    let old_primary = first.primary();
    let data_key = DataKey::generate().unwrap();
    let sealed = data_key.seal(&PLACE, TOKEN, 1).unwrap();
    let wrapped = first.wrap(&data_key, &PLACE).unwrap();
    let check_value = first.check_value().unwrap();

    let renewed = ring(&first.renew().unwrap().to_text());
    assert_ne!(renewed.primary(), old_primary);
    assert!(renewed.holds(old_primary));
    assert_eq!(renewed.recognises(&check_value), Ok(()));
    let unwrapped = renewed.unwrap(&wrapped, &PLACE).unwrap();
    assert_eq!(**unwrapped.open(&PLACE, &sealed).unwrap(), *TOKEN);
    assert_eq!(renewed.wrap(&unwrapped, &PLACE).unwrap().kid(), renewed.primary());
}

#[test]
fn a_wrong_key_is_told_apart_from_damage() {
    let right = ring(&line("primary", "0a0b0c0d", '1'));
    let data_key = DataKey::generate().unwrap();
    let wrapped = right.wrap(&data_key, &PLACE).unwrap();
    let check_value = right.check_value().unwrap();

    let other = ring(&line("primary", "ffffffff", '2'));
    assert_eq!(other.recognises(&check_value), Err(OpenError::UnknownKey(right.primary())));
    assert_eq!(other.unwrap(&wrapped, &PLACE).unwrap_err(), OpenError::UnknownKey(right.primary()));

    let same_id_other_key = ring(&line("primary", "0a0b0c0d", '2'));
    assert_eq!(same_id_other_key.recognises(&check_value), Err(OpenError::Refused));

    let mut damaged = wrapped.as_bytes().to_vec();
    damaged[30] ^= 1;
    let damaged = Sealed::from_bytes(damaged).unwrap();
    assert_eq!(right.recognises(&check_value), Ok(()));
    assert_eq!(right.unwrap(&damaged, &PLACE).unwrap_err(), OpenError::Refused);
}

#[test]
fn a_key_ring_in_disorder_is_refused_with_its_line() {
    let good = line("primary", "0a0b0c0d", '1');
    for (text, error) in [
        (String::new(), KeyRingError::Primary),
        ("# only a comment\n\n".to_owned(), KeyRingError::Primary),
        (line("older", "0a0b0c0d", '1'), KeyRingError::Primary),
        (good.clone() + &line("primary", "00000001", '2'), KeyRingError::Primary),
        (good.clone() + &line("older", "0a0b0c0d", '2'), KeyRingError::Duplicate { line: 2 }),
        (good.clone() + &line("older", "00000001", '1'), KeyRingError::Duplicate { line: 2 }),
        (good.replace("11111111111", "1"), KeyRingError::Length { line: 1 }),
        (good.replace("primary", "Primary"), KeyRingError::Line { line: 1 }),
        (good.replace("0a0b0c0d", "0a0b0c0g"), KeyRingError::Line { line: 1 }),
        (good.replace("primary ", "primary"), KeyRingError::Line { line: 1 }),
        (good + "surprise", KeyRingError::Line { line: 2 }),
    ] {
        let Err(refused) = KeyRing::parse(&text) else { panic!("accepted {text}") };
        assert_eq!(refused, error, "{text}");
        assert!(!refused.to_string().contains("1111"), "the refusal shows the key");
    }
}

#[test]
fn nothing_secret_is_shown_by_debug() {
    let ring = ring(&(line("primary", "0a0b0c0d", '7') + &line("older", "00000001", '9')));
    let data_key = DataKey::generate().unwrap();
    let sealed = data_key.seal(&PLACE, TOKEN, 1).unwrap();
    let shown = format!("{ring:?} {data_key:?} {sealed:?}");
    for secret in ["7777", "9999", "[", "canary"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let key = DataKey::generate().unwrap();
        if let Ok(sealed) = Sealed::from_bytes(bytes) {
            prop_assert!(key.open(&PLACE, &sealed).is_err());
        }
    }

    #[test]
    fn any_text_is_read_as_a_key_file_without_a_panic(text in "\\PC{0,200}") {
        if let Ok(ring) = KeyRing::parse(&text) {
            prop_assert!(KeyRing::parse(&ring.to_text()).is_ok());
        }
    }
}
