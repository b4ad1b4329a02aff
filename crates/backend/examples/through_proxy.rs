//! Follows a simulated Jira through a validating proxy: a first reading, an update and a sweep without a complaint.
//!
//! `cargo xtask audit` starts the proxy and calls this with the port the site is to listen on, the proxy's address and
//! the specification that the proxy holds both sides to.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clario_backend::clock::SystemClock;
use clario_backend::{Backend, Config, Feed, Pace, Progress, SampleSource};
use clario_sandbox::{Request, Sandbox, Settings, Token};
use serde_json::Value;

/// How long each part may take; the proxy answers a page of a thousand issues in a second or two.
const LONGEST: Duration = Duration::from_mins(5);
/// Issues of the simulated site.
const ISSUES: u32 = 1_000;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [port, proxy, specification] => audit(port, proxy, specification).await,
        _ => Err("through_proxy PORT PROXY SPECIFICATION".to_owned()),
    };
    match outcome {
        Ok(sentence) => tell(&sentence, ExitCode::SUCCESS),
        Err(sentence) => tell(&format!("the audit failed: {sentence}"), ExitCode::FAILURE),
    }
}

#[expect(clippy::print_stdout, reason = "a program for the terminal")]
fn tell(sentence: &str, code: ExitCode) -> ExitCode {
    println!("{sentence}");
    code
}

async fn audit(port: &str, proxy: &str, specification: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(specification).map_err(|error| error.to_string())?;
    let specification: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let port = port.parse().map_err(|_| "PORT should be a number")?;
    let mut settings = Settings { port, issues: ISSUES, ..Settings::default() };
    settings.switches.generous = false;
    settings.switches.page_cap = 200;
    let sandbox = Sandbox::start(settings).await.map_err(|error| error.to_string())?;

    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut config = Config::new(folder.path().to_owned());
    config.pace = Pace {
        update_every: Duration::from_millis(500),
        sweep_every: Duration::from_secs(1),
        ..Pace::default()
    };
    let backend = Backend::start(config, Arc::new(SystemClock)).await.map_err(|error| error.to_string())?;
    let Token { email, secret, .. } = Token::classic();
    backend.offer_sample(SampleSource { address: proxy.to_owned(), email, token: secret }).await;
    let feed = backend.sample_feed().await.map_err(|error| error.to_string())?;

    let first = until(&feed, |progress| progress.complete).await?;
    let sent_at_first = sandbox.requests().len();
    change(&sandbox)?;
    let items = first.items + 1;
    let later = until(&feed, |progress| progress.items >= items && progress.turns >= first.turns + 3).await?;
    let swept = until(&feed, |progress| progress.last_sweep > later.last_sweep).await?;
    backend.stop().await;

    let requests = sandbox.requests();
    let strange: Vec<String> =
        requests.iter().flat_map(|request| undeclared(request, &specification)).collect();
    if let Some(first) = strange.first() {
        return Err(format!("{} query parameters are not in the specification: {first}", strange.len()));
    }
    Ok(format!(
        "{} issues read through the proxy: {sent_at_first} requests for the first reading, {} for {} updates and sweeps, \
         no violation",
        swept.items,
        requests.len() - sent_at_first,
        swept.turns - first.turns,
    ))
}

/// Waits for a state of the reading; any trouble ends the wait.
async fn until(feed: &Feed, wanted: impl Fn(&Progress) -> bool) -> Result<Progress, String> {
    let mut progress = feed.watch_progress();
    let seen = async {
        loop {
            let now = progress.borrow_and_update().clone();
            if let Some(trouble) = &now.trouble {
                return Err(trouble.error.to_string());
            }
            if !now.boards_without_columns.is_empty() || !now.lost_projects.is_empty() {
                return Err("a board or a project could not be read".to_owned());
            }
            if let Some(refused) = &now.boards_refused {
                return Err(refused.to_string());
            }
            if wanted(&now) {
                return Ok(now);
            }
            if progress.changed().await.is_err() {
                return Err("the reading ended".to_owned());
            }
        }
    };
    tokio::time::timeout(LONGEST, seen).await.map_err(|_| "the reading takes too long".to_owned())?
}

/// Something for the next update to find.
fn change(sandbox: &Sandbox) -> Result<(), String> {
    let world = sandbox.world();
    world.advance(60_000);
    let keys = world.keys("PAY");
    let key = keys.last().ok_or("an empty project")?;
    let changed =
        world.set_flag(key, true) && world.set_points(key, Some(8.0)) && world.set_status(key, "In Progress");
    world.advance(60_000);
    if changed && world.add_issue("PAY").is_some() {
        Ok(())
    } else {
        Err("the site cannot be changed".to_owned())
    }
}

/// Query parameters that the specification does not know; the proxy lets them pass.
fn undeclared(request: &Request, specification: &Value) -> Vec<String> {
    let operations = specification["paths"].as_object().into_iter().flatten();
    let found = operations
        .filter(|(template, _)| matches(template, &request.path))
        .map(|(_, path)| &path[request.method.to_lowercase()])
        .find(|operation| operation.is_object());
    let Some(operation) = found else { return vec![format!("{} {}", request.method, request.path)] };
    let declared: Vec<&str> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    let names = request.query.iter().map(|(name, _)| name);
    names
        .filter(|name| !declared.contains(&name.as_str()))
        .map(|name| format!("{name} of {}", request.path))
        .collect()
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
}
