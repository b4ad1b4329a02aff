-- Provider objects appear here by connection and provider id only. Labels are what a person typed.
-- Every table carries its workspace, and every reference includes it: rows of two workspaces
-- cannot point at each other.

CREATE TABLE provider_connection (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    base_url TEXT NOT NULL,
    auth TEXT NOT NULL,
    label TEXT,
    -- Sign-in name and token together, sealed.
    secret_enc BLOB NOT NULL,
    secret_revision INTEGER NOT NULL,
    secret_age INTEGER NOT NULL,
    last_four TEXT NOT NULL CHECK (length(last_four) <= 4),
    -- The site's id at the gateway, when the credential works there and not at the site itself.
    cloud_id TEXT,
    created INTEGER NOT NULL,
    UNIQUE (workspace_id, id)
) STRICT;

CREATE TABLE workflow (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    label TEXT,
    restart_on_queue INTEGER NOT NULL CHECK (restart_on_queue IN (0, 1)),
    include_subtasks INTEGER NOT NULL CHECK (include_subtasks IN (0, 1)),
    UNIQUE (workspace_id, id)
) STRICT;

-- Statuses that mean another stage than their board or provider suggests; an empty item type stands
-- for all types not named.
CREATE TABLE status_stage (
    workspace_id TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    item_type_id TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('queue', 'active', 'waiting', 'done', 'removed')),
    PRIMARY KEY (workflow_id, connection_id, item_type_id, status_id),
    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, connection_id)
        REFERENCES provider_connection (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX status_stage_by_workflow ON status_stage (workspace_id, workflow_id);
CREATE INDEX status_stage_by_connection ON status_stage (workspace_id, connection_id);

CREATE TABLE team (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT,
    workflow_id TEXT,
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
) STRICT;
CREATE INDEX team_by_workflow ON team (workspace_id, workflow_id);

CREATE TABLE team_source (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('project', 'board')),
    provider_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (team_id, connection_id, kind, provider_id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, connection_id)
        REFERENCES provider_connection (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX team_source_by_team ON team_source (workspace_id, team_id);
CREATE INDEX team_source_by_connection ON team_source (workspace_id, connection_id);

CREATE TABLE holiday (
    workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    day TEXT NOT NULL CHECK (length(day) = 10),
    label TEXT,
    PRIMARY KEY (workspace_id, day)
) STRICT;

-- Resolutions that mean "not delivered"; looked at only when the workspace has its own list.
CREATE TABLE removed_resolution (
    workspace_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    resolution_id TEXT NOT NULL,
    PRIMARY KEY (connection_id, resolution_id),
    FOREIGN KEY (workspace_id, connection_id)
        REFERENCES provider_connection (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX removed_resolution_by_connection ON removed_resolution (workspace_id, connection_id);
