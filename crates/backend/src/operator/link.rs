//! The link that makes the first operator: printed once by the program, good once.

use clario_store::AccountId;
use clario_vault::Token;

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
        let token = Token::random().map_err(Cause::Seal)?;
        if !self.store().offer_operator(&token.hash()).await? {
            return Ok(None);
        }
        let token = token.to_text();
        Ok(Some(if self.store().has_account().await? {
            OperatorLink::Claim(format!("/operator/claim?token={}", *token))
        } else {
            OperatorLink::SignUp(format!("/sign-up?operator={}", *token))
        }))
    }

    /// Makes a signed-in person the operator. [`Error::NotFound`] when the link works no more.
    pub async fn claim_operator(&self, account: &AccountId, token: &str) -> Result<(), Error> {
        let hash = Token::parse(token).ok_or(Error::NotFound)?.hash();
        if self.store().claim_operator(account, &hash, self.now()).await? {
            tracing::info!("the installation has an operator");
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }

    /// Whether a link still makes an operator.
    pub async fn is_operator_link(&self, token: &str) -> Result<bool, Error> {
        Ok(self.operator_link(token).await?.is_some())
    }

    /// The SHA-256 of a token that still makes an operator.
    pub(crate) async fn operator_link(&self, token: &str) -> Result<Option<[u8; 32]>, Error> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let hash = token.hash();
        Ok(self.store().is_operator_token(&hash).await?.then_some(hash))
    }
}
