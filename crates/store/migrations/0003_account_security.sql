-- What an account has for its own safety. `security_revision` counts the changes of address, password
-- and second factor: a link in a letter belongs to one of them and is void after the next.
ALTER TABLE account ADD COLUMN verified_at INTEGER;
ALTER TABLE account ADD COLUMN security_revision INTEGER NOT NULL DEFAULT 1;
-- The data key of the account, wrapped by the key ring; an older account gets one when it first needs it.
ALTER TABLE account ADD COLUMN dek_wrapped BLOB;
-- How many values the data key has sealed.
ALTER TABLE account ADD COLUMN dek_uses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark'));
ALTER TABLE account ADD COLUMN density TEXT NOT NULL DEFAULT 'comfortable'
    CHECK (density IN ('comfortable', 'compact'));

-- Whoever could sign in before may go on doing so.
UPDATE account SET verified_at = created;

-- Sessions do not outlive this change: everybody signs in once more.
-- Ends one hour after its last use, 24 hours after its beginning, and with its account.
DROP TABLE session;
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    -- Names the session in the list of its owner; it opens nothing.
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    -- Until when sensitive acts need no new proof of who is there.
    confirmed_until INTEGER NOT NULL DEFAULT 0,
    browser TEXT NOT NULL CHECK (browser IN ('firefox', 'chrome', 'edge', 'safari', 'opera', 'other')),
    -- The network it began in, /24 or /48, and no more of the address.
    network TEXT
) STRICT;
CREATE INDEX session_by_account ON session (account_id, created);

-- The second factor. Ends when it is switched off, and with its account.
CREATE TABLE totp (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    -- Sealed with the data key of the account.
    seed BLOB NOT NULL,
    -- Which replacement of the seed this is.
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    -- No code of this step of 30 seconds or an earlier one is taken any more.
    last_used_step INTEGER NOT NULL,
    -- Codes in a row that were wrong, and until when none is looked at.
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Codes for the day the phone is gone, each good once. Ends with the second factor.
CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES totp (account_id) ON DELETE CASCADE,
    -- A keyed hash; the key goes with the data key of the account.
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    used_at INTEGER,
    PRIMARY KEY (account_id, code_hash)
) STRICT;

-- Links in letters. Ends when it is used, 30 minutes after it was made, and with its account.
CREATE TABLE mail_token (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm_address', 'reset_password', 'change_address')),
    -- The address it was sent to, when that is not the account's own.
    email TEXT CHECK ((email IS NULL) = (purpose <> 'change_address')),
    security_revision INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_token_by_account ON mail_token (account_id, purpose, expires);
CREATE INDEX mail_token_ended ON mail_token (expires);
