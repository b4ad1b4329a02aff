-- Who belongs to a workspace, who is asked to, and what was done in it.

-- Whether everybody in the workspace needs two-step sign-in.
ALTER TABLE workspace ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0 CHECK (second_factor IN (0, 1));

-- An invitation is deleted when it is accepted or withdrawn, and a day after it has ended.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    -- Normalised address of the person who is asked.
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'viewer')),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    -- Who asks: with the account, or its membership, the invitation goes.
    invited_by TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    UNIQUE (workspace_id, email),
    FOREIGN KEY (workspace_id, invited_by) REFERENCES membership (workspace_id, account_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invitation_by_email ON invitation (email);
CREATE INDEX invitation_by_inviter ON invitation (workspace_id, invited_by);

-- The only way of an operator into a workspace. A grant goes with the workspace or the operator.
CREATE TABLE break_glass_grant (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    operator_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    created INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    CHECK (ends > created AND ends - created <= 3600)
) STRICT;
CREATE INDEX break_glass_grant_by_operator ON break_glass_grant (operator_id, workspace_id);
CREATE INDEX break_glass_grant_by_workspace ON break_glass_grant (workspace_id);

-- What was done in a workspace: entries of a chain, each hash covering the one before. Persons and
-- what they typed enter the hash as commitments only: salt and clear text can be erased, and the
-- chain still verifies. Entries live as long as their workspace.
CREATE TABLE audit_entry (
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    time INTEGER NOT NULL,
    event TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('member', 'operator', 'program')),
    -- A JSON object of texts, none of them about a person.
    facts TEXT NOT NULL,
    -- SHA-256 of salt and clear text.
    actor_commitment BLOB CHECK (length(actor_commitment) = 32),
    actor_salt BLOB CHECK (length(actor_salt) = 32),
    actor_clear TEXT,
    actor_account TEXT,
    subject_commitment BLOB CHECK (length(subject_commitment) = 32),
    subject_salt BLOB CHECK (length(subject_salt) = 32),
    subject_clear TEXT,
    subject_account TEXT,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (workspace_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_account) WHERE actor_account IS NOT NULL;
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_account) WHERE subject_account IS NOT NULL;

-- The head of a chain at some time, signed. Checkpoints live as long as their workspace.
CREATE TABLE audit_checkpoint (
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    time INTEGER NOT NULL,
    signer BLOB NOT NULL CHECK (length(signer) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (workspace_id, seq)
) STRICT, WITHOUT ROWID;

-- The installation's signing key, sealed; the public half names it. It stays as long as the
-- installation: what it signed must remain verifiable.
CREATE TABLE signing_key (
    public BLOB PRIMARY KEY CHECK (length(public) = 32),
    sealed BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- Entries go only when the workspace is purged: a ticket was opened for it, and is due at the moment
-- it was opened, or by the clock of the machine.
CREATE TRIGGER audit_entry_comes_last BEFORE INSERT ON audit_entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit_entry WHERE workspace_id = NEW.workspace_id), 0)
BEGIN SELECT raise(ABORT, 'an audit entry comes last'); END;

CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM purge_ticket
                 WHERE kind = 'workspace' AND subject = OLD.workspace_id AND due <= max(opened, unixepoch()))
BEGIN SELECT raise(ABORT, 'an audit entry stays'); END;

CREATE TRIGGER audit_entry_is_only_erased BEFORE UPDATE ON audit_entry
WHEN NOT (
    NEW.workspace_id = OLD.workspace_id AND NEW.seq = OLD.seq AND NEW.time = OLD.time AND NEW.event = OLD.event
    AND NEW.actor_kind = OLD.actor_kind AND NEW.facts = OLD.facts AND NEW.hash = OLD.hash
    AND NEW.actor_commitment IS OLD.actor_commitment AND NEW.subject_commitment IS OLD.subject_commitment
    AND ((NEW.actor_salt IS OLD.actor_salt AND NEW.actor_clear IS OLD.actor_clear AND NEW.actor_account IS OLD.actor_account)
         OR (NEW.actor_salt IS NULL AND NEW.actor_clear IS NULL AND NEW.actor_account IS NULL))
    AND ((NEW.subject_salt IS OLD.subject_salt AND NEW.subject_clear IS OLD.subject_clear AND NEW.subject_account IS OLD.subject_account)
         OR (NEW.subject_salt IS NULL AND NEW.subject_clear IS NULL AND NEW.subject_account IS NULL)))
BEGIN SELECT raise(ABORT, 'an audit entry is never changed'); END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
WHEN NOT EXISTS (SELECT 1 FROM purge_ticket
                 WHERE kind = 'workspace' AND subject = OLD.workspace_id AND due <= max(opened, unixepoch()))
BEGIN SELECT raise(ABORT, 'an audit checkpoint stays'); END;

CREATE TRIGGER audit_checkpoint_is_never_changed BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT raise(ABORT, 'an audit checkpoint is never changed'); END;
