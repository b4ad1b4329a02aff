-- What the operator tells everybody: an incident, an update, a change of the policy. Ends 13 months after it was shown last.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('incident', 'update', 'policy')),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    published INTEGER NOT NULL,
    -- When a change of the policy takes effect: never sooner than 14 days after everybody could know.
    effective INTEGER,
    shown_until INTEGER NOT NULL,
    -- The last account, in the order of their ids, that was written to.
    told_up_to TEXT NOT NULL DEFAULT '',
    -- When all had been.
    told INTEGER,
    CHECK ((kind = 'policy') = (effective IS NOT NULL)),
    CHECK (effective >= published + 14 * 86400)
) STRICT;
CREATE INDEX notice_by_end ON notice (shown_until);
