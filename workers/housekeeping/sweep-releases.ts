import { QueryTypes } from "sequelize";
import type { ServerContext } from "#server/context";
import { enqueue } from "#server/queues/enqueue";
import type { Queues } from "#server/queues/open-queues";
import { raiseReleaseAttempt } from "#server/releases/release-states";

/** A running job updates its release's row more often than this. */
const QUIET_SECONDS = 20;

/** Creates a new job for a release whose job was lost. Returns how many. */
export async function sweepReleases(
  context: ServerContext,
  queues: Pick<Queues, "isJobAlive">,
  quietSeconds = QUIET_SECONDS,
): Promise<number> {
  const stuck = await context.sequelize.query<{ id: string; attempt: number; topic: "releases" | "builds" }>(
    `SELECT r.id, r.attempt, CASE WHEN (r.plan->>'builds')::boolean THEN 'builds' ELSE 'releases' END AS topic
       FROM platform.releases r
      WHERE r.state IN ('queued', 'preparing', 'switching') AND r.updated_at < now() - make_interval(secs => $1)
        AND NOT EXISTS (SELECT FROM platform.outbox o
                         WHERE o.job_id = 'release-' || r.id || '-' || r.attempt AND o.delivered_at IS NULL)`,
    { bind: [quietSeconds], type: QueryTypes.SELECT },
  );
  let revived = 0;
  for (const { id, attempt, topic } of stuck) {
    if (await queues.isJobAlive(topic, `release-${id}-${attempt}`)) continue;
    revived += await context.sequelize.transaction(async (transaction) => {
      const raised = await raiseReleaseAttempt(context, { id, attempt }, transaction);
      if (raised === undefined) return 0;
      const releaseId = Number(id);
      await enqueue(context, transaction, {
        topic,
        jobId: `release-${releaseId}-${raised}`,
        payload: { releaseId },
      });
      context.log.warn({ releaseId, attempt: raised }, "a release had lost its job and gets another");
      return 1;
    });
  }
  return revived;
}
