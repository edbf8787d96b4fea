import type { QueryInterface } from "sequelize";

/**
 * Which record owns one of a draft, so that all that a delete takes with it is found by one recursive query, however
 * deep; and the format in which the rows of a draft are, so that rows of an older one are read through the upgrades.
 * The kinds and formats are those of the day of this migration; since then both are written with the rows.
 */
const up = [
  "ALTER TABLE platform.draft_records ADD COLUMN owner_id text",
  `UPDATE platform.draft_records SET owner_id = coalesce(body->>'modelId', body->>'fieldId')
    WHERE kind IN ('field', 'rule', 'apiResource', 'choice')`,
  "CREATE INDEX draft_records_owner ON platform.draft_records (draft_id, owner_id) WHERE owner_id IS NOT NULL",
  "ALTER TABLE platform.drafts ADD COLUMN format integer NOT NULL DEFAULT 1",
];

const down = [
  "ALTER TABLE platform.drafts DROP COLUMN format",
  "DROP INDEX platform.draft_records_owner",
  "ALTER TABLE platform.draft_records DROP COLUMN owner_id",
];

const run = (context: QueryInterface, statements: readonly string[]): Promise<void> =>
  context.sequelize.transaction(async (transaction) => {
    for (const statement of statements) await context.sequelize.query(statement, { transaction });
  });

export const migration = {
  up: (context: QueryInterface): Promise<void> => run(context, up),
  down: (context: QueryInterface): Promise<void> => run(context, down),
};
