//! Letters about a person's own account.

use super::day;
use crate::mail::body::Body;

/// Begins a letter with its subject.
type New<'a> = &'a dyn Fn(&str) -> Body;

pub(super) fn confirm_address(new: New<'_>, link: &str) -> Body {
    new("Confirm your e-mail address")
        .paragraph("Somebody, probably you, made an AltaClario account with this address. To confirm that it is yours, open this link:")
        .link(link)
        .paragraph("It works once, for 30 minutes. If it was not you, ignore this letter: without the link nobody can use the account.")
}

pub(super) fn already_have_an_account(new: New<'_>) -> Body {
    new("You already have an account")
        .paragraph("Somebody, probably you, tried to make an AltaClario account with this address. There is one already, and nothing was changed.")
        .paragraph("You can sign in here. If you forgot your password, that page helps you to a new one.")
        .link("/sign-in")
        .paragraph("If it was not you, there is nothing to do.")
}

pub(super) fn reset_password(new: New<'_>, link: &str) -> Body {
    new("Choose a new password")
        .paragraph("Somebody, probably you, asked for a new password for your AltaClario account. Choose it here:")
        .link(link)
        .paragraph("The link works once, for 30 minutes. If it was not you, ignore this letter: your password stays as it is.")
}

pub(super) fn password_changed(new: New<'_>) -> Body {
    new("Your password was changed")
        .paragraph("The password of your AltaClario account was changed, and all its sessions were ended.")
        .paragraph("If it was not you, ask for a new password at once on the sign-in page, and tell the operator of this installation.")
        .link("/sign-in")
}

pub(super) fn address_changed(new: New<'_>) -> Body {
    new("The e-mail address of your account was changed")
        .paragraph("Your AltaClario account has another e-mail address now. This letter goes to the old and to the new one.")
        .paragraph("If it was not you, tell the operator of this installation at once.")
}

pub(super) fn confirm_new_address(new: New<'_>, link: &str) -> Body {
    new("Confirm your new e-mail address")
        .paragraph("An AltaClario account is to have this address from now on. To confirm that it is yours, open this link:")
        .link(link)
        .paragraph("It works once, for 30 minutes. If you did not ask for this, ignore this letter: nothing changes.")
}

pub(super) fn second_factor_on(new: New<'_>) -> Body {
    new("Two-factor sign-in was switched on")
        .paragraph("Your AltaClario account now asks for a code from your authenticator app when you sign in. Keep your recovery codes where you find them without your phone.")
        .paragraph("If it was not you, tell the operator of this installation at once.")
}

pub(super) fn second_factor_off(new: New<'_>) -> Body {
    new("Two-factor sign-in was switched off")
        .paragraph("Your AltaClario account no longer asks for a code when you sign in; the password alone opens it.")
        .paragraph("If it was not you, change your password at once and switch two-factor sign-in on again.")
        .link("/sign-in")
}

pub(super) fn recovery_code_used(new: New<'_>, left: u32) -> Body {
    let left = match left {
        0 => "None is left: make new ones before you need one.".to_owned(),
        1 => "One is left: make new ones soon.".to_owned(),
        left => format!("{left} are left."),
    };
    new("A recovery code was used")
        .paragraph(format!("Somebody, probably you, signed in to your AltaClario account with a recovery code. It works no more. {left}"))
        .paragraph("If it was not you, change your password at once and make new recovery codes.")
        .link("/sign-in")
}

pub(super) fn account_closing(new: New<'_>, link: &str, until: i64) -> Body {
    let day = day(until);
    new("Your account is closed")
        .paragraph(format!(
            "Your AltaClario account is closed. Nobody can use it any more, and on {day} everything about it is deleted for good."
        ))
        .paragraph("Until then you can undo this here:")
        .link(link)
        .paragraph("If you did not close it, undo it now and change your password.")
}
