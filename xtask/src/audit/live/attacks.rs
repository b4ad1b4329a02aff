//! What somebody who is signed in can break: Wapiti looks around and tries what it finds, sqlmap tries the parameters.

use super::Site;
use crate::audit::folder;
use crate::audit::scanners::python_tool;
use crate::step::{self, Outcome};
use serde_json::Value;
use std::fs;
use std::process::Command;

const WAPITI: &str = "3.2.3";
const SQLMAP: &str = "1.10.10";
/// Seconds that Wapiti may look around, and may spend on one of its modules.
const WAPITI_SECONDS: [&str; 2] = ["120", "60"];
/// Modules of Wapiti that need nobody but the program itself; those for marks of forms and for headers know neither the
/// name of our mark nor that the observatory looks at the headers.
const WAPITI_MODULES: &str =
    "backup,cookieflags,crlf,csp,exec,file,htaccess,methods,permanentxss,redirect,sql,timesql,xss";
/// What must not be pressed while somebody looks around: it ends the session or the account.
const WAPITI_SPARES: [&str; 5] =
    ["sign-out", "account/privacy", "account/sessions", "settings/workspace", "workspaces"];
/// Seconds that sqlmap may spend on one address.
const SQLMAP_SECONDS: &str = "240";

/// Wapiti looks around as somebody who is signed in, and tries what it finds.
pub(super) fn wapiti(site: &Site) -> Outcome {
    let Some(program) = python_tool("wapiti3", WAPITI, "wapiti") else {
        step::say("wapiti cannot be installed here, so nothing was scanned by it");
        return Ok(());
    };
    let (file, sessions) = (folder().join("wapiti.json"), folder().join("wapiti"));
    let [around, each] = WAPITI_SECONDS;
    step::timed("wapiti", || {
        let mut command = Command::new(&program);
        command
            .args(["-u", &format!("{}/workspaces", site.address), "--flush-session", "--no-bugreport"])
            .args(["--scope", "domain", "-d", "6", "-m", WAPITI_MODULES, "--verify-ssl", "0", "-f", "json"])
            .args(["-s", &format!("{}/w/{}/settings", site.address, site.workspace)])
            .args(["-s", &format!("{}/w/sample/flow?p=1y&team=x", site.address)])
            .args(["-s", &format!("{}/account", site.address)])
            .args(["-C", &site.cookie, "-H", "Sec-Fetch-Site: same-origin"])
            .args(["--max-scan-time", around, "--max-attack-time", each, "--max-links-per-page", "60"])
            .arg("-o")
            .arg(&file)
            .arg("--store-session")
            .arg(&sessions);
        for spared in WAPITI_SPARES {
            command.args(["-x", &format!("{}/*{spared}*", site.address)]);
        }
        let output = command.output().map_err(|error| format!("wapiti did not start: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        fs::write(folder().join("wapiti.log"), &said).map_err(|error| format!("no log: {error}"))?;
        if output.status.success() { Ok(()) } else { Err(format!("wapiti ended with {}", output.status)) }
    })?;
    let text = fs::read_to_string(&file).map_err(|error| format!("wapiti wrote no report: {error}"))?;
    let report: Value = serde_json::from_str(&text).map_err(|error| format!("wapiti: {error}"))?;
    let found: Vec<String> = ["vulnerabilities", "anomalies"]
        .into_iter()
        .flat_map(|sort| report[sort].as_object().cloned().unwrap_or_default())
        .filter_map(|(name, list)| {
            let count = list.as_array().map_or(0, Vec::len);
            (count > 0).then(|| format!("{name}: {count}"))
        })
        .collect();
    let pages = report["infos"]["crawled_pages_nbr"].as_u64().unwrap_or_default();
    step::say(&format!("wapiti: {pages} addresses, findings {found:?}"));
    if pages < 20 {
        return Err(format!("wapiti saw {pages} addresses only: was it signed in?"));
    }
    if found.is_empty() { Ok(()) } else { Err(format!("wapiti: {found:?}")) }
}

/// Sqlmap tries the parameters of pages, of tables and of forms, signed in.
pub(super) fn sqlmap(site: &Site) -> Outcome {
    let Some(program) = python_tool("sqlmap", SQLMAP, "sqlmap") else {
        step::say("sqlmap cannot be installed here, so nothing was scanned by it");
        return Ok(());
    };
    let own = format!("/w/{}", site.workspace);
    let addresses: [(String, Option<&str>); 8] = [
        ("/w/sample/flow?p=1y&from=2026-01-01&to=2026-02-01&team=1".to_owned(), None),
        ("/w/sample/flow/finished-items.csv?p=1y&team=1".to_owned(), None),
        ("/api/readings?workspace=sample&query=p%3D1y&chart=Scatter".to_owned(), None),
        (format!("{own}/settings/audit?before=10"), None),
        ("/account".to_owned(), Some("what=name&name=Audit")),
        (format!("{own}/settings"), Some("what=name&name=Works")),
        (format!("{own}/settings/members"), Some("what=invite&email=guest%40example.org&role=viewer")),
        ("/sign-in".to_owned(), Some("email=audit%40example.org&password=x")),
    ];
    let mut found = Vec::new();
    step::timed("sqlmap", || {
        for (path, form) in &addresses {
            let mut command = Command::new("timeout");
            command
                .arg(SQLMAP_SECONDS)
                .arg(&program)
                .args([
                    "-u",
                    &format!("{}{path}", site.address),
                    "--batch",
                    "--disable-coloring",
                    "--flush-session",
                ])
                .args([
                    "--dbms",
                    "sqlite",
                    "--level",
                    "2",
                    "--risk",
                    "1",
                    "--time-sec",
                    "2",
                    "--threads",
                    "1",
                ])
                .args(["--cookie", &site.cookie, "-H", "Sec-Fetch-Site: same-origin", "--drop-set-cookie"])
                .arg("--output-dir")
                .arg(folder().join("sqlmap"));
            if let Some(form) = form {
                command
                    .args(["--data", &format!("{form}&form_mark=x"), "--csrf-token", "form_mark"])
                    .args(["--csrf-url", &format!("{}/sign-out", site.address)]);
            }
            let output = command.output().map_err(|error| format!("sqlmap did not start: {error}"))?;
            let said = String::from_utf8_lossy(&output.stdout);
            let log = folder().join("sqlmap.log");
            let told = fs::read_to_string(&log).unwrap_or_default() + &format!("=== {path}\n{said}\n");
            fs::write(&log, told).map_err(|error| format!("no log: {error}"))?;
            let tested = said.contains("testing") && !said.contains("unable to connect");
            if !tested {
                return Err(format!("sqlmap tested nothing at {path}; see {}", log.display()));
            }
            if said.contains("identified the following injection point") || said.contains("is vulnerable") {
                found.push(path.clone());
            }
        }
        Ok(())
    })?;
    step::say(&format!("sqlmap: {} addresses, injections at {found:?}", addresses.len()));
    if found.is_empty() { Ok(()) } else { Err(format!("sqlmap: {found:?}")) }
}
