import type pg from "pg";
import type { AppId } from "#contract/platform-ids";
import type { ArchivedObject } from "#engine/schema/design/table-design";

type Queryable = Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">;

/** What was archived in an app's schema. Staged tables are the platform's rows (StagedTable), since imports make them. */
export async function readArchived(
  client: Queryable,
  place: { appId: AppId; environment: string },
): Promise<readonly ArchivedObject[]> {
  const { rows } = await client.query<{ body: { readonly setAside?: readonly ArchivedObject[] } }>(
    "SELECT body FROM quintet.physical WHERE app_id = $1 AND environment = $2",
    [place.appId, place.environment],
  );
  return rows[0]?.body.setAside ?? [];
}

/** In the transaction of the switch, so that it is true whenever the switch is. */
export async function writeArchived(
  client: pg.ClientBase,
  place: { appId: AppId; environment: string },
  archived: readonly ArchivedObject[],
): Promise<void> {
  const now = new Date().toISOString();
  const dated = archived.map((item) => ({ ...item, since: item.since ?? now }));
  await client.query(
    `INSERT INTO quintet.physical (app_id, environment, body) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (app_id, environment) DO UPDATE SET body = excluded.body`,
    [place.appId, place.environment, JSON.stringify({ setAside: dated })],
  );
}
