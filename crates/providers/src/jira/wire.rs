//! Items as Jira sends them, decoded so that only the listed fields ever become values.

use std::borrow::Cow;
use std::fmt;

use clario_analytics::records::{Item, Named};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Field, Reading};
use super::moment::Moment;

/// A provider id that arrives as text or as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Id(pub(crate) String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<'a> {
            Number(i64),
            #[serde(borrow)]
            Text(Cow<'a, str>),
        }
        Ok(Self(match Either::deserialize(deserializer)? {
            Either::Number(number) => number.to_string(),
            Either::Text(text) => text.into_owned(),
        }))
    }
}

impl Id {
    pub(crate) fn number(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

/// An object of which only the id is kept.
#[derive(Debug, Deserialize)]
pub(crate) struct IdOnly {
    pub(crate) id: Id,
}

/// An object of which only the name is kept.
#[derive(Debug, Deserialize)]
struct NameOnly {
    name: String,
}

/// An object of which id and name are kept.
#[derive(Debug, Deserialize, Hash)]
pub(crate) struct IdAndName {
    pub(crate) id: Id,
    #[serde(default)]
    pub(crate) name: Option<String>,
}

impl From<IdAndName> for Named {
    fn from(wire: IdAndName) -> Self {
        Self { id: wire.id.0, name: wire.name.unwrap_or_default() }
    }
}

/// One page of a search.
pub(crate) struct SearchPage<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<String>,
}

/// Decodes a search page, each item by its own seed.
pub(crate) struct PageSeed<S>(pub(crate) S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for PageSeed<S> {
    type Value = SearchPage<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for PageSeed<S> {
    type Value = SearchPage<S::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a page of a search")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items = None;
        let mut next: Option<String> = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "issues" => items = Some(map.next_value_seed(ListSeed(self.0))?),
                "nextPageToken" => next = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let items = items.ok_or_else(|| A::Error::missing_field("issues"))?;
        Ok(SearchPage { items, next: next.filter(|token| !token.is_empty()) })
    }
}

struct ListSeed<S>(S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self.0)? {
            values.push(value);
        }
        Ok(values)
    }
}

/// Decodes one item with the fields of a reading; its history is not part of this answer.
#[derive(Clone, Copy)]
pub(crate) struct ItemSeed<'r> {
    pub(crate) reading: &'r Reading,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut id = None;
        let mut key_for_people = None;
        let mut item = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "id" => id = map.next_value::<Id>()?.number(),
                "key" => key_for_people = Some(map.next_value::<String>()?),
                "fields" => item = Some(map.next_value_seed(FieldsSeed(self.reading))?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let mut item = item.ok_or_else(|| A::Error::missing_field("fields"))?;
        item.id = id.ok_or_else(|| A::Error::missing_field("id"))?;
        item.key = key_for_people.filter(|key| is_key(key)).unwrap_or_else(|| item.id.to_string());
        Ok(item)
    }
}

/// Whether a text may stand in addresses and tables as the key of an item.
fn is_key(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

struct FieldsSeed<'r>(&'r Reading);

impl<'de> DeserializeSeed<'de> for FieldsSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FieldsSeed<'_> {
    type Value = Item;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the fields of an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut item = Item::default();
        let mut times = (None, None);
        let mut estimates: Vec<(usize, f32)> = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let Some((field, place)) = self.0.role(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match field {
                Field::Created => times.0 = Some(map.next_value::<Moment>()?.0),
                Field::Updated => times.1 = Some(map.next_value::<Moment>()?.0),
                Field::Points => {
                    estimates.extend(map.next_value::<Estimate>()?.0.map(|points| (place, points)));
                }
                _ => read_field(field, &mut item, &mut map)?,
            }
        }
        item.created = times.0.ok_or_else(|| A::Error::missing_field("created"))?;
        item.updated = times.1.ok_or_else(|| A::Error::missing_field("updated"))?;
        let counts = self.0.points_in(&item.project);
        item.points = estimates.iter().find(|(place, _)| Some(*place) == counts).map(|(_, points)| *points);
        Ok(item)
    }
}

fn read_field<'de, A: MapAccess<'de>>(field: Field, item: &mut Item, map: &mut A) -> Result<(), A::Error> {
    match field {
        Field::Project => item.project = id_of(map)?.unwrap_or_default(),
        Field::ItemType => item.item_type = id_of(map)?.unwrap_or_default(),
        Field::Status => {
            item.status = map.next_value::<Option<IdAndName>>()?.map(Named::from).unwrap_or_default();
        }
        Field::Priority => item.priority = id_of(map)?,
        Field::Resolution => item.resolution = id_of(map)?,
        Field::Labels => item.labels = map.next_value::<Option<Vec<String>>>()?.unwrap_or_default(),
        Field::Components => {
            let components = map.next_value::<Option<Vec<NameOnly>>>()?.unwrap_or_default();
            item.components = components.into_iter().map(|component| component.name).collect();
        }
        Field::Releases => {
            let releases = map.next_value::<Option<Vec<IdOnly>>>()?.unwrap_or_default();
            item.releases = releases.into_iter().map(|release| release.id.0).collect();
        }
        Field::Parent => {
            item.parent = map.next_value::<Option<IdOnly>>()?.and_then(|parent| parent.id.number());
        }
        Field::Due => item.due = map.next_value::<Option<String>>()?.filter(|day| is_day(day)),
        Field::Sprint => {
            let sprints = map.next_value::<Option<Vec<IdOnly>>>()?.unwrap_or_default();
            item.sprints = sprints.iter().filter_map(|sprint| sprint.id.number()).collect();
        }
        Field::Flag => {
            item.flagged =
                map.next_value::<Option<Vec<IgnoredAny>>>()?.is_some_and(|marks| !marks.is_empty());
        }
        Field::Created | Field::Updated | Field::Points => drop(map.next_value::<IgnoredAny>()?),
    }
    Ok(())
}

fn id_of<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    Ok(map.next_value::<Option<IdOnly>>()?.map(|object| object.id.0))
}

/// Whether a text is a plain day, `YYYY-MM-DD`.
pub(crate) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// An estimate as number, as decimal text, or none.
struct Estimate(Option<f32>);

impl<'de> Deserialize<'de> for Estimate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Spelling<'a> {
            Number(f32),
            #[serde(borrow)]
            Text(Cow<'a, str>),
            Other(IgnoredAny),
        }
        Ok(Self(match Spelling::deserialize(deserializer)? {
            Spelling::Number(points) => Some(points).filter(|points| points.is_finite()),
            Spelling::Text(text) => decimal(&text),
            Spelling::Other(_) => None,
        }))
    }
}

/// A decimal number such as `0.5`; anything else is no estimate.
pub(crate) fn decimal(text: &str) -> Option<f32> {
    text.trim().parse().ok().filter(|number: &f32| number.is_finite())
}

#[cfg(test)]
mod tests;
