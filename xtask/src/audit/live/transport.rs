//! What strangers see of the running program: MDN's grade of its headers, and what sslyze is offered by its TLS.

use super::Site;
use crate::audit::scanners::python_tool;
use crate::audit::{folder, tool};
use crate::step::{self, Outcome};
use serde_json::Value;
use std::fs;
use std::process::Command;

const OBSERVATORY: &str = "1.4.8";
const SSLYZE: &str = "6.3.1";

/// MDN's grade for the headers of the first page.
pub(super) fn observatory(site: &Site) -> Outcome {
    tool("@mdn/mdn-http-observatory", OBSERVATORY, "mdn-http-observatory-scan")?;
    // Its list of preloaded hosts would be fetched when it is installed; localhost is on no such list.
    let list = folder().join("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json");
    if !list.exists() {
        fs::write(&list, "{}").map_err(|error| format!("cannot write {}: {error}", list.display()))?;
    }
    let mut report = None;
    step::timed("MDN observatory", || {
        const SCRIPT: &str = "
            import { scan } from '@mdn/mdn-http-observatory';
            console.log(JSON.stringify(await scan(process.argv[1])));
        ";
        let output = Command::new("node")
            .args(["--input-type=module", "-e", SCRIPT, &format!("localhost:{}", site.port)])
            .env("NODE_EXTRA_CA_CERTS", &site.certificate)
            .current_dir(folder())
            .output()
            .map_err(|error| format!("node did not start: {error}"))?;
        let said: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("the observatory: {}", String::from_utf8_lossy(&output.stderr)))?;
        report = Some(said);
        Ok(())
    })?;
    let report = report.unwrap_or_default();
    let grade = report["scan"]["grade"].as_str().unwrap_or("none").to_owned();
    let failed: Vec<&String> = report["tests"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, test)| test["pass"] == false)
        .map(|(name, _)| name)
        .collect();
    step::say(&format!(
        "MDN observatory: grade {grade}, score {}, failed {failed:?}",
        report["scan"]["score"]
    ));
    if grade == "A+" { Ok(()) } else { Err(format!("the observatory gives {grade}: {failed:?}")) }
}

/// Which versions and ciphers a client is offered.
pub(super) fn sslyze(site: &Site) -> Outcome {
    let Some(program) = python_tool("sslyze", SSLYZE, "sslyze") else {
        return Err("sslyze cannot be installed here, so nothing was scanned by it".to_owned());
    };
    let file = folder().join("sslyze.json");
    step::timed("sslyze", || {
        // It also holds the program to a list of its own, which asks for a certificate of a known authority.
        let _ = Command::new(program)
            .arg(format!("--json_out={}", file.display()))
            .arg(format!("localhost:{}", site.port))
            .output();
        Ok(())
    })?;
    let text = fs::read_to_string(&file).map_err(|error| format!("sslyze wrote no report: {error}"))?;
    let report: Value = serde_json::from_str(&text).map_err(|error| format!("sslyze: {error}"))?;
    let result = &report["server_scan_results"][0]["scan_result"];
    let accepted = |version: &str| {
        let list = &result[format!("{version}_cipher_suites")]["result"]["accepted_cipher_suites"];
        list.as_array().map(Vec::len).ok_or_else(|| format!("sslyze says nothing about {version}"))
    };
    let mut faults = Vec::new();
    for old in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"] {
        if accepted(old)? > 0 {
            faults.push(format!("{old} is offered"));
        }
    }
    let (second, third) = (accepted("tls_1_2")?, accepted("tls_1_3")?);
    step::say(&format!("sslyze: {second} suites of TLS 1.2, {third} of TLS 1.3, older versions: {faults:?}"));
    if third == 0 {
        faults.push("TLS 1.3 is not offered".to_owned());
    }
    for (place, name) in [
        ("/heartbleed/result/is_vulnerable_to_heartbleed", "Heartbleed"),
        ("/openssl_ccs_injection/result/is_vulnerable_to_ccs_injection", "CCS injection"),
        ("/tls_compression/result/supports_compression", "compression"),
        ("/session_renegotiation/result/is_vulnerable_to_client_renegotiation_dos", "renegotiation"),
    ] {
        if result.pointer(place) == Some(&Value::Bool(true)) {
            faults.push(name.to_owned());
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("sslyze: {faults:?}")) }
}
