//! The operator's keys are changed by a command beside the running program while people work, and the command is killed
//! at any point of it: nothing stops opening.

use crate::person::{PASSWORD, Person, location, post};
use crate::promises::program::{Folders, Program};
use crate::simulated_jira::{READER, TOKEN, connect, hidden, jira, port, settings, until_complete};
use crate::test_app::browser;
use clario_proofs::proves;
use clario_sandbox::Sandbox;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const GRACE: &str = "grace@example.org";
/// How often the command is killed at least, and how much people do meanwhile.
const KILLED: u32 = 24;
/// How often it must not have ended before; on a machine that is slow by turns it takes more to get there.
const AT_WORK: u32 = KILLED / 3;
const ROUNDS: u32 = 6;
const MOST_CUTS: u32 = 400;

/// A command of the program on the same data.
fn command(data: &Path, word: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_altaclario"));
    command.arg(word).env_clear().env("ALTACLARIO_DATA", data).stdin(Stdio::null());
    command
}

fn run(data: &Path, word: &str) -> Output {
    command(data, word).output().expect("the program starts")
}

fn well(data: &Path, word: &str) -> String {
    let output = run(data, word);
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{word}: {said}");
    said
}

/// What people do meanwhile: each act opens or seals something with the keys of a workspace, of an account, or of the
/// installation.
struct Traffic<'a> {
    program: &'a Program,
    jira: &'a Sandbox,
    grace: Person,
    connection: String,
    newcomers: AtomicU32,
    rounds: AtomicU32,
}

impl Traffic<'_> {
    async fn act(&self) {
        let url = self.jira.url();
        let renew = [
            ("what", "renew-token"),
            ("connection", self.connection.as_str()),
            ("address", url.as_str()),
            ("email", READER),
            ("token", TOKEN),
        ];
        let renewed = self.grace.post(self.program, &self.grace.page("settings"), &renew).await;
        assert_eq!(renewed.status(), 303, "the key of the workspace seals");
        let archive = self.grace.post(self.program, "/account/privacy/export", &[]).await;
        assert_eq!(archive.status(), 200, "the key of the installation opens the one that signs");
        archive.bytes().await.expect("a whole archive");
        let number = self.newcomers.fetch_add(1, Ordering::Relaxed);
        if number.is_multiple_of(4) {
            let newcomer = Person::new(self.program, &format!("newcomer{number}@example.org")).await;
            let begun = newcomer.post(self.program, "/account/two-step", &[("what", "begin")]).await;
            assert_eq!(begun.status(), 200, "new keys are wrapped");
        }
        self.rounds.fetch_add(1, Ordering::Relaxed);
    }
}

/// Kills the command after a while, as a power cut would; says whether it was still at work.
fn killed_after(mut child: Child, pause: Duration) -> bool {
    std::thread::sleep(pause);
    let at_work = child.try_wait().expect("its state").is_none();
    let _ = child.kill();
    child.wait().expect("its end");
    at_work
}

/// How long the command takes that nobody kills.
async fn undisturbed(data: PathBuf) -> Duration {
    let begun = Instant::now();
    tokio::task::spawn_blocking(move || well(&data, "rotate-keys")).await.expect("it ends");
    begun.elapsed()
}

async fn copy_of_the_database(data: &Path, to: &Path) {
    let file = SqliteConnectOptions::new().filename(data.join("altaclario.sqlite"));
    let pool = SqlitePool::connect_with(file).await.expect("the database");
    sqlx::query("VACUUM INTO ?").bind(to.to_str().expect("text")).execute(&pool).await.expect("a copy");
    pool.close().await;
}

fn put_back(copy: &Path, data: &Path) {
    for rest in ["altaclario.sqlite-wal", "altaclario.sqlite-shm"] {
        let _ = fs::remove_file(data.join(rest));
    }
    fs::copy(copy, data.join("altaclario.sqlite")).expect("the copy is put back");
}

/// Signs in and lets the data be read: the stored token opens.
async fn works(folders: &Folders, ports: &[u16], person: &str) {
    let program = Program::start(folders, ports).await;
    let client = browser();
    let entered = post(&client, &program, "/sign-in", &[("email", GRACE), ("password", PASSWORD)]).await;
    assert_eq!(location(&entered), format!("/w/{person}"));
    let grace = Person::entered(client, &entered);
    until_complete(&program, &grace).await;
    program.stop();
}

