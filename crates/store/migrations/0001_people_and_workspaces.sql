-- Times are seconds since 1970-01-01T00:00:00Z. Ids are random texts made by the program.

-- By which a wrong key file is told apart from damaged data.
CREATE TABLE key_check (
    kid BLOB PRIMARY KEY CHECK (length(kid) = 4),
    sealed BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_phc TEXT NOT NULL,
    created INTEGER NOT NULL,
    -- There is no account without the acceptance it was made with.
    acceptance_id TEXT NOT NULL,
    FOREIGN KEY (id, acceptance_id) REFERENCES acceptance (account_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE acceptance (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    time INTEGER NOT NULL,
    UNIQUE (account_id, id)
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account_id, created);

CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    dek_wrapped BLOB NOT NULL,
    -- How many values the data key has sealed.
    dek_uses INTEGER NOT NULL DEFAULT 0,
    zone TEXT NOT NULL DEFAULT 'UTC',
    -- One bit for each day of the week, Monday is 1.
    working_days INTEGER NOT NULL DEFAULT 31 CHECK (working_days BETWEEN 1 AND 127),
    -- Hours after which a data set nobody read is dropped from memory.
    keep_unread_hours INTEGER NOT NULL DEFAULT 72 CHECK (keep_unread_hours >= 1),
    -- Whether the workspace has its own list of resolutions that mean "not delivered".
    own_resolutions INTEGER NOT NULL DEFAULT 0 CHECK (own_resolutions IN (0, 1))
) STRICT;

CREATE TABLE membership (
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'viewer')),
    created INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
) STRICT;
CREATE INDEX membership_by_account ON membership (account_id);
