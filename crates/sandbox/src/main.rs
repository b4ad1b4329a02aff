//! Serves a sandbox on a port of this machine, for benchmarks and for a validating proxy in front of it.

use std::fmt::Write as _;
use std::process::ExitCode;

use clario_sandbox::{Sandbox, Settings, Token};

const USAGE: &str = "clario-sandbox [--port N] [--issues N] [--seed N] [--now ISO] [--token SECRET] [--recorded DIR] [--sample]";

#[tokio::main]
async fn main() -> ExitCode {
    let settings = match settings(std::env::args().skip(1)) {
        Ok(settings) => settings,
        Err(reason) => return said(&mut std::io::stderr(), &format!("{reason}\n{USAGE}"), ExitCode::FAILURE),
    };
    let tokens = settings.tokens.clone();
    let sandbox = match Sandbox::start(settings).await {
        Ok(sandbox) => sandbox,
        Err(error) => return said(&mut std::io::stderr(), &error.to_string(), ExitCode::FAILURE),
    };
    let mut lines = format!("site    {}\ngateway {}", sandbox.url(), sandbox.gateway_url());
    for token in tokens {
        let _ = write!(lines, "\ntoken   {} {} {:?}", token.email, token.secret, token.kind);
    }
    said(&mut std::io::stdout(), &lines, ExitCode::SUCCESS);
    let _ = tokio::signal::ctrl_c().await;
    said(&mut std::io::stdout(), &format!("requests {}", sandbox.requests().len()), ExitCode::SUCCESS)
}

fn said(out: &mut impl std::io::Write, words: &str, code: ExitCode) -> ExitCode {
    let _ = writeln!(out, "{words}");
    let _ = out.flush();
    code
}

/// Reads the arguments; anything unknown is refused.
fn settings(mut arguments: impl Iterator<Item = String>) -> Result<Settings, String> {
    let mut settings = Settings::default();
    settings.switches.generous = false;
    while let Some(name) = arguments.next() {
        if name == "--sample" {
            settings = Settings { port: settings.port, ..Settings::sample(settings.now_millis) };
            continue;
        }
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        let wrong = |_| format!("{name} does not understand {value}");
        match name.as_str() {
            "--port" => settings.port = value.parse().map_err(wrong)?,
            "--issues" => settings.issues = value.parse().map_err(wrong)?,
            "--seed" => settings.seed = value.parse().map_err(wrong)?,
            "--now" => {
                let now: jiff::Timestamp =
                    value.parse().map_err(|_| format!("{name} does not understand {value}"))?;
                settings.now_millis = now.as_millisecond();
            }
            "--token" => settings.tokens.push(Token { secret: value, ..Token::classic() }),
            "--recorded" => settings.recorded = Some(value.into()),
            _ => return Err(format!("{name} is unknown")),
        }
    }
    Ok(settings)
}
