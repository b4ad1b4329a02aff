-- The consent log: one row for each purpose and each change, never another one for a mere request, without address,
-- browser string or page. Rows follow each other in one chain, each hash covering the one before. A row ends with its
-- account; one that belongs to no account ends 13 months after it was written.
CREATE TABLE consent_event (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    id TEXT NOT NULL,
    -- A random name for the choices of one browser or one account. It is used for nothing else.
    subject_ref TEXT NOT NULL,
    account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('analytics', 'performance', 'error_reports', 'news_mail')),
    state TEXT NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn', 'suspended_by_policy', 'expired',
        'gpc_optout', 'gpc_override_given', 'imported_prelogin')),
    mechanism TEXT NOT NULL CHECK (mechanism IN ('banner_accept', 'banner_decline', 'prefs_save', 'gpc_header',
        'account_settings', 'sign_in', 'program')),
    layer TEXT NOT NULL CHECK (layer IN ('first', 'second', 'none')),
    locale TEXT NOT NULL,
    -- SHA-256 of the frozen words that were shown, and of the frozen policy they belong to.
    banner_text_hash BLOB NOT NULL CHECK (length(banner_text_hash) = 32),
    policy_version INTEGER NOT NULL CHECK (policy_version >= 1),
    policy_hash BLOB NOT NULL CHECK (length(policy_hash) = 32),
    gpc_at_event INTEGER NOT NULL CHECK (gpc_at_event IN (0, 1)),
    dnt_at_event INTEGER NOT NULL CHECK (dnt_at_event IN (0, 1)),
    -- When the choice was made, and when it was written here: a choice made before a sign-in keeps its time.
    time INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    valid_until INTEGER,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX consent_event_by_account ON consent_event (account_id, purpose, seq) WHERE account_id IS NOT NULL;
CREATE INDEX consent_event_by_subject ON consent_event (subject_ref);
CREATE INDEX consent_event_unlinked ON consent_event (recorded) WHERE account_id IS NULL;

-- Where the chain ends, and until when rows without an account have had their time. One row, for ever.
CREATE TABLE consent_chain (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    swept INTEGER NOT NULL
) STRICT;
INSERT INTO consent_chain (id, seq, hash, swept) VALUES (1, 0, zeroblob(32), 0);

-- The place of a row that ended, so that the rows around it still verify. It says nothing about what stood there.
CREATE TABLE consent_gap (
    seq INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The head of the chain at some time, signed. Says nothing about any person; stays as long as the installation.
CREATE TABLE consent_checkpoint (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    time INTEGER NOT NULL,
    signer BLOB NOT NULL CHECK (length(signer) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- How many choices were made on a day under a version. Says nothing about any person and outlives them.
CREATE TABLE consent_tally (
    day INTEGER NOT NULL,
    version INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 1),
    PRIMARY KEY (day, version, purpose, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER consent_event_comes_last BEFORE INSERT ON consent_event
WHEN NEW.seq <> 1 + (SELECT seq FROM consent_chain)
BEGIN SELECT raise(ABORT, 'a consent event comes last'); END;

CREATE TRIGGER consent_event_is_the_head AFTER INSERT ON consent_event
BEGIN UPDATE consent_chain SET seq = NEW.seq, hash = NEW.hash; END;

CREATE TRIGGER consent_event_is_never_changed BEFORE UPDATE ON consent_event
BEGIN SELECT raise(ABORT, 'a consent event is never changed'); END;

-- A row goes only when its account is purged: a ticket was opened for it and is due, for the account itself or for the
-- one that took the choices of this browser over. One without an account goes when its time is over.
CREATE TRIGGER consent_event_stays BEFORE DELETE ON consent_event
WHEN NOT EXISTS (SELECT 1 FROM purge_ticket WHERE kind = 'account' AND due <= max(opened, unixepoch()) AND (
         subject = OLD.account_id OR (OLD.account_id IS NULL AND subject IN (
             SELECT account_id FROM consent_event WHERE subject_ref = OLD.subject_ref AND account_id IS NOT NULL))))
     AND NOT (OLD.account_id IS NULL AND OLD.recorded + 395 * 86400 <= (SELECT swept FROM consent_chain))
BEGIN SELECT raise(ABORT, 'a consent event stays'); END;

CREATE TRIGGER consent_event_leaves_its_place AFTER DELETE ON consent_event
BEGIN INSERT INTO consent_gap (seq, hash) VALUES (OLD.seq, OLD.hash); END;

CREATE TRIGGER consent_chain_stays BEFORE DELETE ON consent_chain
BEGIN SELECT raise(ABORT, 'the head of the consent log stays'); END;

CREATE TRIGGER consent_chain_grows BEFORE UPDATE ON consent_chain
WHEN NEW.seq < OLD.seq OR NEW.swept < OLD.swept OR (NEW.seq = OLD.seq AND NEW.hash <> OLD.hash)
BEGIN SELECT raise(ABORT, 'the head of the consent log never goes back'); END;

CREATE TRIGGER consent_gap_stays BEFORE DELETE ON consent_gap
BEGIN SELECT raise(ABORT, 'a place in the consent log stays'); END;

CREATE TRIGGER consent_gap_is_never_changed BEFORE UPDATE ON consent_gap
BEGIN SELECT raise(ABORT, 'a place in the consent log is never changed'); END;

CREATE TRIGGER consent_checkpoint_stays BEFORE DELETE ON consent_checkpoint
BEGIN SELECT raise(ABORT, 'a consent checkpoint stays'); END;

CREATE TRIGGER consent_checkpoint_is_never_changed BEFORE UPDATE ON consent_checkpoint
BEGIN SELECT raise(ABORT, 'a consent checkpoint is never changed'); END;
