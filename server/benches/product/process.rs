//! The program and the simulated Jira as processes, and what the system knows about them.

use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A token that the form takes for one.
pub(crate) const TOKEN: &str = "the-token-of-the-benchmark";

/// A simulated Jira, killed when dropped.
pub(crate) struct Jira {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) port: u16,
}

/// AltaClario on a data folder of its own, killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
    /// The token that makes the first person its operator, and confirms their address.
    pub(crate) operator: String,
    _data: TempDir,
}

impl Jira {
    /// Starts a site and waits until it answers.
    pub(crate) fn start(issues: u32) -> Self {
        let port = free_port();
        // Both programs come out of the same folder.
        let sandbox = Path::new(env!("CARGO_BIN_EXE_altaclario")).with_file_name("clario-sandbox");
        let mut child = Command::new(&sandbox)
            .args(["--port", &port.to_string(), "--issues", &issues.to_string(), "--token", TOKEN])
            .args(["--now", &now()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask bench` builds it", sandbox.display()));
        let mut out = BufReader::new(child.stdout.take().expect("its words"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line when it is ready");
        Self { child, out, port }
    }

    /// Stops the site; it says how many requests it has answered.
    pub(crate) fn stop(mut self) -> u64 {
        kill_process(Pid::from_child(&self.child), Signal::INT).expect("a process of ours");
        let mut said = String::new();
        self.out.read_to_string(&mut said).expect("its last words");
        let requests = said.lines().find_map(|line| line.strip_prefix("requests "));
        requests.and_then(|count| count.parse().ok()).expect("the number of requests")
    }
}

impl Program {
    /// Starts the program and waits until it answers.
    pub(crate) async fn start(jira: &Jira) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let address = format!("127.0.0.1:{}", free_port());
        let mut child = Command::new(env!("CARGO_BIN_EXE_altaclario"))
            .env("ALTACLARIO_LISTEN", &address)
            .env("ALTACLARIO_DATA", data.path())
            .env("ALTACLARIO_SAMPLE", "off")
            .env("ALTACLARIO_SIGN_UP", "open")
            .env("ALTACLARIO_HOSTS", format!("127.0.0.1:{}", jira.port))
            .env("ALTACLARIO_REQUESTS", "100000000")
            .env("ALTACLARIO_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let words = BufReader::new(child.stderr.take().expect("its words"));
        let operator = words.lines().map_while(Result::ok).find_map(|line| {
            let (_, token) = line.split_once("operator=")?;
            Some(token.trim().to_owned())
        });
        let operator = operator.expect("the link for the first operator");
        let program = Self { child, address, operator, _data: data };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(&program.address).await.is_ok() {
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program does not answer");
    }

    /// The most bytes of memory the process ever held.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its state");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kilobytes * 1_024
    }
}

impl Drop for Jira {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended already.
    let _ = child.kill();
    let _ = child.wait();
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

#[expect(clippy::disallowed_methods, reason = "the site lives in the same time as the program")]
fn now() -> String {
    jiff::Timestamp::now().to_string()
}
