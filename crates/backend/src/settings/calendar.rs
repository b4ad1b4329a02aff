//! Time zone, working days, holidays, and how long unread data stays in memory.

use std::collections::BTreeMap;

use clario_analytics::day::{Day, Weekday};
use clario_store::{Calendar, Holiday};

use super::drafts::CalendarForm;
use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::viewer::Viewer;
use crate::{entry, zones};

const MOST_HOLIDAYS: usize = 1_000;
const LONGEST_KEEP: u32 = 720;

impl Backend {
    /// Sets everything about days at once, or nothing when something typed does not do.
    pub async fn set_calendar(&self, viewer: &Viewer, form: CalendarForm) -> Result<(), Error> {
        viewer.editor()?;
        let hours = form.keep_unread_hours.trim().parse().map_err(|_| Flaw::KeepHours)?;
        let days: Vec<Weekday> = Weekday::ALL
            .into_iter()
            .filter(|day| form.working_days.iter().any(|name| name == day.name()))
            .collect();
        zones::canonical(&form.zone).ok_or(Flaw::Zone)?;
        working_bits(&days)?;
        holidays(&form.holidays)?;
        self.set_keep_unread_hours(viewer, hours).await?;
        self.set_zone(viewer, &form.zone).await?;
        self.set_working_days(viewer, &days).await?;
        self.set_holidays(viewer, &form.holidays).await
    }

    /// Sets the time zone, by its IANA name.
    pub async fn set_zone(&self, viewer: &Viewer, name: &str) -> Result<(), Error> {
        let scope = viewer.editor()?;
        let name = zones::canonical(name).ok_or(Flaw::Zone)?;
        Ok(self.store().set_zone(scope, &name, self.now()).await?)
    }

    /// Sets the working days of the week.
    pub async fn set_working_days(&self, viewer: &Viewer, days: &[Weekday]) -> Result<(), Error> {
        let scope = viewer.editor()?;
        Ok(self.store().set_working_days(scope, working_bits(days)?, self.now()).await?)
    }

    /// Replaces the holidays by a text of one a line: a day such as `2026-12-25`, and after a blank
    /// whatever the person calls it. A day that is named twice counts once.
    pub async fn set_holidays(&self, viewer: &Viewer, text: &str) -> Result<(), Error> {
        let scope = viewer.editor()?;
        Ok(self.store().set_holidays(scope, &holidays(text)?, self.now()).await?)
    }

    /// Sets after how many hours data that nobody looked at is dropped from memory, 1 to 720.
    pub async fn set_keep_unread_hours(&self, viewer: &Viewer, hours: u32) -> Result<(), Error> {
        let scope = viewer.editor()?;
        if !(1..=LONGEST_KEEP).contains(&hours) {
            return Err(Flaw::KeepHours.into());
        }
        Ok(self.store().set_keep_unread_hours(scope, hours, self.now()).await?)
    }
}

/// Checks everything about days.
pub(crate) fn check_calendar(
    zone: &str,
    days: &[Weekday],
    holidays: Vec<Holiday>,
    keep_unread_hours: u32,
) -> Result<Calendar, Error> {
    if !(1..=LONGEST_KEEP).contains(&keep_unread_hours) {
        return Err(Flaw::KeepHours.into());
    }
    if holidays.len() > MOST_HOLIDAYS {
        return Err(Flaw::TooManyHolidays.into());
    }
    let mut distinct = BTreeMap::new();
    for (line, holiday) in (1..).zip(holidays) {
        let day = Day::parse(&holiday.day).ok_or(Flaw::Holiday { line })?;
        distinct.insert(day.iso(), entry::label(holiday.label.as_deref().unwrap_or_default())?);
    }
    Ok(Calendar {
        zone: zones::canonical(zone).ok_or(Flaw::Zone)?,
        working_days: working_bits(days)?,
        holidays: distinct.into_iter().map(|(day, label)| Holiday { day, label }).collect(),
        keep_unread_hours,
    })
}

/// Working days as a stored byte.
fn working_bits(days: &[Weekday]) -> Result<u8, Flaw> {
    let bits = days.iter().fold(0, |bits, day| bits | 1_u8 << (*day as u8));
    if bits == 0 { Err(Flaw::NoWorkingDay) } else { Ok(bits) }
}

/// The working days in a stored byte.
pub(super) fn weekdays(bits: u8) -> Vec<Weekday> {
    Weekday::ALL.into_iter().filter(|day| bits & 1 << (*day as u8) != 0).collect()
}

fn holidays(text: &str) -> Result<Vec<Holiday>, Flaw> {
    let mut days = BTreeMap::new();
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.trim();
        if content.is_empty() {
            continue;
        }
        let (day, label) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        let day = Day::parse(day).ok_or(Flaw::Holiday { line })?;
        days.insert(day.iso(), entry::label(label)?);
        if days.len() > MOST_HOLIDAYS {
            return Err(Flaw::TooManyHolidays);
        }
    }
    Ok(days.into_iter().map(|(day, label)| Holiday { day, label }).collect())
}
