import type { AppId } from "#contract/platform-ids";
import type { AppDatabase } from "#server/context";

/** A line of `quintet.outbox` that this process works on until its lease ends. */
export interface ClaimedLine {
  readonly id: string;
  readonly appId: AppId;
  readonly environment: string;
  readonly topic: string;
  readonly payload: unknown;
  /** 1 at first. */
  readonly attempt: number;
  readonly madeAt: Date;
}

/** Of each app and round, so that ten thousand lines of one app do not stand before a line of another. */
const OF_AN_APP = 10;
/** A line whose process died is worked on again after this. */
const LEASE_SECONDS = 15;
/** As many as are done long before the lease ends. */
const AT_ONCE = 50;

/**
 * Claims lines that are due, some of each app. It goes from app to app by the index, so its time depends on the number
 * of apps that have lines and not on the number of lines. An app that was deleted has no live pointer: its lines wait.
 */
export async function claimLines({ pool }: Pick<AppDatabase, "pool">): Promise<readonly ClaimedLine[]> {
  const { rows } = await pool.query<ClaimedLine>(
    `WITH RECURSIVE apps AS (
       (SELECT o.app_id, o.environment FROM quintet.outbox o
         WHERE o.done_at IS NULL AND o.dead_at IS NULL ORDER BY 1, 2 LIMIT 1)
       UNION ALL
       SELECT n.app_id, n.environment FROM apps a, LATERAL (
         SELECT o.app_id, o.environment FROM quintet.outbox o
          WHERE o.done_at IS NULL AND o.dead_at IS NULL AND (o.app_id, o.environment) > (a.app_id, a.environment)
          ORDER BY 1, 2 LIMIT 1) n),
     due AS (
       SELECT d.id, row_number() OVER (PARTITION BY a.app_id, a.environment ORDER BY d.due_at, d.id) AS place
         FROM apps a JOIN quintet.live l USING (app_id, environment), LATERAL (
         SELECT o.id, o.due_at FROM quintet.outbox o
          WHERE o.app_id = a.app_id AND o.environment = a.environment AND o.topic = 'mail'
            AND o.done_at IS NULL AND o.dead_at IS NULL AND o.due_at <= now()
            AND (o.lease_until IS NULL OR o.lease_until <= now())
          ORDER BY o.due_at, o.id LIMIT ${OF_AN_APP} FOR UPDATE SKIP LOCKED) d
        ORDER BY place, random() LIMIT ${AT_ONCE})
     UPDATE quintet.outbox o SET lease_until = now() + interval '${LEASE_SECONDS} seconds', attempt = o.attempt + 1
       FROM due WHERE o.id = due.id
     RETURNING o.id, o.app_id AS "appId", o.environment, o.topic, o.payload, o.attempt, o.made_at AS "madeAt"`,
  );
  return [...rows].sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime());
}
