import type { QueryInterface } from "sequelize";

/**
 * What it takes to bring a deleted app back: the slug that it gave up, who deleted it, and whether it is gone for good.
 * Of apps deleted before, the audit log knows both.
 */
const up = [
  `ALTER TABLE platform.apps
     ADD COLUMN deleted_slug text,
     ADD COLUMN deleted_by uuid,
     ADD COLUMN purged_at timestamptz,
     ADD CONSTRAINT apps_purged_are_deleted CHECK (purged_at IS NULL OR deleted_at IS NOT NULL)`,
  `UPDATE platform.apps a SET deleted_slug = l.before->>'slug', deleted_by = l.actor_id
     FROM (SELECT DISTINCT ON (app_id) app_id, before, actor_id FROM platform.audit_log
            WHERE action = 'app.deleted' ORDER BY app_id, id DESC) l
    WHERE l.app_id = a.id AND a.deleted_at IS NOT NULL`,
  // Their rows are gone already.
  `UPDATE platform.apps a SET purged_at = now()
    WHERE a.deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM platform.environments e WHERE e.app_id = a.id)`,
  `CREATE INDEX apps_deleted ON platform.apps (workspace_id, deleted_at DESC) WHERE deleted_at IS NOT NULL`,
];

const down = [
  "DROP INDEX platform.apps_deleted",
  `ALTER TABLE platform.apps
     DROP CONSTRAINT apps_purged_are_deleted,
     DROP COLUMN deleted_slug, DROP COLUMN deleted_by, DROP COLUMN purged_at`,
];

const run = (context: QueryInterface, statements: readonly string[]): Promise<void> =>
  context.sequelize.transaction(async (transaction) => {
    for (const statement of statements) await context.sequelize.query(statement, { transaction });
  });

export const migration = {
  up: (context: QueryInterface): Promise<void> => run(context, up),
  down: (context: QueryInterface): Promise<void> => run(context, down),
};
