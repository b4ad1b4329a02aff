//! The `wasm-bindgen` command as far as Trunk calls it, from the version in this workspace's lock file.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    match bind() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            say(&format!("wasm-bindgen: {reason}"));
            ExitCode::FAILURE
        }
    }
}

fn bind() -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    // Trunk never asks for names to be removed; the same bytes as `cargo xtask web --release` need it.
    bindgen.typescript(false).remove_name_section(true);
    bindgen.web(true).map_err(|error| format!("{error:#}"))?;
    let mut folder = String::from(".");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let (name, joined) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || joined.clone().or_else(|| arguments.next()).unwrap_or_default();
        match name.as_str() {
            "--version" | "-V" => {
                show(&format!("wasm-bindgen {}", wasm_bindgen_shared_version()));
                return Ok(());
            }
            "--target" => match value().as_str() {
                "web" => {}
                other => return Err(format!("only the target `web` is built here, not {other:?}")),
            },
            "--out-dir" => folder = value(),
            "--out-name" => {
                bindgen.out_name(&value());
            }
            "--no-typescript" | "--keep-debug" | "--debug" => {}
            flag if flag.starts_with("--") => return Err(format!("unknown flag {flag}")),
            file => {
                bindgen.input_path(file);
            }
        }
    }
    bindgen.generate(folder).map_err(|error| format!("{error:#}"))
}

/// The version that the workspace's manifest pins.
fn wasm_bindgen_shared_version() -> &'static str {
    "0.2.130"
}

#[expect(clippy::print_stdout, reason = "Trunk reads the version from standard output")]
fn show(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "a command line tool reports on standard error")]
fn say(line: &str) {
    eprintln!("{line}");
}
