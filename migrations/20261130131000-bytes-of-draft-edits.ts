import type { QueryInterface } from "sequelize";

/** How much room an edit takes in the history of its draft, which is bounded in bytes. */
const up = [
  "ALTER TABLE platform.draft_edits ADD COLUMN bytes integer NOT NULL DEFAULT 0",
  `UPDATE platform.draft_edits
      SET bytes = octet_length(forward::text) + octet_length(inverse::text) + octet_length(result::text)`,
];

const down = ["ALTER TABLE platform.draft_edits DROP COLUMN bytes"];

const run = (context: QueryInterface, statements: readonly string[]): Promise<void> =>
  context.sequelize.transaction(async (transaction) => {
    for (const statement of statements) await context.sequelize.query(statement, { transaction });
  });

export const migration = {
  up: (context: QueryInterface): Promise<void> => run(context, up),
  down: (context: QueryInterface): Promise<void> => run(context, down),
};
