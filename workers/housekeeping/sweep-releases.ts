import { QueryTypes } from "sequelize";
import type { ServerContext } from "#server/context";
import { enqueue } from "#server/queues/enqueue";
import type { Queues } from "#server/queues/open-queues";

/** A job that does anything touches its release's row more often than this. */
const QUIET_SECONDS = 20;

/** Gives a release whose job is gone another one; returns how many. */
export async function sweepReleases(
  context: ServerContext,
  queues: Pick<Queues, "isJobAlive">,
  quietSeconds = QUIET_SECONDS,
): Promise<number> {
  const stuck = await context.sequelize.query<{ id: string; attempt: number }>(
    `SELECT r.id, r.attempt FROM platform.releases r
      WHERE r.state IN ('queued', 'preparing', 'switching') AND r.updated_at < now() - make_interval(secs => $1)
        AND NOT EXISTS (SELECT FROM platform.outbox o
                         WHERE o.job_id = 'release-' || r.id || '-' || r.attempt AND o.delivered_at IS NULL)`,
    { bind: [quietSeconds], type: QueryTypes.SELECT },
  );
  let revived = 0;
  for (const { id, attempt } of stuck) {
    if (await queues.isJobAlive("releases", `release-${id}-${attempt}`)) continue;
    revived += await context.sequelize.transaction(async (transaction) => {
      // The attempt in the condition: of two sweepers one wins.
      const [raised] = await context.sequelize.query<{ attempt: number }>(
        `UPDATE platform.releases SET attempt = attempt + 1, updated_at = now()
          WHERE id = $1 AND attempt = $2 AND state IN ('queued', 'preparing', 'switching') RETURNING attempt`,
        { bind: [id, attempt], type: QueryTypes.SELECT, transaction },
      );
      if (!raised) return 0;
      const releaseId = Number(id);
      await enqueue(context, transaction, {
        topic: "releases",
        jobId: `release-${releaseId}-${raised.attempt}`,
        payload: { releaseId },
      });
      context.log.warn({ releaseId, attempt: raised.attempt }, "a release had lost its job and gets another");
      return 1;
    });
  }
  return revived;
}
