import type { QueryInterface } from "sequelize";

/**
 * When the person of a session last showed who they are, by their password. A session begins with that; those of before
 * began when they were made.
 */
const up = [
  `ALTER TABLE platform.sessions ADD COLUMN confirmed_at timestamptz`,
  `UPDATE platform.sessions SET confirmed_at = created_at`,
  `ALTER TABLE platform.sessions ALTER COLUMN confirmed_at SET NOT NULL, ALTER COLUMN confirmed_at SET DEFAULT now()`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
