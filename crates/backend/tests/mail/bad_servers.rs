//! Mail servers that refuse, hang, break off, disappear, or see the program die.

use super::*;

/// A port on which nothing listens.
async fn closed_port() -> u16 {
    SmtpSink::start().await.port()
}

#[tokio::test]
async fn a_server_that_is_down_delays_letters_and_loses_none() {
    let port = closed_port().await;
    let office = Office::new(Some(&format!("smtp://127.0.0.1:{port}"))).await;
    for address in ["ada@example.org", "grace@example.org"] {
        office.invite(address).await;
    }
    assert!(!office.deliver().await, "the server is in trouble, so the next letter waits");
    assert!(!office.deliver().await);
    assert!(office.deliver().await, "nothing is due");
    assert_eq!(office.states().await, ["failed", "failed"]);
    let sink = SmtpSink::start_at(port).await;
    office.clock.advance(MINUTE);
    assert!(office.deliver().await);
    assert_eq!(sink.letters().len(), 2);
    assert_eq!(office.states().await, ["sent", "sent"]);
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_ever_less_often_and_at_last_no_more() {
    let sink = SmtpSink::start().await;
    sink.set(Mood::Recipients("451 4.7.1 come back later"));
    let office = Office::new(Some(&sink.url())).await;
    office.post("ada@example.org", Letter::Test).await;
    let mut passed = 0;
    let mut waits = Vec::new();
    loop {
        assert!(office.deliver().await, "a letter's own trouble does not stop the queue");
        let (state, _, next_at, has_content) = office.rows().await.remove(0);
        assert!(has_content, "what was not sent stays");
        if state == "dead" {
            break;
        }
        assert_eq!(state, "failed");
        let wait = next_at - passed;
        office.clock.advance(wait - 1);
        assert!(office.deliver().await);
        assert_eq!(sink.connections(), waits.len() + 1, "not a second too early");
        office.clock.advance(1);
        passed = next_at;
        waits.push(wait);
    }
    assert_eq!(sink.connections(), 16, "bounded attempts");
    assert_eq!(waits.len(), 15);
    for (number, wait) in waits.iter().enumerate() {
        let middle = (30_i64 << number).min(6 * 60 * MINUTE);
        assert!((middle * 3 / 4..=middle * 5 / 4).contains(wait), "wait {number} is {wait}");
    }
    assert!(waits.iter().enumerate().any(|(number, wait)| *wait != (30_i64 << number).min(6 * 60 * MINUTE)));
    office.clock.advance(DAY);
    assert!(office.deliver().await);
    assert_eq!(sink.connections(), 16, "a dead letter is not tried by itself");
    let alerts: Vec<(String, u32)> = sqlx::query_as("SELECT kind, count FROM alert")
        .fetch_all(&office.database().await)
        .await
        .expect("alerts");
    assert_eq!(alerts, [("dead-letters".to_owned(), 1)]);
    clario_proofs::proves(&["SE-07"]);
}

#[tokio::test]
async fn an_unknown_mailbox_is_not_tried_again_and_raises_no_alert() {
    let sink = SmtpSink::start().await;
    sink.set(Mood::Recipients("550 5.1.1 no such mailbox ada@example.org"));
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    assert!(office.deliver().await);
    office.clock.advance(DAY);
    assert!(office.deliver().await);
    assert_eq!(office.states().await, ["dead"]);
    assert_eq!(sink.connections(), 1);
    let alerts: i64 = sqlx::query_scalar("SELECT count(*) FROM alert")
        .fetch_one(&office.database().await)
        .await
        .expect("a count");
    assert_eq!(alerts, 0);
}

#[tokio::test]
async fn a_server_that_breaks_off_gets_the_letter_again_and_delivers_it_once() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    sink.set(Mood::HangsUp);
    assert!(!office.deliver().await);
    sink.set(Mood::Silent);
    office.clock.advance(MINUTE);
    assert!(!office.deliver().await, "it gives up after its patience");
    sink.set(Mood::Kind);
    office.clock.advance(2 * MINUTE);
    assert!(office.deliver().await);
    assert_eq!(sink.letters().len(), 1);
    assert_eq!(office.rows().await[0].1, 3, "three attempts");
    clario_proofs::proves(&["SE-07"]);
}

#[tokio::test]
async fn a_letter_that_may_have_arrived_is_sent_again_under_the_same_id() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    sink.set(Mood::TakesSilently);
    assert!(!office.deliver().await);
    sink.set(Mood::Kind);
    office.clock.advance(MINUTE);
    assert!(office.deliver().await);
    let letters = sink.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].id, letters[1].id);
    assert_eq!(letters[0].text, letters[1].text);
}

#[tokio::test]
async fn a_program_that_dies_while_it_sends_loses_no_letter() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    office.invite("grace@example.org").await;
    sink.set(Mood::TakesAndWaits);
    let dying = office.backend.clone();
    let worker = tokio::spawn(async move { dying.deliver_letters().await });
    sink.letter("ada@example.org", "asks you").await;
    assert_eq!(office.states().await, ["sending", "waiting"]);
    worker.abort();
    sink.set(Mood::Kind);
    let next = backend(office.directory.path(), Some(&sink.url()), &office.clock).await;
    let worker = tokio::spawn(async move { next.deliver_letters().await });
    sink.letter("grace@example.org", "asks you").await;
    for _ in 0..3_000 {
        if office.states().await == ["sent", "sent"] {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(office.states().await, ["sent", "sent"]);
    worker.abort();
    let mut ids: Vec<String> = sink
        .letters()
        .into_iter()
        .filter(|letter| letter.to == "ada@example.org")
        .map(|letter| letter.id)
        .collect();
    assert_eq!(ids.len(), 2, "it was taken, and that was not noted");
    ids.dedup();
    assert_eq!(ids.len(), 1, "and a mail program knows it for the same");
    clario_proofs::proves(&["SE-07"]);
}

#[tokio::test]
async fn an_attempt_that_ends_without_a_word_is_repeated_without_a_restart() {
    let sink = SmtpSink::start().await;
    let office = Office::new(Some(&sink.url())).await;
    office.invite("ada@example.org").await;
    sqlx::query("UPDATE notification SET state = 'sending', attempts = 1, next_at = next_at + 62")
        .execute(&office.database().await)
        .await
        .expect("an attempt that nobody ends");
    assert!(office.deliver().await);
    assert!(sink.letters().is_empty(), "it may still be under way");
    office.clock.advance(62);
    assert!(office.deliver().await);
    assert_eq!(sink.letters().len(), 1);
}
