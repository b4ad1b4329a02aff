//! The browser bundle: wasm, its loader, the style sheet and the public files, each with a brotli twin.

use crate::step::{self, Outcome};
use crate::{budget, promises};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// How much the compiler should work on the bundle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build, large to load.
    Dev,
    /// What people load.
    Release,
}

impl Profile {
    /// Release when `--release` stands among the arguments.
    pub(crate) fn from_arguments(arguments: &[String]) -> Self {
        if arguments.iter().any(|argument| argument == "--release") { Self::Release } else { Self::Dev }
    }

    fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm-release",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "wasm-release",
        }
    }
}

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Builds `dist/`.
pub(crate) fn build(profile: Profile) -> Outcome {
    step::timed("browser bundle", || {
        ensure_target()?;
        step::cargo(&[
            "build",
            "--package",
            "clario-app",
            "--bin",
            "altaclario",
            "--features",
            "hydrate",
            "--target",
            TARGET,
            "--profile",
            profile.cargo_name(),
            // No browser computes reports, so nothing is gained by working on their crate.
            "--config",
            "profile.dev.package.clario-analytics.opt-level = 0",
        ])?;
        let dist = step::top().join("dist");
        let pkg = dist.join("pkg");
        if dist.exists() {
            fs::remove_dir_all(&dist).map_err(|error| format!("cannot clear dist: {error}"))?;
        }
        bind(profile, &pkg)?;
        copy(&step::top().join("style/main.css"), &pkg.join("main.css"))?;
        copy_folder(&step::top().join("public"), &dist)?;
        compress_folder(&dist, profile)?;
        promises::copy_record(&dist)?;
        if profile == Profile::Release { budget::check_bundle(&dist, &compiled(profile)) } else { Ok(()) }
    })
}

/// Builds the same `dist/` with Trunk, which gets `wasm-bindgen` from this workspace's own lock file.
pub(crate) fn build_with_trunk() -> Outcome {
    step::timed("browser bundle with Trunk", || {
        ensure_target()?;
        if !step::present("trunk") {
            step::cargo(&[
                "install",
                "--locked",
                "trunk@0.21.14",
                "--no-default-features",
                "--profile",
                "dev",
            ])?;
        }
        step::cargo(&["build", "--package", "xtask", "--bin", "bindgen"])?;
        let tools = step::top().join("target/trunk-tools");
        fs::create_dir_all(&tools).map_err(|error| format!("cannot make {}: {error}", tools.display()))?;
        copy(&step::top().join("target/debug/bindgen"), &tools.join("wasm-bindgen"))?;
        #[expect(clippy::disallowed_methods, reason = "xtask is no server; it hands its own search path on")]
        let path = std::env::var("PATH").unwrap_or_default();
        step::execute(
            Command::new("trunk")
                .args(["build", "--release", "--offline"])
                .current_dir(step::top())
                .env("TRUNK_SKIP_VERSION_CHECK", "true")
                .env("PATH", format!("{}:{path}", tools.display())),
        )?;
        let dist = step::top().join("dist");
        // Trunk writes a page around the bundle; the server writes every page itself.
        fs::remove_file(dist.join("index.html")).map_err(|error| format!("no page of Trunk's: {error}"))?;
        compress_folder(&dist, Profile::Release)?;
        promises::copy_record(&dist)?;
        budget::check_bundle(&dist, &compiled(Profile::Release))
    })
}

/// Adds the wasm target of the toolchain when it is missing.
pub(crate) fn ensure_target() -> Outcome {
    let installed =
        Command::new("rustup").args(["target", "list", "--installed"]).current_dir(step::top()).output();
    match installed {
        Ok(output) if String::from_utf8_lossy(&output.stdout).contains(TARGET) => Ok(()),
        Ok(_) => step::command("rustup", &["target", "add", TARGET]),
        // Without rustup the toolchain came from elsewhere; cargo will say so if the target is missing.
        Err(_) => Ok(()),
    }
}

fn compiled(profile: Profile) -> PathBuf {
    step::top().join("target").join(TARGET).join(profile.folder()).join("altaclario.wasm")
}

fn bind(profile: Profile, pkg: &Path) -> Outcome {
    bind_module(&compiled(profile), pkg, profile)
}

fn bind_module(compiled: &Path, pkg: &Path, profile: Profile) -> Outcome {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("altaclario").typescript(false);
    if profile == Profile::Release {
        bindgen.remove_name_section(true);
    }
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(pkg))
        .map_err(|error| format!("wasm-bindgen: {error:#}"))
}

/// Brotli bytes of a compiled module once it is bound as ours is.
pub(crate) fn bound_size(compiled: &Path, pkg: &Path) -> Result<usize, String> {
    bind_module(compiled, pkg, Profile::Release)?;
    compress_folder(pkg, Profile::Release)?;
    let packed = pkg.join("altaclario_bg.wasm.br");
    fs::read(&packed)
        .map(|bytes| bytes.len())
        .map_err(|error| format!("cannot read {}: {error}", packed.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)
                .map_err(|error| format!("cannot make {}: {error}", parent.display()))?;
        }
        copy(&file, &target)?;
    }
    Ok(())
}

/// Writes `name.br` beside every text or wasm file.
fn compress_folder(folder: &Path, profile: Profile) -> Outcome {
    let quality = if profile == Profile::Release { 11 } else { 1 };
    for file in files(folder)? {
        let name = file.to_string_lossy().into_owned();
        if ![".js", ".css", ".wasm", ".svg", ".txt", ".json"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let plain = fs::read(&file).map_err(|error| format!("cannot read {name}: {error}"))?;
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 24)
            .write_all(&plain)
            .map_err(|error| format!("cannot compress {name}: {error}"))?;
        fs::write(format!("{name}.br"), packed)
            .map_err(|error| format!("cannot write {name}.br: {error}"))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
