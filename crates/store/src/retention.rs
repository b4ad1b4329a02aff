//! How every table's rows end: with their account or workspace, by a time of their own, or as a declared survivor.

use crate::database::Store;
use crate::error::Error;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// The rule of one table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The table.
    pub table: &'static str,
    /// What its rows end with.
    pub ends: Ends,
    /// Which rows go although what they belong to stays.
    pub sweep: Option<Sweep>,
    /// Deletes at most `?2` rows of the account `?1`, where there may be too many to go in one step.
    pub(crate) of_account: Option<&'static str>,
    /// The same for the workspace `?1`.
    pub(crate) of_workspace: Option<&'static str>,
}

/// What the rows of a table end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// They are accounts, purged at most 30 days after they were closed.
    IsAccount,
    /// They are workspaces, purged at most 30 days after they were closed.
    IsWorkspace,
    /// Their account, by a reference that cascades.
    WithAccount,
    /// Their workspace, by a reference that cascades.
    WithWorkspace,
    /// Their account or their workspace, whichever goes first.
    WithEither,
    /// Neither, for this reason.
    Survives(&'static str),
}

/// Which rows go by the clock.
#[derive(Debug, Clone, Copy)]
pub struct Sweep {
    /// Deletes at most `?2` rows that are due at the time `?1`.
    delete: &'static str,
    /// When the row that is due first was or will be due.
    due: &'static str,
}

impl Rule {
    const fn new(table: &'static str, ends: Ends) -> Self {
        Self { table, ends, sweep: None, of_account: None, of_workspace: None }
    }

    const fn sweep(mut self, delete: &'static str, due: &'static str) -> Self {
        self.sweep = Some(Sweep { delete, due });
        self
    }

    const fn of_account(mut self, step: &'static str) -> Self {
        self.of_account = Some(step);
        self
    }

    const fn of_workspace(mut self, step: &'static str) -> Self {
        self.of_workspace = Some(step);
        self
    }
}

