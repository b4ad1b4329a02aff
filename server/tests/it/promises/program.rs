//! The program as an operator runs it: a process with a data folder, a folder for temporary files and a log.

use crate::smtp_sink::SmtpSink;
use crate::test_app::Site;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The folders of one installation; they outlive the process.
pub(crate) struct Folders {
    top: TempDir,
}

/// Started by [`Program::start`], killed when dropped.
pub(crate) struct Program {
    child: Child,
    address: SocketAddr,
    mail: SmtpSink,
}

impl Site for Program {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn mail(&self) -> &SmtpSink {
        &self.mail
    }
}

impl Folders {
    pub(crate) fn new() -> Self {
        let top = tempfile::tempdir().expect("a temporary folder");
        for folder in ["data", "temporary", "home", "logs"] {
            fs::create_dir(top.path().join(folder)).expect("a new folder");
        }
        Self { top }
    }

    pub(crate) fn top(&self) -> &Path {
        self.top.path()
    }

    /// Everything that was logged so far, by all programs that ran here.
    pub(crate) fn log(&self) -> String {
        let logs = fs::read_dir(self.top().join("logs")).expect("the logs").flatten();
        logs.map(|entry| fs::read_to_string(entry.path()).expect("a log of text")).collect()
    }

    /// Bytes of everything that stands in one of these folders, and below it.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(self.top(), &mut found);
        found
    }
}

impl Program {
    /// Starts the program with the most talkative log there is, and waits until it answers.
    pub(crate) async fn start(folders: &Folders, ports: &[u16]) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_altaclario")), folders, ports).await
    }

    /// The same by another program, which becomes this one.
    pub(crate) async fn start_by(mut command: Command, folders: &Folders, ports: &[u16]) -> Self {
        let logs = folders.top().join("logs");
        let count = fs::read_dir(&logs).expect("the logs").count();
        let log = logs.join(format!("{count}.log"));
        let out = File::create(&log).expect("a log");
        let hosts: Vec<String> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        let mail = SmtpSink::start().await;
        let child = command
            .env_clear()
            .env("ALTACLARIO_LISTEN", "127.0.0.1:0")
            .env("ALTACLARIO_DATA", folders.top().join("data"))
            .env("ALTACLARIO_SAMPLE", "off")
            .env("ALTACLARIO_SIGN_UP", "open")
            .env("ALTACLARIO_HOSTS", hosts.join(","))
            .env("ALTACLARIO_LOG", "trace")
            // Tests are in more of a hurry than people.
            .env("ALTACLARIO_KNOCKS", "10000")
            .env("ALTACLARIO_REQUESTS", "1000000")
            .env("ALTACLARIO_SMTP", mail.url())
            .env("TMPDIR", folders.top().join("temporary"))
            .env("HOME", folders.top().join("home"))
            .current_dir(folders.top().join("home"))
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("the log once more"))
            .stderr(out)
            .spawn()
            .expect("the program starts");
        let mut program = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)), mail };
        for _ in 0..1_200 {
            let said = fs::read_to_string(&log).expect("a log of text");
            if let Some(address) = listening(&said) {
                program.address = address;
                return program;
            }
            assert!(program.child.try_wait().expect("its state").is_none(), "it does not start: {said}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program does not become ready");
    }

    /// What the system knows about the process, by the name of a file in `/proc`.
    pub(crate) fn known(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).expect("a process of ours")
    }

    /// Bytes of the files that the process holds open, those without a name included.
    pub(crate) fn open_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Ok(held) = fs::read_dir(format!("/proc/{}/fd", self.child.id())) else { return Vec::new() };
        held.flatten()
            .map(|entry| entry.path())
            .filter(|path| path.metadata().is_ok_and(|about| about.is_file()))
            .filter_map(|path| Some((path.clone(), fs::read(&path).ok()?)))
            .collect()
    }

    /// The port at which it hands letters over.
    pub(crate) fn mail_port(&self) -> u16 {
        self.mail.port()
    }

    /// Asks it to stop, as a service manager would, and waits for its end.
    pub(crate) fn stop(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("a process of ours");
        for _ in 0..1_200 {
            if let Some(status) = self.child.try_wait().expect("its state") {
                assert!(status.success(), "it ends with {status}");
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the program does not stop");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listening(log: &str) -> Option<SocketAddr> {
    let line = log.lines().find(|line| line.contains("AltaClario is ready"))?;
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    line["fields"]["address"].as_str()?.parse().ok()
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a readable folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = fs::read(&path) {
            found.push((path, bytes));
        }
    }
}
