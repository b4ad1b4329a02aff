//! Secrets at rest: sealed values, the keys that seal them, password hashes, and codes and tokens that prove things.
//!
//! Two levels of keys: the key ring of the installation wraps one [`DataKey`] for each workspace,
//! and the data key seals the fields of that workspace. To destroy a data key is to destroy
//! everything it sealed.

mod hex;
mod sealed;

mod data_key;
mod key_file;
mod key_ring;

mod common_passwords;
mod password;
mod password_hash;

mod mac_key;
mod one_time_code;
mod signing;
mod token;

pub use data_key::{DataKey, SEALINGS_PER_KEY, SealError};
pub use key_file::{KeyFileError, load, load_or_create, replace};
pub use key_ring::{KeyRing, KeyRingError};
pub use mac_key::{MacKey, random_bytes};
pub use one_time_code::{RecoveryCode, TotpSeed};
pub use password::{Beside, Password, PasswordFlaw};
pub use password_hash::{HashCost, HashError, Hasher, TooCheap, Verdict};
pub use sealed::{Kid, OpenError, Place, Sealed};
pub use signing::{PublicKey, Signature, SigningKey};
pub use token::Token;