/// The rule of every table. A table without one fails a test.
pub const RULES: &[Rule] = &[
    // People.
    Rule::new("account", Ends::IsAccount),
    Rule::new("acceptance", Ends::WithAccount),
    Rule::new("session", Ends::WithAccount)
        .sweep(
            "DELETE FROM session WHERE rowid IN (
                 SELECT rowid FROM session WHERE last_seen <= ?1 - 3600 OR created <= ?1 - 86400 LIMIT ?2)",
            "SELECT min(min(last_seen + 3600, created + 86400)) FROM session",
        )
        .of_account("DELETE FROM session WHERE rowid IN (SELECT rowid FROM session WHERE account_id = ?1 LIMIT ?2)"),
    Rule::new("totp", Ends::WithAccount),
    Rule::new("recovery_code", Ends::WithAccount),
    Rule::new("mail_token", Ends::WithAccount).sweep(
        "DELETE FROM mail_token WHERE rowid IN (SELECT rowid FROM mail_token WHERE expires <= ?1 LIMIT ?2)",
        "SELECT min(expires) FROM mail_token",
    ),
    Rule::new("operator", Ends::WithAccount),
    // The consent log. Rows that belong to no account have their own time; the head of the chain knows how far it is.
    Rule::new("consent_chain", Ends::Survives("where the consent log ends; it says nothing about any person")).sweep(
        "UPDATE consent_chain SET swept = ?1 WHERE swept < ?1 AND EXISTS (
             SELECT 1 FROM consent_event WHERE account_id IS NULL AND recorded <= ?1 - 395 * 86400 LIMIT ?2)",
        "SELECT NULL",
    ),
    Rule::new("consent_event", Ends::WithAccount)
        .sweep(
            "DELETE FROM consent_event WHERE seq IN (
                 SELECT seq FROM consent_event WHERE account_id IS NULL AND recorded <= ?1 - 395 * 86400 LIMIT ?2)",
            "SELECT min(recorded) + 395 * 86400 FROM consent_event WHERE account_id IS NULL",
        )
        // What a browser chose before its user signed in goes before the row that tells whose it is.
        .of_account(
            "DELETE FROM consent_event WHERE seq IN (
                 SELECT seq FROM consent_event AS it WHERE account_id = ?1 AND NOT EXISTS (
                     SELECT 1 FROM consent_event WHERE subject_ref = it.subject_ref AND account_id IS NULL)
                 UNION ALL
                 SELECT seq FROM consent_event WHERE account_id IS NULL AND subject_ref IN (
                     SELECT subject_ref FROM consent_event WHERE account_id = ?1)
                 LIMIT ?2)",
        ),
    Rule::new("consent_gap", Ends::Survives("the place of a row that ended; it says nothing about what it was")),
    Rule::new("consent_checkpoint", Ends::Survives("a signed head of the consent log; it is about no person")),
    Rule::new("consent_tally", Ends::Survives("how many choices were made on a day; it is about no person")),
    // Workspaces.
    Rule::new("workspace", Ends::IsWorkspace),
    Rule::new("membership", Ends::WithEither),
    Rule::new("invitation", Ends::WithEither).sweep(
        "DELETE FROM invitation WHERE rowid IN (SELECT rowid FROM invitation WHERE expires <= ?1 - 86400 LIMIT ?2)",
        "SELECT min(expires) + 86400 FROM invitation",
    ),
    Rule::new("break_glass_grant", Ends::WithEither),
    Rule::new("provider_connection", Ends::WithWorkspace),
    Rule::new("workflow", Ends::WithWorkspace),
    Rule::new("status_stage", Ends::WithWorkspace).of_workspace(
        "DELETE FROM status_stage WHERE rowid IN (SELECT rowid FROM status_stage WHERE workspace_id = ?1 LIMIT ?2)",
    ),
    Rule::new("team", Ends::WithWorkspace),
    Rule::new("team_source", Ends::WithWorkspace).of_workspace(
        "DELETE FROM team_source WHERE rowid IN (SELECT rowid FROM team_source WHERE workspace_id = ?1 LIMIT ?2)",
    ),
    Rule::new("holiday", Ends::WithWorkspace).of_workspace(
        "DELETE FROM holiday WHERE rowid IN (SELECT rowid FROM holiday WHERE workspace_id = ?1 LIMIT ?2)",
    ),
    Rule::new("removed_resolution", Ends::WithWorkspace).of_workspace(
        "DELETE FROM removed_resolution WHERE rowid IN (
             SELECT rowid FROM removed_resolution WHERE workspace_id = ?1 LIMIT ?2)",
    ),
    // The log lives as long as its workspace. What it says of a person who leaves is erased, and the chain still holds.
    Rule::new("audit_entry", Ends::WithWorkspace)
        .of_account(
            "UPDATE audit_entry SET actor_salt = NULL, actor_clear = NULL, actor_account = NULL
             WHERE (workspace_id, seq) IN (
                 SELECT workspace_id, seq FROM audit_entry WHERE actor_account = ?1 LIMIT ?2)",
        )
        .of_workspace(
            "DELETE FROM audit_entry WHERE workspace_id = ?1 AND seq IN (
                 SELECT seq FROM audit_entry WHERE workspace_id = ?1 ORDER BY seq DESC LIMIT ?2)",
        ),
    Rule::new("audit_checkpoint", Ends::WithWorkspace).of_workspace(
        "DELETE FROM audit_checkpoint WHERE workspace_id = ?1 AND seq IN (
             SELECT seq FROM audit_checkpoint WHERE workspace_id = ?1 ORDER BY seq DESC LIMIT ?2)",
    ),
    // Both.
    Rule::new("notification", Ends::WithEither)
        .sweep(
            "DELETE FROM notification WHERE rowid IN (
                 SELECT rowid FROM notification WHERE ended <= ?1 - 30 * 86400 OR created <= ?1 - 60 * 86400 LIMIT ?2)",
            "SELECT min(coalesce(ended + 30 * 86400, created + 60 * 86400)) FROM notification",
        )
        .of_account(
            "DELETE FROM notification WHERE rowid IN (SELECT rowid FROM notification WHERE account_id = ?1 LIMIT ?2)",
        )
        .of_workspace(
            "DELETE FROM notification WHERE rowid IN (SELECT rowid FROM notification WHERE workspace_id = ?1 LIMIT ?2)",
        ),
    Rule::new("quota_counter", Ends::WithEither)
        .sweep(
            "DELETE FROM quota_counter WHERE rowid IN (
                 SELECT rowid FROM quota_counter WHERE (day + 397) * 86400 <= ?1 LIMIT ?2)",
            "SELECT (min(day) + 397) * 86400 FROM quota_counter",
        )
        .of_account(
            "DELETE FROM quota_counter WHERE rowid IN (SELECT rowid FROM quota_counter WHERE account_id = ?1 LIMIT ?2)",
        )
        .of_workspace(
            "DELETE FROM quota_counter WHERE rowid IN (
                 SELECT rowid FROM quota_counter WHERE workspace_id = ?1 LIMIT ?2)",
        ),
    // The installation.
    Rule::new("installation", Ends::Survives("holds the key without which nothing of the installation opens")),
    Rule::new("key_check", Ends::Survives("tells a wrong key file from damaged data; it is about no person")),
    Rule::new("server_key", Ends::Survives("keys of the program; a key of pseudonyms is destroyed with its epoch")),
    Rule::new("signing_key", Ends::Survives("what it signed must remain verifiable; it is about no person")),
    Rule::new("ledger_key", Ends::Survives("without it nothing in the deletion ledger is recognised")),
    Rule::new("security_event", Ends::Survives("knows people by keyed pseudonyms only; goes after 90 days")).sweep(
        "DELETE FROM security_event WHERE rowid IN (
             SELECT rowid FROM security_event WHERE time <= ?1 - 90 * 86400 LIMIT ?2)",
        "SELECT min(time) + 90 * 86400 FROM security_event",
    ),
    Rule::new("alert", Ends::Survives("says nothing about any person; goes 30 days after it was acknowledged")).sweep(
        "DELETE FROM alert WHERE rowid IN (SELECT rowid FROM alert WHERE acknowledged <= ?1 - 30 * 86400 LIMIT ?2)",
        "SELECT min(acknowledged) + 30 * 86400 FROM alert",
    ),
    // Reports of abuse and copyright notices outlive the account that sent them; a message goes with it.
    Rule::new("request", Ends::Survives("what the law asks to be kept of reports; each row has its own end"))
        .sweep(
            "DELETE FROM request WHERE rowid IN (SELECT rowid FROM request WHERE keep_until <= ?1 LIMIT ?2)",
            "SELECT min(keep_until) FROM request",
        )
        .of_account(
            "DELETE FROM request WHERE rowid IN (
                 SELECT rowid FROM request WHERE account_id = ?1 AND form = 'contact' LIMIT ?2)",
        ),
    Rule::new("request_entry", Ends::Survives("what was answered to a request; it goes with its request")),
    Rule::new("telemetry_sample", Ends::Survives("counts of pages by day, about no person; go after 7 days")).sweep(
        "DELETE FROM telemetry_sample WHERE (day, kind, route, step) IN (
             SELECT day, kind, route, step FROM telemetry_sample WHERE (day + 7) * 86400 <= ?1 LIMIT ?2)",
        "SELECT (min(day) + 7) * 86400 FROM telemetry_sample",
    ),
    Rule::new("telemetry_total", Ends::Survives("counts of ten or more, about no person; go after 13 months")).sweep(
        "DELETE FROM telemetry_total WHERE (day, kind, route, step) IN (
             SELECT day, kind, route, step FROM telemetry_total WHERE (day + 397) * 86400 <= ?1 LIMIT ?2)",
        "SELECT (min(day) + 397) * 86400 FROM telemetry_total",
    ),
    Rule::new("operator_statement", Ends::Survives("who runs the installation, which everybody is told")),
    Rule::new("notice", Ends::Survives("what the operator told everybody; goes 13 months after it was shown")).sweep(
        "DELETE FROM notice WHERE rowid IN (
             SELECT rowid FROM notice WHERE shown_until <= ?1 - 397 * 86400 LIMIT ?2)",
        "SELECT min(shown_until) + 397 * 86400 FROM notice",
    ),
    Rule::new("incident", Ends::Survives("errors by their place in our own files; go after 90 days")).sweep(
        "DELETE FROM incident WHERE rowid IN (SELECT rowid FROM incident WHERE last_seen <= ?1 - 90 * 86400 LIMIT ?2)",
        "SELECT min(last_seen) + 90 * 86400 FROM incident",
    ),
    Rule::new("retention_run", Ends::Survives("how many rows went and when, about no person; goes after 30 days"))
        .sweep(
            "DELETE FROM retention_run WHERE time IN (
                 SELECT time FROM retention_run WHERE time <= ?1 - 30 * 86400 LIMIT ?2)",
            "SELECT min(time) + 30 * 86400 FROM retention_run",
        ),
    Rule::new("keeping_run", Ends::Survives("says nothing about any person; goes after 90 days")).sweep(
        "DELETE FROM keeping_run WHERE rowid IN (
             SELECT rowid FROM keeping_run WHERE started <= ?1 - 90 * 86400 LIMIT ?2)",
        "SELECT min(started) + 90 * 86400 FROM keeping_run",
    ),
    Rule::new("purge_ticket", Ends::Survives("a purge under way; goes with the last row of what it purges")),
    Rule::new("deletion_ledger", Ends::Survives("keeps a restored backup from bringing back what was destroyed"))
        .sweep(
            "DELETE FROM deletion_ledger WHERE rowid IN (
                 SELECT rowid FROM deletion_ledger WHERE done <= ?1 - 60 * 86400 AND erased IS NOT NULL LIMIT ?2)",
            "SELECT min(done) + 60 * 86400 FROM deletion_ledger WHERE erased IS NOT NULL",
        ),
];

