//! The link that makes the first operator: printed once by the program, good once.

use std::fmt::Write as _;

use clario_store::AccountId;
use sha2::{Digest, Sha256};

use crate::Backend;
use crate::error::{Cause, Error};

/// Where the first operator begins. It has no `Debug`, since whoever has it becomes the operator.
#[derive(Clone, PartialEq, Eq)]
pub enum OperatorLink {
    /// There is no account yet: a path of the sign-up page.
    SignUp(String),
    /// There are accounts: a path of a page for somebody who is signed in.
    Claim(String),
}

impl OperatorLink {
    /// The path, with the secret.
    pub fn path(&self) -> &str {
        let (Self::SignUp(path) | Self::Claim(path)) = self;
        path
    }
}

impl Backend {
    /// A new link for the first operator, which makes older ones void; `None` when there is an operator.
    pub async fn offer_operator(&self) -> Result<Option<OperatorLink>, Error> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|_| Cause::Store(clario_store::Error::NoRandom))?;
        let token = secret.iter().fold(String::with_capacity(64), |mut token, byte| {
            let _ = write!(token, "{byte:02x}");
            token
        });
        if !self.store().offer_operator(&hash(&token)).await? {
            return Ok(None);
        }
        Ok(Some(if self.store().has_account().await? {
            OperatorLink::Claim(format!("/operator/claim?token={token}"))
        } else {
            OperatorLink::SignUp(format!("/sign-up?operator={token}"))
        }))
    }

    /// Makes a signed-in person the operator. [`Error::NotFound`] when the link works no more.
    pub async fn claim_operator(&self, account: &AccountId, token: &str) -> Result<(), Error> {
        if self.store().claim_operator(account, &hash(token), self.now()).await? {
            tracing::info!("the installation has an operator");
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }

    /// Whether a link still makes an operator.
    pub async fn is_operator_link(&self, token: &str) -> Result<bool, Error> {
        Ok(self.store().is_operator_token(&hash(token)).await?)
    }
}

/// The token is 256 random bits, so a plain hash is enough: there is nothing to guess it from.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
