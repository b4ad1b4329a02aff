//! One visible, timed step of work: every command of xtask is a list of these.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What a step ends with: nothing, or a sentence that says what went wrong.
pub(crate) type Outcome = Result<(), String>;

/// The top of the checkout.
pub(crate) fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, PathBuf::from)
}

/// Prints a line for the person at the terminal.
#[expect(clippy::print_stderr, reason = "xtask talks to a terminal")]
pub(crate) fn say(line: &str) {
    eprintln!("\x1b[1m» {line}\x1b[0m");
}

/// Runs `work` under a printed name and prints how long it took.
pub(crate) fn timed(name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    say(name);
    let start = Instant::now();
    work()?;
    say(&format!("{name}: {:.1} s", start.elapsed().as_secs_f32()));
    Ok(())
}

/// Runs a program at the top of the checkout and fails with its name when it fails.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Outcome {
    execute(Command::new(program).args(arguments).current_dir(top()))
}

/// Runs cargo at the top of the checkout.
pub(crate) fn cargo(arguments: &[&str]) -> Outcome {
    command("cargo", arguments)
}

/// Runs a prepared command and turns a bad end into a sentence.
pub(crate) fn execute(command: &mut Command) -> Outcome {
    let name = format!("{command:?}");
    let status = command.status().map_err(|error| format!("{name} did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}

/// Whether a program answers `--version`.
pub(crate) fn present(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
