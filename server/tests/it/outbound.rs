//! Whom the program calls: every attempt to reach another program is noted by the system itself while somebody goes
//! through everything, and the hosts are those that the operator declared.
//!
//! The recorder is `strace`: it sees the calls of every thread and every child at the border to the kernel, whatever
//! library makes them, also those that fail.

use crate::grand_tour::{grand_tour, invented};
use crate::promises::program::{Folders, Program};
use crate::simulated_jira::{jira, opened_by, port, settings};
use clario_proofs::proves;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// A Linux machine that has no recorder gets one by `cargo xtask test`.
const RECORDER: &str = "strace";

/// The program under the recorder. The recorder stands beside it (`-D`), so that it is still our child.
fn recorded(record: &Path) -> Command {
    let mut command = Command::new(RECORDER);
    command
        .args(["-D", "-f", "-q", "--seccomp-bpf", "-e", "signal=none", "-o"])
        .arg(record)
        .args(["-e", "trace=connect,sendto,sendmsg,sendmmsg,execve,execveat"])
        .arg(env!("CARGO_BIN_EXE_altaclario"));
    command
}

/// What a record says: whom somebody tried to reach and how often, what is no address of a host, and programs started.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outbound {
    hosts: BTreeMap<String, usize>,
    others: BTreeSet<String>,
    programs: usize,
}

impl Outbound {
    fn of(record: &str) -> Self {
        let mut found = Self::default();
        for line in record.lines() {
            if line.contains("execve(") || line.contains("execveat(") {
                found.programs += 1;
            }
            for family in line.split("sa_family=").skip(1) {
                let name =
                    family.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next();
                match name {
                    Some("AF_INET" | "AF_INET6") => {
                        let port = between(family, "htons(", ")");
                        let address = if family.contains("inet_addr(\"") {
                            between(family, "inet_addr(\"", "\"").to_owned()
                        } else {
                            format!("[{}]", between(family, "inet_pton(AF_INET6, \"", "\""))
                        };
                        *found.hosts.entry(format!("{address}:{port}")).or_default() += 1;
                    }
                    name => drop(found.others.insert(name.unwrap_or_default().to_owned())),
                }
            }
        }
        found
    }
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split(begin)
        .nth(1)
        .and_then(|rest| rest.split(end).next())
        .unwrap_or_else(|| panic!("{begin} in {text}"))
}

/// Waits for the line with which the record of a process ends.
async fn whole(record: &Path) -> String {
    for _ in 0..1_200 {
        let text = fs::read_to_string(record).unwrap_or_default();
        if text.lines().last().is_some_and(|line| line.contains("+++ exited with")) {
            return text;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the record has no end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_calls_the_provider_and_the_mail_server_and_nobody_else() {
    assert!(
        Command::new(RECORDER).arg("--version").output().is_ok(),
        "{RECORDER} is missing: install it (apt-get install {RECORDER}), or run cargo xtask test, which does"
    );
    let tokens = ["first-token-of-the-record-", "second-token-of-the-record-"].map(invented);
    let mut world = settings(60);
    world.tokens = tokens.iter().map(|token| opened_by(token)).collect();
    let jira = jira(world).await;
    let folders = Folders::new();
    let record = folders.top().join("home/record");
    let program = Program::start_by(recorded(&record), &folders, &[port(&jira)]).await;
    let mail = program.mail_port();
    let tour = grand_tour(&program, &jira, [&tokens[0], &tokens[1]]).await;
    assert!(tour.answers.len() > 100, "{} answers: the tour is whole", tour.answers.len());
    let asked = jira.requests().len();
    program.stop();

    let found = Outbound::of(&whole(&record).await);
    let declared = [port(&jira), mail].map(|port| format!("127.0.0.1:{port}"));
    let called: BTreeSet<&String> = found.hosts.keys().collect();
    assert_eq!(called, declared.iter().collect(), "{found:?}");
    assert!(asked > 20 && found.hosts.values().all(|count| *count > 0), "{asked} requests, {found:?}");
    assert_eq!(found.others, BTreeSet::new(), "no other sort of socket");
    assert_eq!(found.programs, 1, "it starts no other program");
    proves(&["AC-24", "AC-25", "AC-70", "AC-71", "AL-21"]);
}

/// The list of `deny.toml` is kept by cargo-deny in `cargo xtask audit`, and here by whoever runs the tests.
#[test]
fn nothing_is_linked_that_could_call_advertisers_analysts_or_models() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |file: &str| fs::read_to_string(top.join(file)).expect("a file of the repository");
    let (rules, lock) = (read("deny.toml"), read("Cargo.lock"));
    let list = between(&rules, "\ndeny = [", "\n]");
    let denied: BTreeSet<&str> = list
        .lines()
        .filter(|line| line.trim_start().starts_with('"'))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect();
    assert!(denied.len() > 100 && denied.contains("sentry") && denied.contains("async-openai"), "{denied:?}");
    let linked: BTreeSet<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(linked.contains("reqwest"), "the lock file is read");
    assert_eq!(denied.intersection(&linked).collect::<Vec<_>>(), [] as [&&str; 0]);
    proves(&["AC-24", "AC-70"]);
}

#[test]
fn a_record_is_read_whatever_the_call_was_and_whether_or_not_it_went_well() {
    let found = Outbound::of(
        "7 execve(\"/x\", [\"/x\"], 0x7 /* 3 vars */) = 0\n\
         8 connect(9, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"10.0.0.1\")}, 16) = -1 EINPROGRESS\n\
         8 connect(9, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), \
         inet_pton(AF_INET6, \"2001:db8::1\", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH\n\
         9 sendto(4, \"..\", 2, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"9.9.9.9\")}, 16) = 2\n\
         9 sendto(5, \"..\", 2, MSG_NOSIGNAL, NULL, 0) = 2\n\
         9 connect(3, {sa_family=AF_UNIX, sun_path=\"/run/nscd/socket\"}, 110) = -1 ENOENT\n",
    );
    let hosts: Vec<&str> = found.hosts.keys().map(String::as_str).collect();
    assert_eq!(hosts, ["10.0.0.1:25", "9.9.9.9:53", "[2001:db8::1]:443"]);
    assert_eq!(found.others, BTreeSet::from(["AF_UNIX".to_owned()]));
    assert_eq!(found.programs, 1);
}
