//! After a tour through everything, the files hold no secret in any usual encoding.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use clario_backend::{ConnectionForm, Flaw};

use crate::app::{App, PASSWORD, SIGN_IN_NAME, TOKEN, connection, sign_up};

/// A secret as itself, in hexadecimal and in base64 at each of the three alignments, in both
/// alphabets, without the characters that depend on what surrounds it; also as UTF-16.
fn encodings(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = secret.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let utf16: Vec<u8> = secret.iter().flat_map(|byte| [*byte, 0]).collect();
    let mut forms = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes(), utf16];
    for shift in 0..3 {
        let shifted: Vec<u8> = vec![0; shift].into_iter().chain(secret.iter().copied()).collect();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = engine.encode(&shifted);
            forms.push(text.as_bytes()[(shift * 8).div_ceil(6)..text.len() - 1].to_vec());
        }
    }
    forms
}

#[tokio::test]
async fn a_tour_leaves_no_secret_in_the_files() {
    let app = App::new().await;
    let backend = &app.backend;
    let viewer = app.owner("grace@example.com").await;
    let second_token = "ATATT3xSecondCanaryOfTheTour=99887766";

    // Right and wrong ways through everything that takes a secret.
    backend.sign_up(sign_up("grace@example.com")).await.unwrap();
    assert!(app.sign_in("grace@example.com", "a wrong canary guess, long").await.is_err());
    let id = backend.add_connection(&viewer, connection()).await.unwrap();
    let doomed = backend.add_connection(&viewer, connection()).await.unwrap();
    let refused = ConnectionForm { address: "http://evil.example".into(), ..connection() };
    assert!(backend.add_connection(&viewer, refused).await.is_err());
    let second = ConnectionForm { token: second_token.to_owned(), ..connection() };
    backend.replace_credential(&viewer, &id, second).await.unwrap();
    backend.remove_connection(&viewer, &doomed).await.unwrap();
    let browser = app.signed_in("grace@example.com").await;
    let cookie = browser.cookie.parse::<tower_sessions_core::session::Id>().unwrap().0.to_le_bytes();
    let (seed, codes) = app.tour_of_codes(browser).await;

    let basic = format!("{SIGN_IN_NAME}:{TOKEN}");
    let mut secrets: Vec<&[u8]> = vec![
        PASSWORD.as_bytes(),
        b"a wrong canary guess, long",
        TOKEN.as_bytes(),
        second_token.as_bytes(),
        SIGN_IN_NAME.as_bytes(),
        basic.as_bytes(),
        &cookie,
        &seed,
    ];
    secrets.extend(codes.iter().map(String::as_bytes));
    let look = |when: &str| {
        assert!(
            app.holds(b"grace@example.com") && app.holds(b"2C3D") | app.holds(b"7766"),
            "the files are read"
        );
        for secret in &secrets {
            for form in encodings(secret) {
                assert!(!app.holds(&form), "{when}: {}", String::from_utf8_lossy(&form));
            }
        }
        let kept: Vec<String> = std::fs::read_dir(&app.directory)
            .expect("my directory")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("plain"))
            .collect();
        assert!(kept.iter().all(|name| name == "key" || name.starts_with("altaclario.sqlite")), "{kept:?}");
    };
    look("running");
    backend.stop().await;
    look("stopped");
    let key = std::fs::read_to_string(app.directory.path().join("key")).unwrap();
    let secret =
        key.lines().find_map(|line| line.strip_prefix("primary ")).unwrap().split(' ').nth(1).unwrap();
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()).collect();
    for form in encodings(&bytes) {
        assert!(!app.holds(&form), "the key is in the database");
    }
    clario_proofs::proves(&["AC-04", "AC-54", "AZ-08"]);
}

#[test]
fn the_search_finds_a_secret_in_every_form_it_looks_for() {
    let form = format!("{}-{}", Flaw::Token, TOKEN);
    let hay: Vec<Vec<u8>> = vec![
        form.clone().into_bytes(),
        STANDARD_NO_PAD.encode(&form).into_bytes(),
        STANDARD_NO_PAD.encode(format!("x{form}")).into_bytes(),
        STANDARD_NO_PAD.encode(format!("xy{form}")).into_bytes(),
    ];
    for hay in hay {
        let found = encodings(TOKEN.as_bytes()).iter().any(|form| memchr::memmem::find(&hay, form).is_some());
        assert!(found, "{}", String::from_utf8_lossy(&hay));
    }
}
