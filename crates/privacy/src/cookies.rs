//! The cookies there are, and no other: the table people read, and the list that tests hold the program to.

/// The two kinds of cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Needed to sign in, to be safe, or to keep a choice.
    Essential,
    /// Set after a yes alone.
    Analytics,
}

/// A cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookie {
    /// Its name. Behind TLS an essential one begins with `__Host-`; a star stands for the rest of a name.
    pub name: &'static str,
    /// Its kind.
    pub category: Category,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// How long the browser keeps it.
    pub life: &'static str,
}

/// Every cookie.
pub const COOKIES: &[Cookie] = &[
    Cookie {
        name: "ac_session",
        category: Category::Essential,
        purpose: "Keeps you signed in.",
        life: "Until the browser is closed; the session behind it ends after an hour without use.",
    },
    Cookie {
        name: "ac_invitation",
        category: Category::Essential,
        purpose: "Keeps an invitation you opened while you sign in or make an account.",
        life: "One hour.",
    },
    Cookie {
        name: "ac_consent",
        category: Category::Essential,
        purpose: "Keeps your choice about cookies, so that you are not asked again.",
        life: "180 days.",
    },
    Cookie {
        name: "_ga",
        category: Category::Analytics,
        purpose: "Tells Google Analytics one browser from another. Set by Google's script after your yes, and only where \
                  this installation uses Google Analytics.",
        life: "At most 180 days; removed when you take your yes back.",
    },
    Cookie {
        name: "_ga_*",
        category: Category::Analytics,
        purpose: "Tells Google Analytics which pages belong to one visit. Set and removed together with _ga.",
        life: "At most 180 days; removed when you take your yes back.",
    },
];

/// The entry of a cookie that a browser holds.
pub fn declared(name: &str) -> Option<&'static Cookie> {
    let bare = name.strip_prefix("__Host-").unwrap_or(name);
    COOKIES.iter().find(|cookie| match cookie.name.strip_suffix('*') {
        Some(start) => bare.len() > start.len() && bare.starts_with(start),
        None => bare == cookie.name,
    })
}

impl Category {
    /// The word people read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Essential => "Essential",
            Self::Analytics => "Analytics",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_known_by_its_name_with_and_without_the_mark_of_tls() {
        assert_eq!(declared("__Host-ac_session"), declared("ac_session"));
        assert!(declared("ac_session").is_some());
        assert!(declared("ac_sessions").is_none() && declared("").is_none());
    }
}
