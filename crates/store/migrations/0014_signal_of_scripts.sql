-- An act more: Global Privacy Control that only the scripts of a page see, since an extension or a proxy kept the header
-- from the server. A closed list of a column cannot be widened in place, so the rows move into a table that knows it.
CREATE TABLE consent_event_moved (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    id TEXT NOT NULL,
    subject_ref TEXT NOT NULL,
    account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('analytics', 'performance', 'error_reports', 'news_mail')),
    state TEXT NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn', 'suspended_by_policy', 'expired',
        'gpc_optout', 'gpc_override_given', 'imported_prelogin')),
    mechanism TEXT NOT NULL CHECK (mechanism IN ('banner_accept', 'banner_decline', 'prefs_save', 'gpc_header', 'gpc_js',
        'account_settings', 'sign_in', 'program')),
    layer TEXT NOT NULL CHECK (layer IN ('first', 'second', 'none')),
    locale TEXT NOT NULL,
    banner_text_hash BLOB NOT NULL CHECK (length(banner_text_hash) = 32),
    policy_version INTEGER NOT NULL CHECK (policy_version >= 1),
    policy_hash BLOB NOT NULL CHECK (length(policy_hash) = 32),
    gpc_at_event INTEGER NOT NULL CHECK (gpc_at_event IN (0, 1)),
    dnt_at_event INTEGER NOT NULL CHECK (dnt_at_event IN (0, 1)),
    time INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    valid_until INTEGER,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO consent_event_moved SELECT seq, id, subject_ref, account_id, purpose, state, mechanism, layer, locale,
    banner_text_hash, policy_version, policy_hash, gpc_at_event, dnt_at_event, time, recorded, valid_until, hash
    FROM consent_event ORDER BY seq;
DROP TABLE consent_event;
ALTER TABLE consent_event_moved RENAME TO consent_event;
CREATE INDEX consent_event_by_account ON consent_event (account_id, purpose, seq) WHERE account_id IS NOT NULL;
CREATE INDEX consent_event_by_subject ON consent_event (subject_ref);
CREATE INDEX consent_event_unlinked ON consent_event (recorded) WHERE account_id IS NULL;

-- The guards of migration 8, which went with the table they stood at.
CREATE TRIGGER consent_event_comes_last BEFORE INSERT ON consent_event
WHEN NEW.seq <> 1 + (SELECT seq FROM consent_chain)
BEGIN SELECT raise(ABORT, 'a consent event comes last'); END;

CREATE TRIGGER consent_event_is_the_head AFTER INSERT ON consent_event
BEGIN UPDATE consent_chain SET seq = NEW.seq, hash = NEW.hash; END;

CREATE TRIGGER consent_event_is_never_changed BEFORE UPDATE ON consent_event
BEGIN SELECT raise(ABORT, 'a consent event is never changed'); END;

CREATE TRIGGER consent_event_stays BEFORE DELETE ON consent_event
WHEN NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'account' AND due <= max(opened, unixepoch()) AND (
         subject = OLD.account_id OR (OLD.account_id IS NULL AND subject IN (
             SELECT account_id FROM consent_event WHERE subject_ref = OLD.subject_ref AND account_id IS NOT NULL))))
     AND NOT (OLD.account_id IS NULL AND OLD.recorded + 395 * 86400 <= (SELECT swept FROM consent_chain))
BEGIN SELECT raise(ABORT, 'a consent event stays'); END;

CREATE TRIGGER consent_event_leaves_its_place AFTER DELETE ON consent_event
BEGIN INSERT INTO consent_gap (seq, hash) VALUES (OLD.seq, OLD.hash); END;
