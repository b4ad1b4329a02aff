-- What was done to keep the data safe: each backup and each look at whether everything is still what was written. It
-- says nothing about any person. A row goes after 90 days.
CREATE TABLE keeping_run (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('backup', 'examination')),
    started INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    -- Bytes of the backup.
    bytes INTEGER NOT NULL DEFAULT 0,
    -- Why it was not good, a word of the program's own list; NULL when it was.
    trouble TEXT
) STRICT;
CREATE INDEX keeping_run_by_kind ON keeping_run (kind, started);
