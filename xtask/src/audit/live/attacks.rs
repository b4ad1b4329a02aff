//! What somebody who is signed in can break: Wapiti looks around and tries what it finds, sqlmap tries the parameters.

use super::Site;
use crate::audit::folder;
use crate::audit::scanners::python_tool;
use crate::step::{self, Outcome};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const WAPITI: &str = "3.2.3";
const SQLMAP: &str = "1.10.10";
/// Seconds that Wapiti may look around, may spend on one of its modules, and may take in all.
const WAPITI_SECONDS: [&str; 3] = ["180", "150", "2400"];
/// Modules of Wapiti that need nobody but the program itself, and why each is asked: forgotten copies of files, flags of
/// cookies, broken headers, the content policy, commands, files, locked pages by odd methods, odd methods, what was
/// typed once and shown to others, redirects, injections by error and by time, and scripts in pages. Left out are those
/// for products we are not, those that call their own servers, and those for marks of forms and for headers, which know
/// neither the name of our mark nor that the observatory looks at the headers.
const WAPITI_MODULES: &str =
    "backup,cookieflags,crlf,csp,exec,file,htaccess,methods,permanentxss,redirect,sql,timesql,xss";
/// What must not be pressed while somebody looks around, because it ends the session, the account, the workspace or the
/// password; and what never ends.
const WAPITI_SPARES: [&str; 7] = [
    "sign-out",
    "account/privacy",
    "account/sessions",
    "account/password",
    "settings/workspace",
    "workspaces",
    "sync/events",
];
/// The sample has thousands of pages of items that differ in nothing but their numbers: so many of one folder are enough.
const WAPITI_FOLDER: &str = "12";
/// The form of a workflow has a field for each status, and all of them are read by the same lines.
const WAPITI_FIELDS: &str = "9";
/// Seconds that sqlmap may spend on one address.
const SQLMAP_SECONDS: &str = "420";

/// Wapiti looks around as somebody who is signed in, and tries what it finds.
pub(super) fn wapiti(site: &Site) -> Outcome {
    let Some(program) = python_tool("wapiti3", WAPITI, "wapiti") else {
        return Err("wapiti cannot be installed here, so nothing was scanned by it".to_owned());
    };
    let (report, log) = (folder().join("wapiti.json"), folder().join("wapiti.log"));
    // A report of an earlier run would be taken for that of this one.
    let _ = fs::remove_file(&report);
    step::timed("wapiti", || {
        let output = look_around(site, &program, &report)
            .output()
            .map_err(|error| format!("wapiti did not start: {error}"))?;
        fs::write(&log, [output.stdout, output.stderr].concat())
            .map_err(|error| format!("no log: {error}"))?;
        if output.status.success() { Ok(()) } else { Err(format!("wapiti ended with {}", output.status)) }
    })?;
    let said = fs::read_to_string(&log).unwrap_or_default();
    let cut: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split_once("Max attack time was reached for module "))
        .map(|(_, module)| module.split(',').next().unwrap_or_default())
        .collect();
    let missed = said.lines().filter(|line| line.contains("Error with URL")).count();
    let text = fs::read_to_string(&report).map_err(|error| format!("wapiti wrote no report: {error}"))?;
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
    step::say(&format!(
        "wapiti: {pages} addresses, {missed} of them not read, modules cut short {cut:?}, findings {found:?}"
    ));
    if pages < 40 {
        return Err(format!("wapiti saw {pages} addresses only: was it signed in?"));
    }
    if said.contains("Max scan time was reached") || missed > 0 {
        return Err(format!("wapiti did not look around to its end; see {}", log.display()));
    }
    if found.is_empty() { Ok(()) } else { Err(format!("wapiti: {found:?}")) }
}

