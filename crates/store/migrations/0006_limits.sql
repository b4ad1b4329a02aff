-- Keys of the program itself, sealed with the data key of the installation. The key of forms ends
-- never; a key of pseudonyms is destroyed when its epoch is over.
CREATE TABLE server_key (
    purpose TEXT NOT NULL CHECK (purpose IN ('forms', 'pseudonyms')),
    epoch INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (purpose, epoch)
) STRICT;

-- What those who watch over the installation must be able to see. It belongs to no account: whom it
-- is about stands there as a keyed pseudonym only. Ends after 90 days.
CREATE TABLE security_event (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_hmac BLOB CHECK (length(subject_hmac) = 32),
    -- The epoch of the key that made the pseudonym.
    key_epoch INTEGER NOT NULL,
    -- The first 24 bits of an IPv4 address, the first 48 of an IPv6 address.
    ip_prefix TEXT,
    time INTEGER NOT NULL
) STRICT;
CREATE INDEX security_event_by_time ON security_event (time);

-- What was used up, a row for each day. Ends with its workspace or account, and after 13 months.
CREATE TABLE quota_counter (
    workspace_id TEXT REFERENCES workspace (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
    -- Days since 1970-01-01, in UTC.
    day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('provider_calls', 'exports', 'mails', 'api_calls')),
    n INTEGER NOT NULL CHECK (n > 0),
    CHECK ((workspace_id IS NULL) <> (account_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX quota_counter_of_workspace ON quota_counter (workspace_id, day, kind)
    WHERE workspace_id IS NOT NULL;
CREATE UNIQUE INDEX quota_counter_of_account ON quota_counter (account_id, day, kind)
    WHERE account_id IS NOT NULL;
CREATE INDEX quota_counter_by_day ON quota_counter (day);
