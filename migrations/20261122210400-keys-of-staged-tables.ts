import type { QueryInterface } from "sequelize";

/** What kind of keys the rows of an import have that wait for their first publish: `uuid`, or null for numbers. */
export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.query("ALTER TABLE platform.staged_tables ADD COLUMN key text CHECK (key = 'uuid')");
  },
};
