import type { QueryInterface } from "sequelize";

/**
 * The platform's own tables: what builders do. What belongs to an app's data (its rows, keys, live pointer) is in the
 * app's database and never here. Everything is in the schema `platform` of the database in DATABASE_URL.
 */
const up = [
  `CREATE TABLE platform.accounts (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  // Addresses are folded by case alone: no accent or compatibility folding, which look-alike attacks use.
  `CREATE UNIQUE INDEX accounts_email ON platform.accounts (lower(email) COLLATE "C")`,
  `CREATE TABLE platform.workspaces (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE platform.memberships (
    workspace_id uuid NOT NULL REFERENCES platform.workspaces ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES platform.accounts ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, account_id)
  )`,
  `CREATE INDEX memberships_account ON platform.memberships (account_id)`,
  `CREATE TABLE platform.sessions (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES platform.accounts ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX sessions_account ON platform.sessions (account_id)`,
  `CREATE TABLE platform.throttles (
    key text PRIMARY KEY,
    failures integer NOT NULL,
    blocked_until timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE platform.apps (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES platform.workspaces,
    slug text NOT NULL UNIQUE,
    label text NOT NULL,
    placement text NOT NULL DEFAULT 'main',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
  )`,
  `CREATE INDEX apps_workspace ON platform.apps (workspace_id, updated_at DESC)`,
  `CREATE TABLE platform.environments (
    app_id uuid NOT NULL REFERENCES platform.apps,
    name text NOT NULL,
    schema_name text NOT NULL UNIQUE,
    role_name text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, name)
  )`,
  `CREATE TABLE platform.app_versions (
    id uuid PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES platform.apps,
    number integer NOT NULL,
    parent_id uuid REFERENCES platform.app_versions,
    definition jsonb NOT NULL,
    content_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (app_id, number)
  )`,
  `CREATE TABLE platform.drafts (
    id uuid PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES platform.apps,
    name text NOT NULL DEFAULT 'main',
    base_version_id uuid REFERENCES platform.app_versions,
    revision integer NOT NULL DEFAULT 0,
    settings jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (app_id, name)
  )`,
  `CREATE TABLE platform.draft_records (
    draft_id uuid NOT NULL REFERENCES platform.drafts ON DELETE CASCADE,
    record_id text NOT NULL,
    kind text NOT NULL,
    body jsonb NOT NULL,
    refs text[] NOT NULL DEFAULT '{}',
    revision integer NOT NULL,
    PRIMARY KEY (draft_id, record_id)
  )`,
  `CREATE INDEX draft_records_refs ON platform.draft_records USING gin (refs)`,
  `CREATE TABLE platform.draft_edits (
    draft_id uuid NOT NULL REFERENCES platform.drafts ON DELETE CASCADE,
    revision integer NOT NULL,
    batch_id text NOT NULL,
    actor_id uuid NOT NULL REFERENCES platform.accounts,
    label text NOT NULL,
    forward jsonb NOT NULL,
    inverse jsonb NOT NULL,
    undoes integer,
    -- The one text that the batch sets, "tpl_… source", when it does nothing else: edits of one text join for undo.
    text_key text,
    result jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (draft_id, revision),
    UNIQUE (draft_id, batch_id)
  )`,
  `CREATE INDEX draft_edits_actor ON platform.draft_edits (draft_id, actor_id, revision DESC)`,
  `CREATE TABLE platform.draft_layouts (
    draft_id uuid NOT NULL REFERENCES platform.drafts ON DELETE CASCADE,
    canvas text NOT NULL,
    body jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (draft_id, canvas)
  )`,
  `CREATE TABLE platform.releases (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    app_id uuid NOT NULL REFERENCES platform.apps,
    environment text NOT NULL DEFAULT 'live',
    version_id uuid NOT NULL REFERENCES platform.app_versions,
    base_release_id bigint REFERENCES platform.releases,
    rollback_of bigint REFERENCES platform.releases,
    actor_id uuid NOT NULL REFERENCES platform.accounts,
    message text NOT NULL DEFAULT '',
    plan jsonb NOT NULL,
    plan_hash text NOT NULL,
    answers jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL CHECK (state IN ('queued', 'preparing', 'switching', 'live', 'superseded', 'failed')),
    attempt integer NOT NULL DEFAULT 1,
    progress text,
    failure text,
    received_at timestamptz NOT NULL DEFAULT now(),
    live_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX releases_app ON platform.releases (app_id, id DESC)`,
  // One release of an environment is under way at a time.
  `CREATE UNIQUE INDEX releases_under_way ON platform.releases (app_id, environment) WHERE state IN ('queued', 'preparing', 'switching')`,
  `CREATE TABLE platform.imports (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES platform.workspaces ON DELETE CASCADE,
    actor_id uuid NOT NULL REFERENCES platform.accounts,
    file_name text NOT NULL,
    file_path text NOT NULL,
    size bigint NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('uploading', 'analysing', 'proposed', 'importing', 'done', 'failed', 'cancelled')),
    rows bigint NOT NULL DEFAULT 0,
    progress double precision NOT NULL DEFAULT 0,
    analysis jsonb,
    proposal jsonb,
    failure text,
    app_id uuid REFERENCES platform.apps,
    model_id text,
    attempt integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE platform.staged_tables (
    app_id uuid NOT NULL REFERENCES platform.apps,
    model_id text NOT NULL,
    table_name text NOT NULL,
    columns jsonb NOT NULL,
    rows bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, model_id)
  )`,
  `CREATE TABLE platform.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    job_id text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz
  )`,
  `CREATE INDEX outbox_waiting ON platform.outbox (id) WHERE delivered_at IS NULL`,
  `CREATE TABLE platform.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid,
    app_id uuid,
    actor_id uuid,
    action text NOT NULL,
    subject text NOT NULL DEFAULT '',
    before jsonb,
    after jsonb,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX audit_log_app ON platform.audit_log (app_id, id DESC)`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
