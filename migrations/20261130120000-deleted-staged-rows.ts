import type { QueryInterface } from "sequelize";

/** The last rows that were deleted while they waited for the first publish of their model, so that undo can restore them. */
export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.query(
      "ALTER TABLE platform.staged_tables ADD COLUMN deleted jsonb NOT NULL DEFAULT '[]'::jsonb",
    );
  },
};
