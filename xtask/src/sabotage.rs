//! Breaks a promise on purpose in a copy of the source, and sees the test that proves it fail.

use crate::step::{self, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than this no test of one promise takes, its compilation included.
const PATIENCE: Duration = Duration::from_mins(40);

/// A patch with what it breaks and the test that has to notice, from the lines at its top.
struct Sabotage {
    name: String,
    path: PathBuf,
    clause: String,
    /// What is run, such as `test -p clario-vault --test it every_flipped_bit_is_noticed`.
    command: Vec<String>,
}

/// Tries every patch of `policy/sabotage`, or those whose names are given.
pub(crate) fn sabotage(names: &[String]) -> Outcome {
    let copy = Copy::make()?;
    let mut wrong = Vec::new();
    let mut table = Vec::new();
    for sabotage in all()?.iter().filter(|it| names.is_empty() || names.contains(&it.name)) {
        let begun = Instant::now();
        let outcome = copy.attempt(sabotage);
        let seconds = begun.elapsed().as_secs();
        let line = match outcome {
            Ok(()) => "noticed".to_owned(),
            Err(reason) => {
                wrong.push(sabotage.name.clone());
                reason
            }
        };
        step::say(&format!("{} {}: {line} ({seconds} s)", sabotage.clause, sabotage.name));
        table.push(format!("{:6} {:44} {line}", sabotage.clause, sabotage.name));
    }
    step::say(&format!("sabotage\n{}", table.join("\n")));
    if wrong.is_empty() { Ok(()) } else { Err(format!("nothing noticed {}", wrong.join(", "))) }
}

/// Whether every patch still fits the source as it is.
pub(crate) fn check() -> Outcome {
    for sabotage in all()? {
        let patch = sabotage.path.to_string_lossy();
        step::command("git", &["apply", "--check", &patch])
            .map_err(|_| format!("{patch} no longer fits the source"))?;
    }
    Ok(())
}

fn all() -> Result<Vec<Sabotage>, String> {
    let folder = step::top().join("policy/sabotage");
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "patch"));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Sabotage, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let value = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .ok_or_else(|| format!("{} has no line {name}", path.display()))
    };
    Ok(Sabotage {
        name: path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        path: path.to_owned(),
        clause: value("Clause")?.to_owned(),
        command: value("Run")?.split_whitespace().map(str::to_owned).collect(),
    })
}

/// A second checkout of the last commit; what is compiled of it stays apart from what is meant.
struct Copy(PathBuf);

impl Copy {
    fn make() -> Result<Self, String> {
        let copy = Self(step::top().join("target/sabotage"));
        if !copy.0.join("Cargo.toml").exists() {
            step::command("git", &["worktree", "prune"])?;
            step::command("git", &["worktree", "add", "--force", "--detach", "target/sabotage", "HEAD"])?;
        }
        let head = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(step::top()).output();
        let head = head.map_err(|error| format!("git does not answer: {error}"))?;
        copy.git(&[
            "checkout",
            "--quiet",
            "--force",
            "--detach",
            String::from_utf8_lossy(&head.stdout).trim(),
        ])?;
        // The bundle is made and not committed; tests of the whole program need it.
        let bundle = copy.0.join("dist");
        if !bundle.exists() {
            let made = std::os::unix::fs::symlink(step::top().join("dist"), &bundle);
            made.map_err(|error| format!("cannot lend the bundle: {error}"))?;
        }
        Ok(copy)
    }

    fn git(&self, arguments: &[&str]) -> Outcome {
        step::execute(Command::new("git").args(arguments).current_dir(&self.0))
    }

    /// Breaks it, runs the test, mends it. The test has to compile, run and fail.
    fn attempt(&self, sabotage: &Sabotage) -> Outcome {
        let patch = sabotage.path.to_string_lossy().into_owned();
        self.git(&["apply", &patch]).map_err(|_| "the patch no longer fits".to_owned())?;
        let outcome = self.compiles(sabotage).and_then(|()| self.fails(sabotage));
        self.git(&["checkout", "--quiet", "--", "."])?;
        outcome
    }

    fn compiles(&self, sabotage: &Sabotage) -> Outcome {
        let built = self.run(sabotage, &["--no-run"])?;
        if built { Ok(()) } else { Err("the broken program does not compile".to_owned()) }
    }

    fn fails(&self, sabotage: &Sabotage) -> Outcome {
        let passed = self.run(sabotage, &[])?;
        if passed { Err("NOT NOTICED".to_owned()) } else { Ok(()) }
    }

    /// Whether cargo succeeded within bounds.
    fn run(&self, sabotage: &Sabotage, more: &[&str]) -> Result<bool, String> {
        let mut child = Command::new("cargo")
            .args(&sabotage.command)
            .args(more)
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", step::top().join("target/sabotaged"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cargo did not start: {error}"))?;
        let end = Instant::now() + PATIENCE;
        loop {
            match child.try_wait().map_err(|error| format!("cargo cannot be waited for: {error}"))? {
                Some(status) => return Ok(status.success()),
                None if Instant::now() > end => {
                    // It may have ended meanwhile.
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err("it took too long".to_owned());
                }
                None => std::thread::sleep(Duration::from_millis(200)),
            }
        }
    }
}
