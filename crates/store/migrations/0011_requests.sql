-- What people ask the operator, and reports of abuse and copyright notices. What they wrote and where an answer goes is
-- sealed. A message ends with the account that sent it, 12 months after it was closed, and after two years in any case. A
-- report or notice outlives the account: it ends two years after it came, and never within a year of its closing.
CREATE TABLE request (
    -- The reference that is shown to whoever sent it.
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL CHECK (form IN ('contact', 'abuse', 'dmca')),
    -- A word of the program's own list.
    category TEXT NOT NULL,
    account_id TEXT REFERENCES account (id) ON DELETE SET NULL,
    -- Reply address and text, sealed with the data key of the installation.
    sealed BLOB NOT NULL,
    created INTEGER NOT NULL,
    -- When an answer is owed.
    due INTEGER NOT NULL,
    answered INTEGER,
    closed INTEGER,
    outcome TEXT CHECK (outcome IN ('settled', 'acted', 'no_action', 'not_genuine')),
    -- When the row goes.
    keep_until INTEGER NOT NULL,
    CHECK ((closed IS NULL) = (outcome IS NULL)),
    CHECK (form = 'contact' OR keep_until >= created + 365 * 86400)
) STRICT;
CREATE INDEX request_by_created ON request (created);
CREATE INDEX request_by_account ON request (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX request_by_end ON request (keep_until);
CREATE INDEX request_open ON request (due) WHERE closed IS NULL;

-- Since when nothing is done with the data of an account but keep it, because its person asked for that.
ALTER TABLE account ADD COLUMN restricted_at INTEGER;

-- What was answered, and what operators note about a decision. Ends with its request.
CREATE TABLE request_entry (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
    sealed BLOB NOT NULL,
    time INTEGER NOT NULL
) STRICT;
CREATE INDEX request_entry_by_request ON request_entry (request_id, time);