fn look_around(site: &Site, program: &Path, report: &Path) -> Command {
    let [around, each, all] = WAPITI_SECONDS;
    let mut command = Command::new("timeout");
    command
        .args(["--kill-after", "10", all])
        .arg(program)
        .args(["-u", &format!("{}/account", site.address), "--flush-session", "--no-bugreport"])
        .args(["--scope", "domain", "-d", "6", "-m", WAPITI_MODULES, "--verify-ssl", "0", "-f", "json"])
        .args(["-s", &format!("{}/w/{}/settings", site.address, site.workspace)])
        .args(["-s", &format!("{}/w/sample/flow?p=1y&team=x", site.address)])
        .args(["-s", &format!("{}/operator", site.address)])
        .args(["-C", &site.cookie, "-H", "Sec-Fetch-Site: same-origin"])
        .args(["--max-scan-time", around, "--max-attack-time", each])
        .args(["--max-links-per-page", "60", "--max-files-per-dir", WAPITI_FOLDER])
        // Another mark of the form is refused before anything else is looked at.
        .args(["--max-parameters", WAPITI_FIELDS, "--skip", "form_mark", "--tasks", "4"])
        .arg("-o")
        .arg(report)
        .arg("--store-session")
        .arg(folder().join("wapiti"));
    for spared in WAPITI_SPARES {
        command.args(["-x", &format!("{}/*{spared}*", site.address)]);
    }
    command
}

/// Sqlmap tries the parameters of pages, of tables and of forms, signed in.
pub(super) fn sqlmap(site: &Site) -> Outcome {
    let Some(program) = python_tool("sqlmap", SQLMAP, "sqlmap") else {
        return Err("sqlmap cannot be installed here, so nothing was scanned by it".to_owned());
    };
    let own = format!("/w/{}", site.workspace);
    // The address, the fields of its form if it takes one, and what is tried.
    let addresses: [(String, Option<&str>, &str); 8] = [
        ("/w/sample/flow?p=1y&team=1".to_owned(), None, "p,team"),
        ("/w/sample/flow/finished-items.csv?p=1y&team=1".to_owned(), None, "p,team"),
        ("/operator/requests?r=0123456789abcdef".to_owned(), None, "r"),
        (format!("{own}/settings/audit?before=10"), None, "before"),
        ("/account".to_owned(), Some("what=name&name=Audit"), "what,name"),
        (format!("{own}/settings"), Some("what=name&name=Works"), "name"),
        (
            format!("{own}/settings/members"),
            Some("what=invite&email=guest%40example.org&role=viewer"),
            "email,role",
        ),
        ("/sign-in".to_owned(), Some("email=nobody%40example.org&password=x"), "email,password"),
    ];
    let log = folder().join("sqlmap.log");
    fs::write(&log, "").map_err(|error| format!("no log: {error}"))?;
    let mut found = Vec::new();
    step::timed("sqlmap", || {
        for (path, form, tried) in &addresses {
            let output = try_parameters(site, &program, path, *form, tried)
                .output()
                .map_err(|error| format!("sqlmap did not start: {error}"))?;
            let said = String::from_utf8_lossy(&output.stdout);
            let told = fs::read_to_string(&log).unwrap_or_default() + &format!("=== {path}\n{said}\n");
            fs::write(&log, told).map_err(|error| format!("no log: {error}"))?;
            let missing = tried.split(',').find(|name| !was_tried(&said, name));
            if !said.contains("[*] ending @") || missing.is_some() || said.contains("unable to connect") {
                return Err(format!("sqlmap did not come to its end at {path}; see {}", log.display()));
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

/// Whether sqlmap says what it found out about a parameter.
fn was_tried(said: &str, name: &str) -> bool {
    let verdict = |line: &str| {
        line.contains(&format!("parameter '{name}' does not seem to be injectable"))
            || line.contains(&format!("parameter '{name}' is vulnerable"))
    };
    said.lines().any(verdict)
}

fn try_parameters(site: &Site, program: &Path, path: &str, form: Option<&str>, tried: &str) -> Command {
    let mut command = Command::new("timeout");
    command
        .args(["--kill-after", "10", SQLMAP_SECONDS])
        .arg(program)
        .args(["-u", &format!("{}{path}", site.address), "--batch", "--disable-coloring", "--flush-session"])
        .args(["--dbms", "sqlite", "--level", "2", "--risk", "1", "--time-sec", "2", "--threads", "1"])
        .args(["-p", tried, "--cookie", &site.cookie, "-H", "Sec-Fetch-Site: same-origin"])
        .args(["--drop-set-cookie", "--ignore-code", "400,401,403,404,422,429"])
        .arg("--output-dir")
        .arg(folder().join("sqlmap"));
    if let Some(form) = form {
        command
            .args(["--data", &format!("{form}&form_mark=x"), "--csrf-token", "form_mark"])
            .args(["--csrf-url", &format!("{}/sign-out", site.address)]);
    }
    command
}
