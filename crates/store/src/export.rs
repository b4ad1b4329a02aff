//! What a person or an owner takes along: every row that is theirs, as JSON, in an order that is always the same, without
//! secrets and without anything of others.

use crate::audit_log::{self, Act};
use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::workspaces::Scope;

/// One list of an export: its name, and the rows as a JSON array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPart {
    /// How the export names it.
    pub name: &'static str,
    /// A JSON array of objects.
    pub json: String,
}

/// What a query of an export covers.
struct Query {
    name: &'static str,
    /// Takes `?1`, the account or the workspace, and gives one JSON array.
    sql: &'static str,
}

/// Everything about an account. Left out: hashes of passwords, tokens and codes, sealed seeds and letters, and how often
/// a key was used.
const ACCOUNT: &[Query] = &[
    Query {
        name: "account",
        sql: "SELECT json_group_array(json_object('id', id, 'email', email, 'name', name, 'created', created,
                  'verified_at', verified_at, 'restricted_at', restricted_at, 'theme', theme, 'density', density)) FROM account WHERE id = ?1",
    },
    Query {
        name: "acceptances",
        sql: "SELECT json_group_array(json_object('document', document, 'version', version, 'hash', hash,
                  'time', time))
              FROM (SELECT * FROM acceptance WHERE account_id = ?1 ORDER BY time, document, version)",
    },
    Query {
        name: "consents",
        sql: "SELECT json_group_array(json_object('number', seq, 'id', id, 'subject', subject_ref,
                  'purpose', purpose, 'state', state, 'mechanism', mechanism, 'layer', layer, 'locale', locale,
                  'banner_text_hash', lower(hex(banner_text_hash)), 'policy_version', policy_version,
                  'policy_hash', lower(hex(policy_hash)), 'gpc', gpc_at_event, 'dnt', dnt_at_event,
                  'time', time, 'recorded', recorded, 'valid_until', valid_until, 'hash', lower(hex(hash))))
              FROM (SELECT * FROM consent_event WHERE account_id = ?1 OR (account_id IS NULL AND subject_ref IN (
                        SELECT subject_ref FROM consent_event WHERE account_id = ?1)) ORDER BY seq)",
    },
    Query {
        name: "sessions",
        sql: "SELECT json_group_array(json_object('id', id, 'created', created, 'last_seen', last_seen,
                  'browser', browser, 'network', network))
              FROM (SELECT * FROM session WHERE account_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "second_factor",
        sql: "SELECT json_group_array(json_object('created', created, 'recovery_codes_left',
                  (SELECT count(*) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL)))
              FROM totp WHERE account_id = ?1",
    },
    Query {
        name: "links_sent",
        sql: "SELECT json_group_array(json_object('purpose', purpose, 'email', email, 'expires', expires))
              FROM (SELECT * FROM mail_token WHERE account_id = ?1 ORDER BY expires, purpose)",
    },
    Query {
        name: "operator",
        sql: "SELECT json_group_array(json_object('since', since)) FROM operator WHERE account_id = ?1",
    },
    Query {
        name: "memberships",
        sql: "SELECT json_group_array(json_object('workspace', workspace_id, 'name', name, 'role', role,
                  'since', since))
              FROM (SELECT membership.workspace_id, workspace.name, membership.role, membership.created AS since
                    FROM membership JOIN workspace ON workspace.id = membership.workspace_id
                    WHERE membership.account_id = ?1 ORDER BY since, workspace_id)",
    },
    Query {
        name: "invitations_sent",
        sql: "SELECT json_group_array(json_object('workspace', workspace_id, 'role', role, 'created', created,
                  'expires', expires))
              FROM (SELECT * FROM invitation WHERE invited_by = ?1 ORDER BY created, id)",
    },
    Query {
        name: "operator_access",
        sql: "SELECT json_group_array(json_object('workspace', workspace_id, 'reason', reason, 'created', created,
                  'ends', ends))
              FROM (SELECT * FROM break_glass_grant WHERE operator_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "audit_entries",
        sql: "SELECT json_group_array(json_object('workspace', workspace_id, 'number', seq, 'time', time,
                  'event', event, 'as', CASE WHEN actor_account = ?1 THEN 'actor' ELSE 'subject' END))
              FROM (SELECT * FROM audit_entry WHERE actor_account = ?1 OR subject_account = ?1
                    ORDER BY workspace_id, seq)",
    },
    Query {
        name: "letters",
        sql: "SELECT json_group_array(json_object('template', template, 'state', state, 'attempts', attempts,
                  'created', created, 'ended', ended))
              FROM (SELECT * FROM notification WHERE account_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "requests",
        sql: "SELECT json_group_array(json_object('reference', id, 'form', form, 'category', category,
                  'created', created, 'due', due, 'answered', answered, 'closed', closed, 'outcome', outcome,
                  'answers', (SELECT count(*) FROM request_entry WHERE request_id = request.id AND kind = 'reply')))
              FROM (SELECT * FROM request WHERE account_id = ?1 ORDER BY created, id) AS request",
    },
    Query {
        name: "usage",
        sql: "SELECT json_group_array(json_object('day', day, 'kind', kind, 'count', n))
              FROM (SELECT * FROM quota_counter WHERE account_id = ?1 ORDER BY day, kind)",
    },
];

