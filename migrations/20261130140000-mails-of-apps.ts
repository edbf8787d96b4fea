import type { QueryInterface } from "sequelize";

/** A mail may belong to an app, whose mails take turns with those of other apps and have a log of their own. */
const up = [
  "ALTER TABLE platform.mails ADD COLUMN app_id uuid REFERENCES platform.apps ON DELETE CASCADE",
  "ALTER TABLE platform.mails ADD COLUMN from_name text",
  "CREATE INDEX mails_app ON platform.mails (app_id, id DESC) WHERE app_id IS NOT NULL",
  "ALTER TABLE platform.inbox_mails ADD COLUMN app_id uuid REFERENCES platform.apps ON DELETE CASCADE",
  "CREATE INDEX inbox_mails_app ON platform.inbox_mails (app_id) WHERE app_id IS NOT NULL",
];

const down = [
  "ALTER TABLE platform.inbox_mails DROP COLUMN app_id",
  "ALTER TABLE platform.mails DROP COLUMN app_id, DROP COLUMN from_name",
];

const run = (context: QueryInterface, statements: readonly string[]): Promise<void> =>
  context.sequelize.transaction(async (transaction) => {
    for (const statement of statements) await context.sequelize.query(statement, { transaction });
  });

export const migration = {
  up: (context: QueryInterface): Promise<void> => run(context, up),
  down: (context: QueryInterface): Promise<void> => run(context, down),
};