/// How the program ends that is started on this data, and what it says.
fn refusal(data: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_altaclario"))
        .env_clear()
        .env("ALTACLARIO_LISTEN", "127.0.0.1:0")
        .env("ALTACLARIO_DATA", data)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_change_under_people_who_work_and_a_power_cut_loses_none() {
    let jira = jira(settings(40)).await;
    let folders = Folders::new();
    let data = folders.top().join("data");
    let program = Program::start(&folders, &[port(&jira)]).await;
    let grace = Person::new(&program, GRACE).await;
    let workspace = grace.workspace.clone();
    connect(&program, &grace, &jira, TOKEN, "Ours").await;
    until_complete(&program, &grace).await;
    for number in 0..6 {
        Person::new(&program, &format!("first{number}@example.org")).await;
    }
    let page = grace.text(&program, &grace.page("settings")).await;
    let traffic = Traffic {
        program: &program,
        jira: &jira,
        connection: hidden(&page, "connection"),
        grace,
        newcomers: AtomicU32::new(0),
        rounds: AtomicU32::new(0),
    };
    let backup = folders.top().join("home/before.sqlite");
    copy_of_the_database(&data, &backup).await;
    let first_key = fs::read_to_string(data.join("key")).expect("a key file");

    let over = AtomicBool::new(false);
    let (mut at_work, mut ended) = (0, 0);
    let work = async {
        while !over.load(Ordering::Relaxed) {
            traffic.act().await;
        }
    };
    let cuts = async {
        let mut lasts = Duration::ZERO;
        for round in 0..MOST_CUTS {
            if round >= KILLED && at_work >= AT_WORK && traffic.rounds.load(Ordering::Relaxed) >= ROUNDS {
                break;
            }
            if round % KILLED == 0 {
                lasts = undisturbed(data.clone()).await;
            }
            let log = File::create(folders.top().join("home/rotation.log")).expect("a log");
            let child = command(&data, "rotate-keys")
                .stdout(log.try_clone().expect("the log once more"))
                .stderr(log)
                .spawn()
                .expect("the command starts");
            let pause = lasts * (round % KILLED * 2 + 1) / (KILLED * 2);
            let was_at_work =
                tokio::task::spawn_blocking(move || killed_after(child, pause)).await.expect("it was killed");
            if was_at_work { at_work += 1 } else { ended += 1 }
        }
        over.store(true, Ordering::Relaxed);
    };
    tokio::join!(work, cuts);
    let rounds = traffic.rounds.load(Ordering::Relaxed);
    assert!(at_work >= AT_WORK, "killed at work {at_work} times, {ended} had ended");
    assert!(rounds >= ROUNDS, "{rounds} rounds of traffic");

    well(&data, "rotate-keys");
    traffic.act().await;
    // An old copy opens with the ring that still holds the key of its time; the new one as well.
    program.stop();
    let now = folders.top().join("home/after.sqlite");
    copy_of_the_database(&data, &now).await;
    put_back(&backup, &data);
    works(&folders, &[port(&jira)], &workspace).await;
    put_back(&now, &data);
    well(&data, "retire-keys");
    let ring = fs::read_to_string(data.join("key")).expect("a key file");
    assert!(!ring.contains("older"), "nothing needs the old keys any more");
    works(&folders, &[port(&jira)], &workspace).await;

    // A key file that is not the one of the data, or is none at all.
    let secret = |file: &str| file.lines().find_map(|line| line.strip_prefix("primary ")).map(str::to_owned);
    let right = secret(&ring).expect("a primary key");
    for (content, words) in [
        (first_key.clone(), "the key file lacks the key"),
        (format!("primary {} {}\n", &right[..8], "5".repeat(64)), "is not the one this data was sealed with"),
        ("primary\n".to_owned(), "the key file is not in order"),
    ] {
        fs::write(data.join("key"), &content).expect("another key file");
        for said in [refusal(&data), {
            let output = run(&data, "rotate-keys");
            assert!(!output.status.success());
            String::from_utf8_lossy(&output.stdout).into_owned()
        }] {
            assert!(said.contains(words), "{words}: {said}");
            for file in [&ring, &first_key] {
                let key = secret(file).and_then(|line| line.split(' ').nth(1).map(str::to_owned));
                assert!(!said.contains(&key.expect("a key")), "a sentence shows a key");
            }
        }
        assert_eq!(fs::read_to_string(data.join("key")).expect("a key file"), content, "it stays as it was");
    }
    fs::remove_file(data.join("key")).expect("the key file");
    assert!(refusal(&data).contains("the key file is missing although there is data"));
    assert!(!data.join("key").exists(), "no new key beside data that needs the old one");
    fs::write(data.join("key"), ring).expect("the right key file");
    fs::set_permissions(data.join("key"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .expect("its mode");
    works(&folders, &[port(&jira)], &workspace).await;
    proves(&["AC-54"]);
}
