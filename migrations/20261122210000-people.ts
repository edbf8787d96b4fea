import type { QueryInterface } from "sequelize";

/**
 * Several people in a workspace: who may see rows, invitations and resets by mail, API tokens, and an audit log that
 * nobody rewrites. Secrets are kept as SHA-256 only: they are 256 random bits, so nothing slower is needed.
 */
const up = [
  `ALTER TABLE platform.memberships ADD COLUMN data boolean NOT NULL DEFAULT false`,
  // In which of their workspaces somebody works; null: the one they have been in longest.
  `ALTER TABLE platform.sessions
     ADD COLUMN workspace_id uuid REFERENCES platform.workspaces ON DELETE SET NULL,
     ADD COLUMN user_agent text NOT NULL DEFAULT '',
     ADD COLUMN address text NOT NULL DEFAULT ''`,
  `CREATE TABLE platform.invitations (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES platform.workspaces ON DELETE CASCADE,
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    data boolean NOT NULL DEFAULT false,
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid NOT NULL REFERENCES platform.accounts,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    accepted_by uuid REFERENCES platform.accounts,
    revoked_at timestamptz
  )`,
  // One open invitation of an address, folded by case alone as accounts are.
  `CREATE UNIQUE INDEX invitations_open ON platform.invitations (workspace_id, lower(email) COLLATE "C")
    WHERE accepted_at IS NULL AND revoked_at IS NULL`,
  `CREATE TABLE platform.password_resets (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES platform.accounts ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX password_resets_account ON platform.password_resets (account_id)`,
  // A token ends with the membership that it acts for.
  `CREATE TABLE platform.api_tokens (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    FOREIGN KEY (workspace_id, account_id) REFERENCES platform.memberships (workspace_id, account_id) ON DELETE CASCADE
  )`,
  `CREATE INDEX api_tokens_account ON platform.api_tokens (workspace_id, account_id)`,

  `ALTER TABLE platform.audit_log ADD COLUMN token_id uuid`,
  `CREATE INDEX audit_log_workspace ON platform.audit_log (workspace_id, id DESC)`,
  `CREATE INDEX audit_log_action ON platform.audit_log (workspace_id, action, id DESC)`,
  `CREATE FUNCTION platform.keep_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
    END $$`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION platform.keep_audit_log()`,
  // Acts in the apps' database cannot share a commit with the log. What is about to be done is noted here first.
  `CREATE TABLE platform.audit_intents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid NOT NULL,
    app_id uuid,
    actor_id uuid,
    token_id uuid,
    action text NOT NULL,
    subject text NOT NULL DEFAULT '',
    asked jsonb,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
