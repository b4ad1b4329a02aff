//! Password hashes: argon2id, stored as a PHC string, made again when the cost rises.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use crate::password::Password;
use crate::sealed;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    memory_kib: u32,
    passes: u32,
}

/// A cost below the least that is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password hash must use at least 19 MiB and 2 passes, or 46 MiB and 1 pass")]
pub struct TooCheap;

impl HashCost {
    /// 64 MiB, three passes, one lane.
    pub const PRODUCTION: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    /// 19 MiB, two passes, one lane: the least that is allowed.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// Another cost, not below the floor.
    pub fn new(memory_kib: u32, passes: u32) -> Result<Self, TooCheap> {
        let enough = (memory_kib >= 19 * 1024 && passes >= 2) || (memory_kib >= 46 * 1024 && passes >= 1);
        if enough { Ok(Self { memory_kib, passes }) } else { Err(TooCheap) }
    }

    /// Memory one hash takes, in bytes.
    pub fn bytes(self) -> u64 {
        u64::from(self.memory_kib) * 1024
    }
}

/// Hashing failed for a reason the person cannot mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a password could not be hashed")]
pub struct HashError;

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right {
        /// The stored hash is cheaper than today's cost: store a new one.
        needs_rehash: bool,
    },
    /// It is not, or there is no such account.
    Wrong,
}

/// Makes and checks password hashes. Each call takes the whole cost on the calling thread.
pub struct Hasher {
    argon2: Argon2<'static>,
    /// The hash of a password nobody knows, to check against when there is no account.
    nobody: String,
}

impl Hasher {
    /// Makes a hasher; this takes the time of one hash.
    pub fn new(cost: HashCost) -> Result<Self, HashError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| HashError)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let unknown: [u8; 32] = sealed::random().map_err(|_| HashError)?;
        let nobody = argon2.hash_password(&unknown).map_err(|_| HashError)?.to_string();
        Ok(Self { argon2, nobody })
    }

    /// Hashes with a fresh salt into a PHC string.
    pub fn hash(&self, password: &Password) -> Result<String, HashError> {
        self.argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| HashError)
    }

    /// Checks a password against a stored PHC string. Without one it does the same work and says
    /// [`Verdict::Wrong`], so that the time does not tell whether there is an account.
    pub fn check(&self, password: &Password, stored: Option<&str>) -> Verdict {
        let hash = stored.and_then(|phc| PasswordHash::new(phc).ok());
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| PasswordHash::new(&self.nobody).ok()) else { return Verdict::Wrong };
        let right =
            PasswordVerifier::<PasswordHash>::verify_password(&self.argon2, password.as_bytes(), &hash);
        if right.is_ok() && known {
            Verdict::Right { needs_rehash: self.is_cheaper(&hash) }
        } else {
            Verdict::Wrong
        }
    }

    fn is_cheaper(&self, hash: &PasswordHash) -> bool {
        let wanted = self.argon2.params();
        Params::try_from(hash)
            .map_or(true, |found| found.m_cost() < wanted.m_cost() || found.t_cost() < wanted.t_cost())
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let params = self.argon2.params();
        write!(formatter, "Hasher({} KiB, {} passes)", params.m_cost(), params.t_cost())
    }
}
