//! Starting AltaClario with sample data, and building the program that operators install.

use crate::step::{self, Outcome};
use crate::web::{self, Profile};
use std::process::Command;

/// Builds the bundle and the server, then runs it until it is stopped.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let profile = Profile::from_arguments(arguments);
    web::build(profile)?;
    step::timed("server", || match profile {
        Profile::Dev => step::cargo(&["build", "--package", "clario-server"]),
        Profile::Release => step::cargo(&["build", "--package", "clario-server", "--release"]),
    })?;
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    let port = option(arguments, "--port").unwrap_or("8484");
    let data = option(arguments, "--data").unwrap_or("data");
    let program = step::top().join("target").join(folder).join("altaclario");
    step::say(&format!("AltaClario opens at http://localhost:{port} (stop it with Ctrl+C)"));
    step::execute(
        Command::new(program)
            .current_dir(step::top())
            .env("ALTACLARIO_LISTEN", format!("127.0.0.1:{port}"))
            .env("ALTACLARIO_DATA", data)
            .env("ALTACLARIO_SAMPLE", "on"),
    )
}

/// Builds the release program with everything embedded.
pub(crate) fn build() -> Outcome {
    web::build(Profile::Release)?;
    step::timed("server", || step::cargo(&["build", "--package", "clario-server", "--release"]))?;
    step::say("the program: target/release/altaclario");
    Ok(())
}

fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}
