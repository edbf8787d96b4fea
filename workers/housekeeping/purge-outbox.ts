import type { ServerContext } from "#server/context";

const DONE_DAYS = 7;
const DEAD_DAYS = 30;
const AT_ONCE = 5_000;

/** Removes lines of apps' outbox that are over; returns how many. */
export async function purgeOutbox({ appDatabase }: Pick<ServerContext, "appDatabase">): Promise<number> {
  for (let removed = 0; ; ) {
    const { rowCount } = await appDatabase.pool.query(
      `DELETE FROM quintet.outbox WHERE id IN (
         SELECT id FROM quintet.outbox
          WHERE (done_at IS NOT NULL AND made_at < now() - make_interval(days => $1))
             OR (dead_at IS NOT NULL AND made_at < now() - make_interval(days => $2))
          LIMIT ${AT_ONCE})`,
      [DONE_DAYS, DEAD_DAYS],
    );
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return removed;
  }
}
