import type pg from "pg";
import type { AppId, ReleaseId } from "#contract/platform-ids";

export interface LivePointer {
  /** 0 before the first publish. */
  readonly releaseId: ReleaseId;
  readonly accessVersion: number;
}

/** Which release an engine serves; undefined for an app that has no schema yet, or is suspended. */
export async function readLivePointer(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
  place: { appId: AppId; environment: string },
): Promise<LivePointer | undefined> {
  const { rows } = await client.query<{ release_id: string; access_version: string }>(
    "SELECT release_id, access_version FROM quintet.live WHERE app_id = $1 AND environment = $2",
    [place.appId, place.environment],
  );
  const row = rows[0];
  return row && { releaseId: Number(row.release_id), accessVersion: Number(row.access_version) };
}