/// Everything of a workspace but its audit log, which may be long, and the settings that can be read back.
const WORKSPACE: &[Query] = &[
    Query {
        name: "workspace",
        sql: "SELECT json_group_array(json_object('id', id, 'name', name, 'created', created, 'zone', zone,
                  'working_days', working_days, 'keep_unread_hours', keep_unread_hours,
                  'own_resolutions', own_resolutions, 'second_factor', second_factor))
              FROM workspace WHERE id = ?1",
    },
    Query {
        name: "members",
        sql: "SELECT json_group_array(json_object('name', name, 'email', email, 'role', role, 'since', since))
              FROM (SELECT account.name, account.email, membership.role, membership.created AS since
                    FROM membership JOIN account ON account.id = membership.account_id
                        AND account.closed_at IS NULL
                    WHERE membership.workspace_id = ?1 ORDER BY since, account.id)",
    },
    Query {
        name: "invitations",
        sql: "SELECT json_group_array(json_object('email', email, 'role', role, 'created', created,
                  'expires', expires))
              FROM (SELECT * FROM invitation WHERE workspace_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "operator_access",
        sql: "SELECT json_group_array(json_object('reason', reason, 'created', created, 'ends', ends))
              FROM (SELECT * FROM break_glass_grant WHERE workspace_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "connections",
        sql: "SELECT json_group_array(json_object('id', id, 'kind', kind, 'address', base_url, 'auth', auth,
                  'label', label, 'token_ends_in', last_four, 'token_entered', secret_age,
                  'token_state', credential_state, 'created', created))
              FROM (SELECT * FROM provider_connection WHERE workspace_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "workflows",
        sql: "SELECT json_group_array(json_object('id', id, 'label', label, 'restart_on_queue', restart_on_queue,
                  'include_subtasks', include_subtasks))
              FROM (SELECT * FROM workflow WHERE workspace_id = ?1 ORDER BY id)",
    },
    Query {
        name: "statuses",
        sql: "SELECT json_group_array(json_object('workflow', workflow_id, 'connection', connection_id,
                  'item_type', item_type_id, 'status', status_id, 'stage', stage))
              FROM (SELECT * FROM status_stage WHERE workspace_id = ?1
                    ORDER BY workflow_id, connection_id, item_type_id, status_id)",
    },
    Query {
        name: "teams",
        sql: "SELECT json_group_array(json_object('id', id, 'position', position, 'label', label,
                  'workflow', workflow_id))
              FROM (SELECT * FROM team WHERE workspace_id = ?1 ORDER BY position, id)",
    },
    Query {
        name: "team_sources",
        sql: "SELECT json_group_array(json_object('team', team_id, 'connection', connection_id, 'kind', kind,
                  'provider_id', provider_id, 'position', position))
              FROM (SELECT * FROM team_source WHERE workspace_id = ?1
                    ORDER BY team_id, position, connection_id, kind, provider_id)",
    },
    Query {
        name: "holidays",
        sql: "SELECT json_group_array(json_object('day', day, 'label', label))
              FROM (SELECT * FROM holiday WHERE workspace_id = ?1 ORDER BY day)",
    },
    Query {
        name: "removed_resolutions",
        sql: "SELECT json_group_array(json_object('connection', connection_id, 'resolution', resolution_id))
              FROM (SELECT * FROM removed_resolution WHERE workspace_id = ?1
                    ORDER BY connection_id, resolution_id)",
    },
    Query {
        name: "audit_checkpoints",
        sql: "SELECT json_group_array(json_object('number', seq, 'hash', lower(hex(hash)), 'time', time,
                  'signer', lower(hex(signer)), 'signature', lower(hex(signature))))
              FROM (SELECT * FROM audit_checkpoint WHERE workspace_id = ?1 ORDER BY seq)",
    },
    Query {
        name: "letters",
        sql: "SELECT json_group_array(json_object('template', template, 'state', state, 'created', created,
                  'ended', ended))
              FROM (SELECT * FROM notification WHERE workspace_id = ?1 ORDER BY created, id)",
    },
    Query {
        name: "usage",
        sql: "SELECT json_group_array(json_object('day', day, 'kind', kind, 'count', n))
              FROM (SELECT * FROM quota_counter WHERE workspace_id = ?1 ORDER BY day, kind)",
    },
];

