//! A way into the program and what it is sent: the arguments with a place for every id that somebody could exchange.

use clario_backend::Role;
use clario_backend::permission::Permission;
use std::collections::BTreeMap;

/// Whom a way is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Everybody, with or without an account.
    Anybody,
    /// Whoever is signed in, about themselves.
    SignedIn,
    /// Members of the workspace it names, in the roles of the table of permissions.
    May(Permission),
    /// Those who look after the installation.
    Operators,
}

/// A way into the program, with arguments that work. `{name}` stands for an id, `{=name}` for a part that is written as
/// it is; the names are those of [`Ids`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) path: &'static str,
    pub(super) who: Who,
    pub(super) sends: &'static str,
}

/// Makes a [`Line`].
pub(super) const fn line(path: &'static str, who: Who, sends: &'static str) -> Line {
    Line { path, who, sends }
}

/// What the places of a line stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids(BTreeMap<String, String>);

/// The same line with ids of the house in some places, and with ids of nothing in the same places.
pub(super) struct Attack {
    /// Which places.
    pub(super) places: Vec<String>,
    /// Whether every id is one of the house.
    pub(super) is_whole: bool,
    pub(super) foreign: Ids,
    pub(super) unknown: Ids,
}

impl Ids {
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("house.rs gives no {{{name}}}"))
    }

    /// The same ids, and those of `others` where this has none.
    pub(super) fn or(mut self, others: &Self) -> Self {
        for (name, value) in &others.0 {
            self.0.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self
    }

    /// Ids of the same shape that name nothing.
    pub(super) fn unknown(&self) -> Self {
        let team = self.get("team");
        let other = |value: &String| {
            // Parts that are written as they are hold the ids of teams.
            if value.contains('=') { value.replace(team, &nothing_like(team)) } else { nothing_like(value) }
        };
        Self(self.0.iter().map(|(name, value)| (name.clone(), other(value))).collect())
    }

    /// Those that differ from others of the same name.
    pub(super) fn apart_from(&self, others: &Self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|(name, value)| others.0.get(*name) != Some(value))
            .map(|(_, value)| value.as_str())
    }

    fn taking(&self, places: &[String], from: &Self) -> Self {
        let mut ids = self.clone();
        for place in places {
            ids.0.insert(place.clone(), from.get(place).to_owned());
        }
        ids
    }
}

/// The same letters and digits the other way round, which is the name of nothing.
fn nothing_like(value: &str) -> String {
    let turned: String = value.chars().rev().collect();
    if turned == value { format!("9{value}") } else { turned }
}

impl Who {
    /// Whether it is for somebody with this role in the house.
    pub(super) fn includes(self, is_signed_in: bool, role: Option<Role>, is_operator: bool) -> bool {
        match self {
            Self::Anybody => true,
            Self::SignedIn => is_signed_in,
            Self::May(permission) => role.is_some_and(|role| permission.is_of(role)),
            Self::Operators => is_operator,
        }
    }

    /// Whether it is about the house when all its ids are.
    pub(super) fn is_about_the_house(self) -> bool {
        matches!(self, Self::May(_) | Self::Operators)
    }
}

impl Line {
    /// Where ids stand.
    pub(super) fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = [self.path, self.sends]
            .iter()
            .flat_map(|text| text.split('{').skip(1).filter_map(|rest| rest.split('}').next()))
            .map(|name| name.trim_start_matches('=').to_owned())
            .collect();
        places.sort();
        places.dedup();
        places
    }

    /// The address and what is sent; what stands before a blank belongs to the address.
    pub(super) fn filled(&self, ids: &Ids) -> (String, String) {
        let (query, sends) = self.sends.split_once(' ').unwrap_or(("", self.sends));
        (fill(self.path, ids) + &fill(query, ids), fill(sends, ids))
    }

    /// Every way to put ids of the house where others belong: all of them, and each alone among one's own.
    pub(super) fn attacks(&self, house: &Ids, own: &Ids) -> Vec<Attack> {
        let differs = |place: &String| house.get(place) != own.get(place);
        let places: Vec<String> = self.places().into_iter().filter(differs).collect();
        let unknown = house.unknown();
        let attack = |places: Vec<String>, is_whole| Attack {
            foreign: own.taking(&places, house),
            unknown: own.taking(&places, &unknown),
            places,
            is_whole,
        };
        let each = places.iter().filter(|_| places.len() > 1).map(|place| attack(vec![place.clone()], false));
        std::iter::once(attack(places.clone(), true)).chain(each).collect()
    }
}

fn fill(template: &str, ids: &Ids) -> String {
    let mut parts = template.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |filled, part| {
        let (name, rest) = part.split_once('}').expect("a place has an end");
        let value = match name.strip_prefix('=') {
            Some(name) => ids.get(name).to_owned(),
            None => form_urlencoded::byte_serialize(ids.get(name).as_bytes()).collect(),
        };
        filled + &value + rest
    })
}
