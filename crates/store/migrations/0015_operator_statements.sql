-- Who runs the installation, as the operator stated it: a row for each change, so that the next start notices one, tells
-- everybody of it, and lets it take effect 14 days later. Shown to everybody; stays as long as the installation.
CREATE TABLE operator_statement (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    announced INTEGER NOT NULL,
    effective INTEGER NOT NULL CHECK (effective >= announced),
    -- The notice by which everybody was told; none for the first statement.
    notice_id TEXT
) STRICT;
