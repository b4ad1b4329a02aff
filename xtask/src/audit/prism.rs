//! Prism as a referee between our client and our simulated Jira: both are held to Atlassian's own specification.

use super::{Running, folder, free_port, tool};
use crate::step::{self, Outcome};
use std::fs::File;
use std::process::Command;

const SPECIFICATION: &str = "crates/sandbox/specs/jira.json";

/// A first reading, updates and sweeps through the proxy. A request that breaks the specification is answered 422, an
/// answer that does 500; either ends the reading, and the audit with it.
pub(crate) fn audit() -> Outcome {
    let prism = tool("@stoplight/prism-cli", "5.14.2", "prism")?;
    let example = ["--package", "clario-backend", "--example", "through_proxy"];
    step::timed("the reader", || step::cargo(&[&["build", "--quiet"], &example[..]].concat()))?;
    step::timed("Prism", || {
        let (site, proxy) = (free_port()?, free_port()?);
        let specification = step::top().join(SPECIFICATION);
        let log = folder().join("prism.log");
        let out = File::create(&log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let _proxy = Running::start(
            Command::new(&prism)
                .args(["proxy", "--errors", "-h", "127.0.0.1", "-p", &proxy.to_string()])
                .arg(&specification)
                .arg(format!("http://127.0.0.1:{site}"))
                .stdout(out),
        )?
        .answering(proxy)?;
        step::execute(
            Command::new("cargo")
                .args(["run", "--quiet"])
                .args(example)
                .arg("--")
                .args([site.to_string(), format!("http://127.0.0.1:{proxy}")])
                .arg(&specification)
                .current_dir(step::top()),
        )
        .map_err(|reason| format!("{reason}; see {}", log.display()))
    })
}
