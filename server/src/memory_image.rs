//! Keeps the memory of the program off the disk, also when it crashes: it holds provider data and open secrets.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core dumps, and on Linux also that other programs of the same user look into the memory.
///
/// # Errors
/// A sentence for the operator when the operating system refuses.
pub(crate) fn keep_off_the_disk() -> Result<(), String> {
    let nothing = Rlimit { current: Some(0), maximum: Some(0) };
    setrlimit(Resource::Core, nothing).map_err(refused)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(refused)?;
    Ok(())
}

fn refused(error: rustix::io::Errno) -> String {
    format!("core dumps cannot be switched off: {error}")
}
