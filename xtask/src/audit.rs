//! Second opinions from tools of others, fetched when they are asked for: Prism on requests, Lighthouse on pages,
//! scanners for licences, secrets and policies, and scanners that attack the running program.

mod lighthouse;
mod live;
mod prism;
mod scanners;

use crate::step::{self, Outcome};
use crate::{browser, web};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

/// Runs them all, or `--prism`, `--lighthouse`, `--scanners` or `--live` alone.
pub(crate) fn audit(arguments: &[String]) -> Outcome {
    let only = |half: &str| arguments.iter().any(|argument| argument == half);
    let all = !["--prism", "--lighthouse", "--scanners", "--live"].into_iter().any(only);
    browser::ensure()?;
    if all || only("--scanners") {
        scanners::audit()?;
    }
    if all || only("--live") {
        live::audit()?;
    }
    if all || only("--prism") {
        prism::audit()?;
    }
    if all || only("--lighthouse") {
        web::build(web::Profile::Release)?;
        step::timed("server", || step::cargo(&["build", "--release", "--package", "clario-server"]))?;
        lighthouse::audit()?;
    }
    Ok(())
}

/// Where the tools are kept; nothing of the product needs them.
fn folder() -> PathBuf {
    step::top().join("target/audit")
}

/// Installs an npm package unless it is there, and returns the path of its program.
fn tool(package: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    let manifest = folder().join("node_modules").join(package).join("package.json");
    let installed = std::fs::read_to_string(&manifest).unwrap_or_default();
    if !installed.contains(&format!("\"version\": \"{version}\"")) {
        std::fs::create_dir_all(folder()).map_err(|error| format!("cannot make target/audit: {error}"))?;
        let wanted = format!("{package}@{version}");
        step::timed(&wanted, || {
            step::execute(
                Command::new("npm")
                    .args([
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefix",
                        ".",
                        &wanted,
                    ])
                    .env("PUPPETEER_SKIP_DOWNLOAD", "1")
                    .current_dir(folder()),
            )
        })?;
    }
    Ok(folder().join("node_modules/.bin").join(program))
}

/// A process that ends with the audit.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self, String> {
        command.spawn().map(Self).map_err(|error| format!("{command:?} did not start: {error}"))
    }

    /// Waits until something listens on a port.
    fn answering(mut self, port: u16) -> Result<Self, String> {
        for _ in 0..300 {
            if TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).is_ok() {
                return Ok(self);
            }
            if let Ok(Some(status)) = self.0.try_wait() {
                return Err(format!("a program of the audit ended with {status}"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err("a program of the audit does not answer".to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> Result<u16, String> {
    let socket = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    socket.map(|address| address.port()).map_err(|error| format!("no port is free: {error}"))
}
