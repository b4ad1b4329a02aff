//! The audit log through its page and its file, and what a file says that was altered.

use super::Two;
use crate::person::location;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

impl Two {
    /// Somebody who can write to the database past the program.
    pub(super) async fn raw(&self) -> SqlitePool {
        let options = SqliteConnectOptions::new().filename(self.app.data.path().join("altaclario.sqlite"));
        SqlitePool::connect_with(options).await.expect("the same file")
    }

    async fn log(&self) -> String {
        self.owner.text(&self.app, &self.owner.page("settings/audit")).await
    }
}

#[tokio::test]
async fn the_page_tells_in_words_what_was_done_and_that_nothing_was_altered() {
    let two = Two::new("admin").await;
    two.guest.post(&two.app, &two.owner.page("settings"), &[("what", "name"), ("name", "Ours <b>")]).await;
    let page = two.log().await;
    for words in [
        "made the workspace",
        "invited guest@example.org as admin",
        "joined as admin",
        "renamed the workspace to “Ours &lt;b&gt;”",
        "All 4 entries stand as they were written.",
        "Public key of this installation",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let (older, newer) = (page.find("made the workspace"), page.find("renamed the workspace"));
    assert!(newer < older, "newest first");
}

#[tokio::test]
async fn an_entry_altered_in_the_database_shows_on_the_page() {
    let two = Two::new("viewer").await;
    let pool = two.raw().await;
    for statement in [
        "DROP TRIGGER audit_entry_is_only_erased",
        "UPDATE audit_entry SET facts = '{\"role\":\"admin\"}' WHERE event = 'member.joined'",
    ] {
        sqlx::query(statement).execute(&pool).await.expect("altered");
    }
    let page = two.log().await;
    assert!(page.contains("The log was altered: at entry 3, it is not what was written."));
}

/// Verifies a file as `docs/audit-log.md` says, without anything of the program. The answer is the head.
fn verified(file: &str) -> Result<String, String> {
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let workspace = lines[0]["workspace"].as_str().expect("a workspace").to_owned();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (mut head, mut hashes) = (vec![0; 32], Vec::new());
    for line in &lines[1..] {
        if line["kind"] == "checkpoint" {
            let seq = usize::try_from(line["seq"].as_u64().expect("a number")).expect("small");
            if hashes.get(seq - 1) != Some(&text(&line["hash"])) {
                return Err(format!("checkpoint {seq}"));
            }
            continue;
        }
        let commitment = |part: &Value| {
            part["commitment"].as_str().map(|digits| {
                (0..32)
                    .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("a digit"))
                    .collect()
            })
        };
        let parts: [Vec<u8>; 9] = [
            b"AltaClario audit entry 1".to_vec(),
            workspace.clone().into_bytes(),
            line["seq"].to_string().into_bytes(),
            line["time"].to_string().into_bytes(),
            text(&line["event"]).into_bytes(),
            text(&line["actor_kind"]).into_bytes(),
            text(&line["facts"]).into_bytes(),
            commitment(&line["actor"]).unwrap_or_default(),
            commitment(&line["subject"]).unwrap_or_default(),
        ];
        let mut digest = Sha256::new();
        digest.update(&head);
        for part in parts {
            digest.update(part.len().to_string());
            digest.update(b":");
            digest.update(&part);
            digest.update(b",");
        }
        head = digest.finalize().to_vec();
        let digits = head.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        if text(&line["hash"]) != digits {
            return Err(format!("entry {}", line["seq"]));
        }
        hashes.push(digits);
    }
    hashes.pop().ok_or_else(|| "nothing".to_owned())
}

#[tokio::test]
async fn the_file_verifies_without_the_program_and_an_altered_one_does_not() {
    let two = Two::new("viewer").await;
    let asked = two.owner.post(&two.app, &two.owner.page("settings/audit"), &[("what", "take")]).await;
    let path = two.owner.page("settings/audit.ndjson");
    assert_eq!(location(&asked), path);
    let answer = two.owner.open(&two.app, &path).await;
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson; charset=utf-8");
    let file = answer.text().await.expect("text");
    let head = verified(&file).expect("whole");
    assert!(two.log().await.contains(&head), "the page names the same head");
    assert!(file.lines().last().expect("lines").contains("\"signature\""), "its head is signed");
    assert!(file.contains("log.exported"), "taking it is an entry");
    let altered = file.replacen("member.joined", "member.left", 1);
    assert_eq!(verified(&altered), Err("entry 3".to_owned()));
    let lines: Vec<&str> = file.lines().collect();
    let shortened = [&lines[..3], &lines[lines.len() - 1..]].concat().join("\n");
    assert_eq!(verified(&shortened), Err("checkpoint 4".to_owned()), "the end was cut off");
}

#[tokio::test]
async fn the_file_needs_a_new_proof_of_who_is_there() {
    let two = Two::new("viewer").await;
    let pool = two.raw().await;
    sqlx::query("UPDATE session SET confirmed_until = 0").execute(&pool).await.expect("ten minutes later");
    assert_eq!(two.owner.open(&two.app, &two.owner.page("settings/audit.ndjson")).await.status(), 403);
    let asked = two.owner.post(&two.app, &two.owner.page("settings/audit"), &[("what", "take")]).await;
    assert_eq!(asked.status(), 403);
    assert!(asked.text().await.expect("html").contains("Confirm that it is you"));
    for fields in [[("what", "second-factor"), ("required", "yes")], [("what", "role"), ("role", "admin")]] {
        assert_eq!(two.owner.on_members(&two.app, &fields).await.status(), 403);
    }
}
