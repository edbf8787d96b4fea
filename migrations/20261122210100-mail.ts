import type { QueryInterface } from "sequelize";

/**
 * Mail that goes out (`mails`), what is known of the way it goes (`mail_transport`, one row), and the dev inbox. The
 * outbox gets a priority, so that neither a release nor a reset waits behind ten thousand newsletters.
 */
const up = [
  `CREATE TABLE platform.mails (
    id uuid PRIMARY KEY,
    message_id text NOT NULL UNIQUE,
    kind text NOT NULL,
    lane text NOT NULL CHECK (lane IN ('urgent', 'normal', 'bulk')),
    priority integer NOT NULL,
    workspace_id uuid REFERENCES platform.workspaces ON DELETE CASCADE,
    to_address text NOT NULL,
    to_name text NOT NULL DEFAULT '',
    subject text NOT NULL,
    -- Text and HTML, encrypted: they may hold the link of a reset. Empty once nobody needs them any more.
    sealed bytea,
    key_id text,
    state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'dead', 'cancelled')),
    -- Of the job: "mail-<id>-<attempt>".
    attempt integer NOT NULL DEFAULT 1,
    -- How often the mail server had its say about this mail.
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    expires_at timestamptz,
    lease_id uuid,
    lease_until timestamptz,
    reason_code text,
    reason text,
    checked_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
  )`,
  `CREATE INDEX mails_log ON platform.mails (workspace_id, id DESC)`,
  `CREATE INDEX mails_waiting ON platform.mails (workspace_id, lane) WHERE state IN ('queued', 'sending', 'failed')`,
  `CREATE INDEX mails_due ON platform.mails (next_try_at) WHERE state = 'failed'`,
  `CREATE INDEX mails_leased ON platform.mails (lease_until) WHERE state = 'sending'`,
  `CREATE INDEX mails_unchecked ON platform.mails (checked_at) WHERE state = 'queued'`,
  `CREATE INDEX mails_over ON platform.mails (updated_at) WHERE state IN ('sent', 'dead', 'cancelled')`,
  `CREATE TABLE platform.mail_transport (
    id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    -- Since when and until when nothing is sent, and why: the server is away, or refuses us.
    paused_since timestamptz,
    paused_until timestamptz,
    failures integer NOT NULL DEFAULT 0,
    reason_code text,
    reason text,
    -- Of two processes one asks the server whether it is back.
    probe_until timestamptz,
    -- Who holds the dev inbox, and where it listens.
    inbox_owner uuid,
    inbox_port integer,
    inbox_until timestamptz
  )`,
  `INSERT INTO platform.mail_transport (id) VALUES (1)`,
  `CREATE TABLE platform.inbox_mails (
    id uuid PRIMARY KEY,
    -- Of the mail that it is, when it is one of ours.
    workspace_id uuid REFERENCES platform.workspaces ON DELETE CASCADE,
    message_id text NOT NULL DEFAULT '',
    sender text NOT NULL,
    recipients text[] NOT NULL,
    subject text NOT NULL,
    preview text NOT NULL DEFAULT '',
    text text,
    html text,
    headers jsonb NOT NULL,
    attachments jsonb NOT NULL,
    source bytea NOT NULL,
    size integer NOT NULL,
    opened_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX inbox_mails_message ON platform.inbox_mails (message_id)`,
  `ALTER TABLE platform.outbox ADD COLUMN priority integer NOT NULL DEFAULT 0`,
  `DROP INDEX platform.outbox_waiting`,
  `CREATE INDEX outbox_waiting ON platform.outbox (priority, id) WHERE delivered_at IS NULL`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
