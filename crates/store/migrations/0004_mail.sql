-- What belongs to the installation as a whole: one row.
-- Ends never: without it nothing that is sealed for the installation opens.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- The data key of the installation, wrapped by the key ring.
    dek_wrapped BLOB NOT NULL,
    -- How many values the data key has sealed.
    dek_uses INTEGER NOT NULL DEFAULT 0,
    -- SHA-256 of the link that makes somebody an operator; NULL once it was used.
    operator_token_hash BLOB CHECK (length(operator_token_hash) = 32),
    created INTEGER NOT NULL
) STRICT;

-- Who looks after this installation. Ends with the account.
CREATE TABLE operator (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    since INTEGER NOT NULL
) STRICT;

-- Letters to people. Ends with its account or workspace, and 30 days after its last state; what has
-- no last state after 30 days is given up.
CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
    workspace_id TEXT REFERENCES workspace (id) ON DELETE CASCADE,
    template TEXT NOT NULL,
    -- Made of ids only. The same key twice is the same letter.
    idempotency_key TEXT NOT NULL UNIQUE,
    -- Address and letter; wiped as soon as nothing more can come of it.
    sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'failed', 'sent', 'dead', 'discarded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When it is tried next; while it is being sent: when that counts as broken off.
    next_at INTEGER NOT NULL,
    -- Why the last attempt failed.
    trouble TEXT,
    -- After this the links in it no longer work, and it is not sent any more.
    useless_after INTEGER,
    -- When an operator read it, because it could not be sent.
    opened INTEGER,
    created INTEGER NOT NULL,
    ended INTEGER,
    CHECK ((ended IS NULL) = (state IN ('waiting', 'sending', 'failed'))),
    CHECK (sealed IS NOT NULL OR ended IS NOT NULL),
    CHECK (sealed IS NULL OR state NOT IN ('sent', 'discarded'))
) STRICT;
CREATE INDEX notification_due ON notification (next_at) WHERE ended IS NULL;
CREATE INDEX notification_ended ON notification (ended);
CREATE INDEX notification_by_account ON notification (account_id);
CREATE INDEX notification_by_workspace ON notification (workspace_id);

-- What an operator should look at; it says nothing about any person. Ends 30 days after it was acknowledged.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    acknowledged INTEGER
) STRICT;
-- A kind has one open alert, however often it is raised.
CREATE UNIQUE INDEX alert_open ON alert (kind) WHERE acknowledged IS NULL;
