import { QueryTypes } from "sequelize";
import type { AppId } from "#contract/platform-ids";
import { dropApp } from "#server/app-database/provision-app";
import type { ServerContext } from "#server/context";

const KEPT_DAYS = 30;

interface DeletedPlace {
  readonly app_id: AppId;
  readonly name: string;
  readonly schema_name: string;
  readonly role_name: string;
}

/** Removes the schema and the role of apps that were deleted long ago; their rows in the platform stay, for the audit log. */
export async function purgeDeletedApps(context: ServerContext): Promise<number> {
  const places = await context.sequelize.query<DeletedPlace>(
    `SELECT e.app_id, e.name, e.schema_name, e.role_name
       FROM platform.environments e JOIN platform.apps a ON a.id = e.app_id
      WHERE a.deleted_at < now() - make_interval(days => $1)`,
    { bind: [KEPT_DAYS], type: QueryTypes.SELECT },
  );
  for (const place of places) {
    await dropApp(context.appDatabase, {
      appId: place.app_id,
      environment: place.name,
      schemaName: place.schema_name,
      roleName: place.role_name,
    });
    await context.sequelize.query("DELETE FROM platform.environments WHERE app_id = $1 AND name = $2", {
      bind: [place.app_id, place.name],
    });
    context.log.info({ appId: place.app_id }, "the data of a deleted app was removed");
  }
  return places.length;
}
