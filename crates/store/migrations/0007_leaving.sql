-- Closing: from `closed_at` on nobody sees it, after `purge_after` it is destroyed; an undo clears both.
-- `undo_hash` is the SHA-256 of the token in the mailed link that opens an account again.
ALTER TABLE account ADD COLUMN closed_at INTEGER;
ALTER TABLE account ADD COLUMN purge_after INTEGER CHECK ((purge_after IS NULL) = (closed_at IS NULL));
ALTER TABLE account ADD COLUMN undo_hash BLOB CHECK (undo_hash IS NULL OR length(undo_hash) = 32);
CREATE INDEX account_by_purge ON account (purge_after) WHERE purge_after IS NOT NULL;
CREATE UNIQUE INDEX account_by_undo ON account (undo_hash) WHERE undo_hash IS NOT NULL;

-- `closed_with` is the account whose closing closed the workspace; it comes back with it.
ALTER TABLE workspace ADD COLUMN closed_at INTEGER;
ALTER TABLE workspace ADD COLUMN purge_after INTEGER CHECK ((purge_after IS NULL) = (closed_at IS NULL));
ALTER TABLE workspace ADD COLUMN closed_with TEXT REFERENCES account (id) ON DELETE SET NULL;
CREATE INDEX workspace_by_purge ON workspace (purge_after) WHERE purge_after IS NOT NULL;
CREATE INDEX workspace_by_closer ON workspace (closed_with) WHERE closed_with IS NOT NULL;

-- A purge that was begun, which cannot be undone and is gone on with after any interruption. Its row
-- goes in the same transaction as the last row of what it purges.
CREATE TABLE purge_ticket (
    kind TEXT NOT NULL CHECK (kind IN ('account', 'workspace')),
    subject TEXT NOT NULL,
    due INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;

-- The key of the marks in the ledger, sealed with the data key of the installation. Ends never: with
-- another key nothing in the ledger is recognised.
CREATE TABLE ledger_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
) STRICT;

-- What was destroyed, by a keyed mark that tells nobody who it was: a backup that is put back is
-- purged of it again. A row goes 60 days after `done`.
CREATE TABLE deletion_ledger (
    mark BLOB PRIMARY KEY CHECK (length(mark) = 32),
    kind TEXT NOT NULL CHECK (kind IN ('account', 'workspace')),
    due INTEGER NOT NULL,
    done INTEGER NOT NULL,
    -- Rows deleted one by one; those that went along with them are not counted.
    deleted INTEGER NOT NULL,
    -- When the write-ahead log was emptied and the free pages were given back.
    erased INTEGER
) STRICT;

-- A retired key wraps nothing any more, whoever still holds it.
ALTER TABLE key_check ADD COLUMN retired INTEGER;
CREATE TRIGGER workspace_made_with_retired_key BEFORE INSERT ON workspace
WHEN EXISTS (SELECT 1 FROM key_check WHERE kid = substr(NEW.dek_wrapped, 3, 4) AND retired IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a retired key'); END;
CREATE TRIGGER workspace_wrapped_with_retired_key BEFORE UPDATE OF dek_wrapped ON workspace
WHEN EXISTS (SELECT 1 FROM key_check WHERE kid = substr(NEW.dek_wrapped, 3, 4) AND retired IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a retired key'); END;
CREATE TRIGGER account_made_with_retired_key BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM key_check WHERE kid = substr(NEW.dek_wrapped, 3, 4) AND retired IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a retired key'); END;
CREATE TRIGGER account_wrapped_with_retired_key BEFORE UPDATE OF dek_wrapped ON account
WHEN EXISTS (SELECT 1 FROM key_check WHERE kid = substr(NEW.dek_wrapped, 3, 4) AND retired IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a retired key'); END;
CREATE TRIGGER installation_wrapped_with_retired_key BEFORE UPDATE OF dek_wrapped ON installation
WHEN EXISTS (SELECT 1 FROM key_check WHERE kid = substr(NEW.dek_wrapped, 3, 4) AND retired IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a retired key'); END;

-- How the provider takes the credential. A destroyed one is an empty value until another is entered.
ALTER TABLE provider_connection ADD COLUMN credential_state TEXT NOT NULL DEFAULT 'good'
    CHECK (credential_state IN ('good', 'rejected', 'destroyed'));
ALTER TABLE provider_connection ADD COLUMN rejected_since INTEGER;
-- For which replacement of the credential the owners were told, so that each is told of once.
ALTER TABLE provider_connection ADD COLUMN rejection_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE provider_connection ADD COLUMN expiry_told INTEGER NOT NULL DEFAULT 0;
