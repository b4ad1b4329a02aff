//! Scanners of others against the running program on loopback, over its own TLS: what strangers see, what a TLS client
//! is offered, and what somebody who is signed in can break.

mod attacks;
mod transport;

use super::{Running, folder, free_port};
use crate::step::{self, Outcome};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Somebody signed in at a program that speaks TLS.
struct Site {
    address: String,
    port: u16,
    data: PathBuf,
    certificate: PathBuf,
    /// Of the session, `name=value`.
    cookie: String,
    workspace: String,
    program: Running,
}

/// Runs them all, one after the other; each has a session of its own, since what one of them sends may end its session.
pub(crate) fn audit() -> Outcome {
    step::timed("program", || step::cargo(&["build", "--quiet", "--package", "clario-server"]))?;
    let mut site = Site::start()?;
    let mut outcome = Vec::new();
    for scan in [transport::observatory, transport::sslyze, attacks::sqlmap, attacks::wapiti] {
        outcome.push(site.sign_in("").and_then(|()| scan(&site)));
    }
    drop(site.program);
    // What the program wrote is of no use to anybody.
    let _ = fs::remove_dir_all(&site.data);
    let faults: Vec<String> = outcome.into_iter().filter_map(Result::err).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

impl Site {
    fn start() -> Result<Self, String> {
        let port = free_port()?;
        let data = folder().join(format!("data-{port}"));
        fs::create_dir_all(&data).map_err(|error| format!("no folder for the data: {error}"))?;
        let (certificate, key) = (data.join("cert.pem"), data.join("key.pem"));
        step::execute(
            Command::new("openssl")
                .args(["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
                // The numbers of an RSA key are larger than a report in JSON can bear.
                .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
                .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
                .arg("-keyout")
                .arg(&key)
                .arg("-out")
                .arg(&certificate)
                .stderr(Stdio::null()),
        )?;
        let said = data.join("said.log");
        let out = File::create(&said).map_err(|error| format!("no log: {error}"))?;
        let address = format!("https://localhost:{port}");
        let program = Running::start(
            Command::new(step::top().join("target/debug/altaclario"))
                .env("ALTACLARIO_LISTEN", format!("127.0.0.1:{port}"))
                .env("ALTACLARIO_ORIGIN", &address)
                .env("ALTACLARIO_TLS_CERT", &certificate)
                .env("ALTACLARIO_TLS_KEY", &key)
                .env("ALTACLARIO_DATA", &data)
                .env("ALTACLARIO_LOG", "error")
                .env("ALTACLARIO_REQUESTS", "1000000")
                .env("ALTACLARIO_KNOCKS", "100000")
                .stderr(out),
        )?
        .answering(port)?;
        let (cookie, workspace) = (String::new(), String::new());
        let mut site = Self { address, port, data, certificate, cookie, workspace, program };
        site.sign_in(&operator_link(&said)?)?;
        Ok(site)
    }

    /// Begins a session, after signing up by the link of the first operator if one is given.
    fn sign_in(&mut self, link: &str) -> Outcome {
        let output = Command::new("node")
            .args(["--input-type=module", "-e", SIGN_IN, &self.address, link])
            .env("NODE_EXTRA_CA_CERTS", &self.certificate)
            .output()
            .map_err(|error| format!("node did not start: {error}"))?;
        (self.cookie, self.workspace) = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("nobody could sign in: {}", String::from_utf8_lossy(&output.stderr)))?;
        Ok(())
    }
}

/// What a browser does to sign in; it prints the cookie of the session, and the workspace.
const SIGN_IN: &str = r#"
    const [site, link] = process.argv.slice(1);
    const post = async (path, fields) => {
        const page = await (await fetch(site + path)).text();
        const mark = page.match(/name="form_mark" value="([^"]+)"/)[1];
        const body = new URLSearchParams({ ...fields, form_mark: mark });
        return fetch(site + path, { method: "POST", body, redirect: "manual", headers: { origin: site } });
    };
    const who = { email: "audit@example.org", password: "seven quiet boats at dusk" };
    if (link) {
        const made = await post(link, { ...who, name: "Audit", terms: "1" });
        if (made.status !== 303) throw new Error(`sign-up: ${made.status}`);
    }
    const entered = await post("/sign-in", who);
    if (entered.status !== 303) throw new Error(`sign-in: ${entered.status}`);
    const cookie = entered.headers.getSetCookie().find((it) => it.includes("ac_session")).split(";")[0];
    console.log(JSON.stringify([cookie, entered.headers.get("location").split("/")[2]]));
"#;

/// The path that makes the first operator, which the program shows once it is ready.
fn operator_link(said: &Path) -> Result<String, String> {
    for _ in 0..200 {
        let text = fs::read_to_string(said).unwrap_or_default();
        if let Some(at) = text.find("/sign-up?operator=") {
            return Ok(text[at..].split_whitespace().next().unwrap_or_default().to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err("the program shows no link for the first operator".to_owned())
}
