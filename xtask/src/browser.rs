//! What tests need on a fresh machine: Node, Chromium and the packages of end2end/, and the recorder of outbound calls.

use crate::step::{self, Outcome};

/// Installs what is missing.
pub(crate) fn ensure() -> Outcome {
    if !step::present("node") {
        apt(&["nodejs", "npm"])?;
    }
    if !step::present("/usr/bin/chromium") {
        apt(&["chromium", "fonts-dejavu-core"])?;
    }
    if step::top().join("end2end/node_modules/.package-lock.json").exists() {
        return Ok(());
    }
    step::timed("packages of the browser tests", || {
        step::command("npm", &["ci", "--prefix", "end2end", "--no-audit", "--no-fund", "--ignore-scripts"])
    })
}

/// Installs what notes whom the program calls.
pub(crate) fn ensure_recorder() -> Outcome {
    if step::present("strace") { Ok(()) } else { apt(&["strace"]) }
}

fn apt(packages: &[&str]) -> Outcome {
    step::timed(&format!("installing {}", packages.join(", ")), || {
        step::command("apt-get", &["update", "-qq"])?;
        let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
        arguments.extend(packages);
        step::command("apt-get", &arguments)
    })
    .map_err(|reason| format!("{reason}\nInstall {} by hand, then try again.", packages.join(" and ")))
}