impl Store {
    /// Everything about an account, as it is at one moment.
    pub async fn export_account(&self, account: &AccountId) -> Result<Vec<ExportPart>, Error> {
        self.parts(ACCOUNT, account.as_str()).await
    }

    /// Everything of a workspace, as it is at one moment; that it was taken is written into its log first. The log itself
    /// is read with [`Store::audit_entries_after`].
    pub async fn export_workspace(&self, scope: &Scope, now: i64) -> Result<Vec<ExportPart>, Error> {
        let mut change = self.change().await?;
        audit_log::append(&mut change, scope.workspace(), scope.actor(), &Act::WorkspaceExported, now)
            .await?;
        change.commit().await?;
        self.parts(WORKSPACE, scope.workspace().as_str()).await
    }

    async fn parts(&self, queries: &[Query], subject: &str) -> Result<Vec<ExportPart>, Error> {
        let mut reading = self.pool().begin().await?;
        let mut parts = Vec::with_capacity(queries.len());
        for query in queries {
            let json: String = sqlx::query_scalar(query.sql).bind(subject).fetch_one(&mut *reading).await?;
            parts.push(ExportPart { name: query.name, json });
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retention::{Ends, RULES};

    fn words(queries: &[Query]) -> Vec<String> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        queries.iter().flat_map(|query| query.sql.split(move |c| !is_part(c)).map(str::to_owned)).collect()
    }

    #[test]
    fn every_table_of_a_person_or_a_workspace_is_in_their_export() {
        let (account, workspace) = (words(ACCOUNT), words(WORKSPACE));
        for rule in RULES {
            let table = rule.table.to_owned();
            if matches!(rule.ends, Ends::IsAccount | Ends::WithAccount | Ends::WithEither) {
                assert!(account.contains(&table), "{table} is not in the export of an account");
            }
            // The audit log has a file of its own.
            let is_log = table == "audit_entry";
            if matches!(rule.ends, Ends::IsWorkspace | Ends::WithWorkspace | Ends::WithEither) && !is_log {
                assert!(workspace.contains(&table), "{table} is not in the export of a workspace");
            }
        }
        assert!(account.contains(&"audit_entry".to_owned()), "what the logs say of a person");
        clario_proofs::proves(&["AC-86", "AZ-02"]);
    }

    #[test]
    fn no_export_reads_a_column_that_holds_a_secret() {
        let all: Vec<String> = words(ACCOUNT).into_iter().chain(words(WORKSPACE)).collect();
        for secret in [
            "password_phc",
            "dek_wrapped",
            "secret_enc",
            "seed",
            "token_hash",
            "code_hash",
            "sealed",
            "undo_hash",
        ] {
            assert!(!all.contains(&secret.to_owned()), "{secret}");
        }
        clario_proofs::proves(&["AC-88"]);
    }
}
