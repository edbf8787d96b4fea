import type { QueryInterface } from "sequelize";

/**
 * A new address of an account, until the link that was sent there is opened: one at a time. The link's secret is 256
 * random bits and kept as its hash.
 */
const up = [
  `CREATE TABLE platform.address_changes (
    account_id uuid PRIMARY KEY REFERENCES platform.accounts ON DELETE CASCADE,
    email text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
