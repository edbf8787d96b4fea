import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { failpoint } from "#engine/runtime/failpoints";
import { dropApp } from "../../app-database/provision-app.ts";
import type { ServerContext } from "../../context.ts";
import { removeImportFile } from "../../imports/import-files.ts";
import { Environment } from "../../models/environment.ts";

/**
 * What belongs to an app alone, in an order that no reference forbids; records, edits and layouts go with their draft.
 */
const REMOVE_OWNED = [
  "DELETE FROM platform.drafts WHERE app_id = $1",
  "DELETE FROM platform.staged_tables WHERE app_id = $1",
  "DELETE FROM platform.releases WHERE app_id = $1",
  "DELETE FROM platform.app_versions WHERE app_id = $1",
];

/**
 * Removes what is left of a permanently deleted app: first its schema and role, then its draft, versions, releases
 * and imports. The environment's row goes last of all and is how housekeeping sees that something is left, so this may
 * die anywhere and be called again. The app's own row stays, as a name for the audit log, which is never changed.
 */
export async function removeRemains(context: ServerContext, appId: AppId): Promise<void> {
  const places = await Environment.findAll({ where: { appId } });
  for (const { name, schemaName, roleName } of places) {
    await dropApp(context.appDatabase, { appId, environment: name, schemaName, roleName });
  }
  await failpoint("purge.after-commit");
  const files = await context.sequelize.transaction(async (transaction) => {
    for (const statement of REMOVE_OWNED) {
      await context.sequelize.query(statement, { bind: [appId], transaction });
    }
    const imports = await context.sequelize.query<{ file_path: string }>(
      "DELETE FROM platform.imports WHERE app_id = $1 RETURNING file_path",
      { bind: [appId], type: QueryTypes.SELECT, transaction },
    );
    await Environment.destroy({ where: { appId }, transaction });
    return imports.map((row) => row.file_path);
  });
  for (const file of files) await removeImportFile(file);
  context.log.info({ appId }, "what was left of a deleted app was removed");
}

/**
 * The decision is stored; what blocks the removal now, such as a running read, is over when housekeeping tries again.
 */
export async function removeRemainsNowOrSoon(context: ServerContext, appId: AppId): Promise<void> {
  await removeRemains(context, appId).catch((error: unknown) =>
    context.log.warn(
      { err: error, appId },
      "what is left of a deleted app could not be removed yet; it is tried again",
    ),
  );
}
