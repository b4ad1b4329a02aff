-- What pages report of themselves, counted by day: no person, no visit, no address of a page, only templates of routes and
-- words of the program's own lists. A row ends after seven days.
CREATE TABLE telemetry_sample (
    -- Days since 1970-01-01, in UTC.
    day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('view', 'lcp', 'inp', 'cls', 'ttfb')),
    route TEXT NOT NULL,
    step INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (day, kind, route, step)
) STRICT, WITHOUT ROWID;

-- What is left of the counts of a day: cells of ten or more. Ends after 13 months.
CREATE TABLE telemetry_total (
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    route TEXT NOT NULL,
    step INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 10),
    PRIMARY KEY (day, kind, route, step)
) STRICT, WITHOUT ROWID;

-- Errors of browsers and of the server that are one and the same: known by a fingerprint of words of our own lists, a
-- template and a place in our own files, never of what an error said. Ends 90 days after it was seen last.
CREATE TABLE incident (
    fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
    source TEXT NOT NULL CHECK (source IN ('browser', 'server')),
    name TEXT NOT NULL,
    route TEXT NOT NULL,
    place TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
    -- When it was opened last, and how often it was.
    opened INTEGER NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0)
) STRICT;
CREATE INDEX incident_by_last_seen ON incident (last_seen);

-- What the hourly removal did. Ends after 30 days.
CREATE TABLE retention_run (
    time INTEGER PRIMARY KEY,
    millis INTEGER NOT NULL,
    -- Rows that had had their time.
    swept INTEGER NOT NULL,
    -- Seconds for which the row that should have gone first stayed too long, when the run was over.
    overdue INTEGER NOT NULL
) STRICT;
