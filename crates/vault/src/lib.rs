//! Secrets at rest: sealed values, the keys that seal them, and password hashes.
//!
//! Two levels of keys: the key ring of the installation wraps one [`DataKey`] for each workspace,
//! and the data key seals the fields of that workspace. To destroy a data key is to destroy
//! everything it sealed.

mod sealed;

mod data_key;
mod key_file;
mod key_ring;

mod common_passwords;
mod password;
mod password_hash;

pub use data_key::{DataKey, SEALINGS_PER_KEY, SealError};
pub use key_file::{KeyFileError, load_or_create};
pub use key_ring::{KeyRing, KeyRingError};
pub use password::{Password, PasswordFlaw};
pub use password_hash::{HashCost, HashError, Hasher, TooCheap, Verdict};
pub use sealed::{Kid, OpenError, Place, Sealed};
