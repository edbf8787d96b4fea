import type { QueryInterface } from "sequelize";

/**
 * Each app counts its own releases. The id is one sequence for the installation, so who saw it could count what others
 * publish; it stays inside, and people and clients are shown the number. Releases that exist are numbered in their order.
 */
const up = [
  "ALTER TABLE platform.releases ADD COLUMN number integer",
  `UPDATE platform.releases r SET number = n.number
     FROM (SELECT id, row_number() OVER (PARTITION BY app_id ORDER BY id) AS number FROM platform.releases) n
    WHERE n.id = r.id`,
  "ALTER TABLE platform.releases ALTER COLUMN number SET NOT NULL",
  "CREATE UNIQUE INDEX releases_number ON platform.releases (app_id, number)",
];

const down = ["DROP INDEX platform.releases_number", "ALTER TABLE platform.releases DROP COLUMN number"];

const run = (context: QueryInterface, statements: readonly string[]): Promise<void> =>
  context.sequelize.transaction(async (transaction) => {
    for (const statement of statements) await context.sequelize.query(statement, { transaction });
  });

export const migration = {
  up: (context: QueryInterface): Promise<void> => run(context, up),
  down: (context: QueryInterface): Promise<void> => run(context, down),
};
