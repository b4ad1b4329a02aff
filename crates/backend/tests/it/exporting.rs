//! What people take along: whole, signed, without secrets and without others, and readable back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clario_backend::{Error, Export, Flaw, Recent, Viewer};
use futures::StreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::app::{App, Browser, PASSWORD, TOKEN, connection};

const GRACE: &str = "grace@example.com";
const EVE: &str = "eve.canary@example.com";

async fn bytes(export: Export) -> Vec<u8> {
    assert!(
        export.name.starts_with("altaclario-") && export.name.contains("-2026-11-20.zip"),
        "{}",
        export.name
    );
    let mut bytes = Vec::new();
    let mut pieces = Box::pin(export.into_stream());
    while let Some(piece) = pieces.next().await {
        bytes.extend(piece.expect("a whole archive"));
    }
    bytes
}

/// The files of an archive by its directory, as any other program reads them.
fn files(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let two = |at: usize| usize::from(u16::from_le_bytes(archive[at..at + 2].try_into().expect("well made")));
    let four = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().expect("well made")) as usize;
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    let (count, mut at) = (two(end + 10), four(end + 16));
    let mut found = BTreeMap::new();
    for _ in 0..count {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (size, name_length, offset) = (four(at + 24), two(at + 28), four(at + 42));
        let name = String::from_utf8(archive[at + 46..at + 46 + name_length].to_vec()).expect("well made");
        let content = offset + 30 + name_length;
        found.insert(name, archive[content..content + size].to_vec());
        at += 46 + name_length;
    }
    found
}

/// Checks sizes, hashes and the signature, and reads the file that is asked for.
async fn verified(app: &App, archive: &[u8], file: &str) -> Value {
    let files = files(archive);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("well made");
    assert_eq!(manifest["schema"], "altaclario-manifest-v1");
    for entry in manifest["files"].as_array().expect("well made") {
        let content = &files[entry["name"].as_str().expect("well made")];
        assert_eq!(entry["bytes"], content.len());
        let hash = Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("well made");
            text
        });
        assert_eq!(entry["sha256"], hash);
    }
    assert_eq!(
        manifest["files"].as_array().expect("well made").len(),
        files.len() - 2,
        "all but the manifest itself"
    );
    let signature = String::from_utf8(files["manifest.sig"].clone()).expect("well made");
    let signature: Vec<u8> = (0..64)
        .map(|at| u8::from_str_radix(&signature[2 * at..2 * at + 2], 16).expect("well made"))
        .collect();
    let key = app.backend.public_key().await.expect("well made");
    assert_eq!(manifest["signer"], key.to_string());
    assert!(key.verifies(&files["manifest.json"], &signature));
    assert!(!key.verifies(&files["manifest.json"][1..], &signature));
    serde_json::from_slice(&files[file]).expect("well made")
}

fn holds(archive: &[u8], text: &str) -> bool {
    memchr::memmem::find(archive, text.as_bytes()).is_some()
}

fn proof(app: &App, browser: &Browser) -> Recent {
    app.backend.recent(&browser.who()).expect("well made")
}

async fn home(app: &App, browser: &Browser) -> Viewer {
    let account = browser.who().account().clone();
    let workspace = app.workspace(&account).await;
    app.backend.viewer(Some(&account), workspace.as_str()).await.expect("well made")
}

#[tokio::test]
async fn everything_about_me_is_in_one_signed_file_and_nothing_of_others() {
    let app = App::new().await;
    let (grace, eve) = (app.browser(GRACE).await, app.browser(EVE).await);
    let archive = bytes(app.backend.export_account(&proof(&app, &grace)).await.unwrap()).await;
    let account = verified(&app, &archive, "account.json").await;
    assert_eq!(account["schema"], "altaclario-account-v1");
    assert_eq!(account["account"][0]["email"], GRACE);
    for list in ["acceptances", "sessions", "memberships", "audit_entries", "usage"] {
        assert!(!account[list].as_array().unwrap().is_empty(), "{list}: {account:#}");
    }
    for secret in
        [PASSWORD, "argon2", &grace.cookie, EVE, eve.who().account().as_str(), "token_hash", "sealed"]
    {
        assert!(!holds(&archive, secret), "{secret}");
    }
    let again = bytes(app.backend.export_account(&proof(&app, &grace)).await.unwrap()).await;
    let usage = |archive: &[u8]| {
        let mut account: Value = serde_json::from_slice(&files(archive)["account.json"]).unwrap();
        account["usage"] = Value::Null;
        account
    };
    assert_eq!(usage(&again), usage(&archive), "the same in the same order");
    clario_proofs::proves(&["AC-86", "AC-88"]);
}

