import type { QueryInterface } from "sequelize";

/**
 * By which way an act was done: in the browser, with an API token, or by a command on the server's own machine. Lines
 * from before say nothing, and stay as they are: nobody rewrites the log. An import remembers it for the line that its
 * job writes.
 */
const up = [
  `ALTER TABLE platform.audit_log
     ADD COLUMN via text CHECK (via IN ('browser', 'token', 'local')),
     ADD CONSTRAINT audit_log_token_of_via CHECK ((via = 'token') = (token_id IS NOT NULL))`,
  `CREATE INDEX audit_log_token ON platform.audit_log (workspace_id, token_id, id DESC) WHERE token_id IS NOT NULL`,
  // A token's row goes with its person's membership; the line of its making keeps its name.
  `CREATE INDEX audit_log_token_made ON platform.audit_log ((after->>'id')) WHERE action = 'token.created'`,
  `ALTER TABLE platform.audit_intents ADD COLUMN via text`,
  `ALTER TABLE platform.imports ADD COLUMN via text, ADD COLUMN token_id uuid`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.transaction(async (transaction) => {
      for (const statement of up) await context.sequelize.query(statement, { transaction });
    });
  },
};