/// Rows a single step of the sweep deletes.
const STEP: i64 = 2_000;
/// Hourly work is late when it is a day behind.
pub const LATE: i64 = DAY;

impl Store {
    /// Deletes whatever has had its time; says how many rows that were.
    pub async fn sweep(&self, now: i64) -> Result<u64, Error> {
        let mut deleted = 0;
        for sweep in RULES.iter().filter_map(|rule| rule.sweep) {
            loop {
                let gone = sqlx::query(sweep.delete)
                    .bind(now)
                    .bind(STEP)
                    .execute(self.pool())
                    .await?
                    .rows_affected();
                deleted += gone;
                if gone < STEP.unsigned_abs() {
                    break;
                }
            }
        }
        Ok(deleted)
    }

    /// For how many seconds the row that should have gone first has stayed too long; 0 when none has. More than
    /// [`LATE`] means that the hourly work does not run.
    pub async fn oldest_overdue(&self, now: i64) -> Result<i64, Error> {
        const PURGES: &str = "SELECT min(due) FROM (
            SELECT min(purge_after) AS due FROM account UNION ALL SELECT min(purge_after) FROM workspace
            UNION ALL SELECT min(due) FROM purge_ticket
            UNION ALL SELECT min(done) FROM deletion_ledger WHERE erased IS NULL)";
        let mut overdue = 0;
        for due in std::iter::once(PURGES).chain(RULES.iter().filter_map(|rule| Some(rule.sweep?.due))) {
            let due: Option<i64> = sqlx::query_scalar(due).fetch_one(self.pool()).await?;
            overdue = due.map_or(overdue, |due| overdue.max(now - due));
        }
        Ok(overdue)
    }
}