#[tokio::test]
async fn an_owner_takes_the_whole_workspace_along_and_reads_its_settings_back() {
    let app = App::new().await;
    let (grace, eve) = (app.browser(GRACE).await, app.browser(EVE).await);
    let viewer = home(&app, &grace).await;
    app.backend.add_connection(&viewer, connection()).await.unwrap();
    app.backend.set_zone(&viewer, "Europe/Berlin").await.unwrap();
    app.backend.set_holidays(&viewer, "2026-12-25 Tea & \"cake\"").await.unwrap();
    let archive = bytes(app.backend.export_workspace(&viewer, &proof(&app, &grace)).await.unwrap()).await;
    let workspace = verified(&app, &archive, "workspace.json").await;
    assert_eq!(workspace["members"][0]["email"], GRACE);
    assert_eq!(workspace["connections"][0]["token_ends_in"], "2C3D");
    let log = String::from_utf8(files(&archive)["audit_log.jsonl"].clone()).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 4, "{log}");
    assert_eq!(
        lines.last().unwrap()["event"],
        "workspace.exported",
        "the copy is in the log, and the log in the copy"
    );
    for secret in [TOKEN, PASSWORD, EVE, "secret_enc", "dek_wrapped"] {
        assert!(!holds(&archive, secret), "{secret}");
    }

    let before = app.backend.settings(&viewer).await.unwrap();
    let settings = String::from_utf8(files(&archive)["settings.json"].clone()).unwrap();
    app.backend.set_zone(&viewer, "Asia/Tokyo").await.unwrap();
    app.backend.set_holidays(&viewer, "").await.unwrap();
    app.backend.import_settings(&viewer, &proof(&app, &grace), &settings).await.unwrap();
    assert_eq!(app.backend.settings(&viewer).await.unwrap(), before, "what went out came back");

    let other = home(&app, &eve).await;
    let foreign = app.backend.import_settings(&other, &proof(&app, &eve), &settings).await;
    assert!(foreign.is_ok(), "no team uses the site that is not connected there: {foreign:?}");
    let not_mine = app.backend.export_workspace(&viewer, &proof(&app, &eve)).await.err();
    assert!(matches!(not_mine, Some(Error::Confirm)), "{not_mine:?}");
    clario_proofs::proves(&["AZ-02", "AT-01"]);
}

#[tokio::test]
async fn a_hostile_file_of_settings_changes_nothing() {
    let app = App::new().await;
    let grace = app.browser(GRACE).await;
    let viewer = home(&app, &grace).await;
    app.backend.set_zone(&viewer, "Europe/Berlin").await.unwrap();
    let before = app.backend.settings(&viewer).await.unwrap();
    let good = r#"{"schema":"altaclario-settings-v1","zone":"Asia/Tokyo","working_days":["Monday"],
        "keep_unread_hours":24,"holidays":[],"connections":[],"removed_resolutions":null,"workflows":[],"teams":[]}"#;
    let with = |name: &str, value: &str| {
        let mut document: Value = serde_json::from_str(good).unwrap();
        document[name] = serde_json::from_str(value).unwrap();
        document.to_string()
    };
    let deep = "[".repeat(100_000);
    let long = format!("{good}{}", " ".repeat(300_000));
    for (text, flaw) in [
        (String::new(), Flaw::SettingsFile),
        ("PK\u{3}\u{4}".to_owned(), Flaw::SettingsFile),
        (deep, Flaw::SettingsFile),
        (long, Flaw::SettingsFileLong),
        (good.replace("v1", "v2"), Flaw::SettingsFile),
        (with("unknown", "1"), Flaw::SettingsFile),
        (with("zone", "\"Mars/Olympus\""), Flaw::Zone),
        (with("working_days", "[]"), Flaw::NoWorkingDay),
        (with("working_days", "[\"Someday\"]"), Flaw::SettingsFile),
        (with("working_days", "[\"Monday\",\"Monday\"]"), Flaw::SettingsFile),
        (with("keep_unread_hours", "100000"), Flaw::KeepHours),
        (with("holidays", "[{\"day\":\"yesterday\",\"label\":null}]"), Flaw::Holiday { line: 1 }),
        (with("holidays", "[{\"day\":\"2026-12-25\",\"label\":\"a\\u202eb\"}]"), Flaw::Label),
        (with("teams", "[{\"label\":\"A\",\"workflow\":null,\"sources\":[]}]"), Flaw::TeamWithoutSource),
        (with("teams", "[{\"label\":\"A\",\"workflow\":\"w9\",\"sources\":[]}]"), Flaw::SettingsFile),
        (
            with(
                "teams",
                "[{\"label\":\"A\",\"workflow\":null,\"sources\":[{\"connection\":\"c1\",\"kind\":\"board\",\"id\":\"1\"}]}]",
            ),
            Flaw::SettingsFile,
        ),
        (
            with("connections", "[{\"key\":\"c\",\"address\":\"a\"},{\"key\":\"c\",\"address\":\"b\"}]"),
            Flaw::SettingsFile,
        ),
    ] {
        let refused = app.backend.import_settings(&viewer, &proof(&app, &grace), &text).await.unwrap_err();
        assert!(matches!(refused, Error::Flawed(found) if found == flaw), "{flaw:?}: {refused:?}");
        assert_eq!(app.backend.settings(&viewer).await.unwrap(), before, "{flaw:?}");
    }
    let mut document: Value = serde_json::from_str(good).unwrap();
    document["connections"] = serde_json::json!([{ "key": "c1", "address": "https://evil.atlassian.net" }]);
    document["teams"] = serde_json::json!([
        { "label": "A", "workflow": null, "sources": [{ "connection": "c1", "kind": "board", "id": "1" }] }
    ]);
    let refused =
        app.backend.import_settings(&viewer, &proof(&app, &grace), &document.to_string()).await.unwrap_err();
    assert!(matches!(refused, Error::Flawed(Flaw::SettingsFileSite)), "{refused:?}");
    app.backend.import_settings(&viewer, &proof(&app, &grace), good).await.unwrap();
    assert_eq!(app.backend.settings(&viewer).await.unwrap().zone, "Asia/Tokyo");
}
