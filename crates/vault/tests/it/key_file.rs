//! The key file is made once, private, and refused when something is off.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use clario_vault::{KeyFileError, load_or_create};
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("key");
    (directory, path)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("my own file");
}

#[test]
fn the_first_start_makes_a_private_file_and_the_next_one_reads_it() {
    let (directory, path) = place();
    let made = load_or_create(&path, false).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1, "nothing else is left behind");
    let read = load_or_create(&path, true).unwrap();
    assert_eq!(read.recognises(&made.check_value().unwrap()), Ok(()));
    set_mode(&path, 0o400);
    assert!(load_or_create(&path, true).is_ok());
    clario_proofs::proves(&["AZ-09"]);
}

#[test]
fn a_missing_file_is_never_replaced_when_there_is_data() {
    let (_directory, path) = place();
    assert!(matches!(load_or_create(&path, true), Err(KeyFileError::Missing)));
    assert!(!path.exists());
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let (_directory, path) = place();
    load_or_create(&path, false).unwrap();
    for mode in [0o640, 0o604, 0o660, 0o644, 0o601, 0o700, 0o620] {
        set_mode(&path, mode);
        let refused = load_or_create(&path, true).unwrap_err();
        assert!(
            matches!(refused, KeyFileError::TooOpen { mode: found } if found == mode),
            "{mode:o}: {refused}"
        );
    }
}

#[test]
fn what_is_no_key_file_is_refused_and_left_as_it_is() {
    let (directory, path) = place();
    for content in [&b""[..], b"primary 00000001 22", b"\xff\xfe\x00", b"password"] {
        fs::write(&path, content).unwrap();
        set_mode(&path, 0o600);
        assert!(matches!(load_or_create(&path, false), Err(KeyFileError::Content(_))));
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    fs::write(&path, vec![b'#'; 100_000]).unwrap();
    assert!(matches!(load_or_create(&path, true), Err(KeyFileError::NotAFile)));
    assert!(matches!(load_or_create(directory.path(), true), Err(KeyFileError::NotAFile)));
    let nowhere = directory.path().join("no/such/directory/key");
    assert!(matches!(load_or_create(&nowhere, true), Err(KeyFileError::Missing)));
}

#[test]
fn of_many_first_starts_at_once_all_get_the_same_key() {
    let (_directory, path) = place();
    let rings: Vec<_> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| load_or_create(&path, false).unwrap())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    let check_value = rings[0].check_value().unwrap();
    assert!(rings.iter().all(|ring| ring.recognises(&check_value).is_ok()));
}
