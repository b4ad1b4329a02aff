//! Who runs the installation: a change of the operator's name or country is noticed at the start, told to everybody, and
//! takes effect no sooner than any other material change.

use clario_privacy::facts::{Facts, Operator};
use clario_store::{Notice, NoticeId, NoticeKind, OperatorStatement};

use crate::Backend;
use crate::closing::day_in_words;
use crate::error::Error;
use crate::notices::NOTICE_DAYS;

const DAY: i64 = 24 * 60 * 60;

/// What holds until a change that was announced takes effect.
pub(crate) struct Former {
    facts: Facts,
    until: i64,
}

impl Backend {
    /// What the operator states about this installation. Who they are changes on the day that was announced.
    pub fn facts(&self) -> &Facts {
        match self.inner.former.get() {
            Some(former) if self.now() < former.until => &former.facts,
            _ => &self.config().facts,
        }
    }

    /// Compares who runs the installation with what was stated at earlier starts. To be called once, at the start.
    pub(crate) async fn settle_operator(&self) -> Result<(), Error> {
        let Operator { name: Some(name), country: Some(country), .. } = &self.config().facts.operator else {
            return Ok(());
        };
        let now = self.now();
        let known = self.store().operator_statements().await?;
        let in_force = known.iter().rfind(|it| it.effective <= now);
        let announced = known.iter().rfind(|it| it.effective > now);
        let is_stated = |it: &OperatorStatement| it.name == *name && it.country == *country;
        let until = match (in_force, announced) {
            (None, _) => {
                let first = statement(name, country, now, now, None);
                return Ok(self.store().state_operator(Some(&first), None, now).await?);
            }
            (Some(it), None) if is_stated(it) => return Ok(()),
            // The change does not take place.
            (Some(it), Some(_)) if is_stated(it) => {
                return Ok(self.store().state_operator(None, None, now).await?);
            }
            (_, Some(it)) if is_stated(it) => it.effective,
            (Some(it), _) => self.announce_operator(it, name, country).await?,
        };
        if let Some(it) = in_force {
            let mut facts = self.config().facts.clone();
            facts.operator.name = Some(it.name.clone());
            facts.operator.country = Some(it.country.clone());
            // It is set once, here.
            let _ = self.inner.former.set(Former { facts, until });
        }
        Ok(())
    }

    /// Tells everybody who will run the installation, and says from when on.
    async fn announce_operator(
        &self,
        before: &OperatorStatement,
        name: &str,
        country: &str,
    ) -> Result<i64, Error> {
        let now = self.now();
        // Changes take effect as days begin.
        let effective = (now + NOTICE_DAYS * DAY).div_euclid(DAY) * DAY + DAY;
        let day = day_in_words(effective);
        let notice = Notice {
            id: NoticeId::random()?,
            kind: NoticeKind::Policy,
            title: format!("Somebody else will be responsible for this installation from {day} on"),
            text: format!(
                "Until then it is {} in {}, from then on {name} in {country}. The privacy policy will name them. What is kept \
                 about you stays as it is; if you do not want that, you can take your data along and close your account \
                 before, on the privacy page of your account.",
                before.name, before.country
            ),
            published: now,
            effective: Some(effective),
            shown_until: effective,
            told_up_to: String::new(),
            told: None,
        };
        let new = statement(name, country, now, effective, Some(notice.id.clone()));
        self.store().state_operator(Some(&new), Some(&notice), now).await?;
        tracing::warn!("who runs the installation changes; everybody is told");
        Ok(effective)
    }
}

fn statement(
    name: &str,
    country: &str,
    announced: i64,
    effective: i64,
    notice_id: Option<NoticeId>,
) -> OperatorStatement {
    OperatorStatement { name: name.to_owned(), country: country.to_owned(), announced, effective, notice_id }
}
