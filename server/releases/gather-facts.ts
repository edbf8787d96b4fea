import type pg from "pg";
import { OperationalError } from "#engine/errors";
import { factQuery, isCounted } from "#engine/schema/facts/fact-query";
import type { FactResult } from "#engine/schema/facts/fact-result";
import { runSql } from "../app-database/run-sql.ts";
import type { ServerContext } from "../context.ts";
import { findUnmatched } from "./find-unmatched.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** Counting reads whole tables. All queries of a plan together may take so long (studio/releases/PlanWait.tsx). */
const LONGEST_MS = 30_000;

interface Options {
  /** Aborted when nobody waits for the facts any more: the query that runs is then cancelled. */
  readonly signal?: AbortSignal | undefined;
  readonly longestMs?: number;
}

/** Queries the facts about rows that the plan needs, in the order of the plan. */
export async function gatherFacts(
  context: ServerContext,
  { plan, environment }: ReleasePlan,
  { signal, longestMs = LONGEST_MS }: Options = {},
): Promise<FactResult[]> {
  if (plan.facts.length === 0) return [];
  const { pool } = context.appDatabase;
  const client = await pool.connect();
  const until = performance.now() + longestMs;
  const queries = cancellable({ client, pool, signal });
  try {
    await client.query("BEGIN READ ONLY");
    const results: FactResult[] = [];
    for (const fact of plan.facts) {
      const left = Math.ceil(until - performance.now());
      if (left <= 0) throw tooSlow();
      await client.query("SELECT set_config('statement_timeout', $1, true)", [String(left)]);
      if (!isCounted(fact)) {
        const { schemaName } = environment;
        const options = { schemaName, longestMs: left, mostKeys: 0, signal };
        results.push(await queries.run(() => findUnmatched(client, fact, options)));
        continue;
      }
      const rows = await queries.run(() =>
        runSql<FactResult & { samples: string[] | null }>(client, factQuery(fact, environment.schemaName)),
      );
      results.push(rows[0] ?? { count: 0, samples: null });
    }
    return results;
  } catch (error) {
    if ((error as { code?: string }).code === "57014") throw tooSlow(error);
    throw error;
  } finally {
    await queries.end();
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

const tooSlow = (cause?: unknown): OperationalError =>
  new OperationalError(
    `Counting the rows that this plan concerns takes longer than ${LONGEST_MS / 1_000} seconds. Nothing was changed. Try again when there is less load, or publish the changes of large models one by one.`,
    { cause, code: "timeout" },
  );

/** Runs queries of a client until the signal is aborted, and then cancels the one that runs. */
function cancellable(parts: {
  readonly client: pg.PoolClient;
  readonly pool: pg.Pool;
  readonly signal: AbortSignal | undefined;
}) {
  const { client, pool, signal } = parts;
  let isRunning = false;
  let cancelling: Promise<unknown> | undefined;
  const cancel = (): void => {
    if (!isRunning) return;
    const { processID } = client as pg.PoolClient & { readonly processID: number };
    cancelling = pool.query("SELECT pg_cancel_backend($1)", [processID]).catch(() => undefined);
  };
  signal?.addEventListener("abort", cancel);
  return {
    run: async <Result>(query: () => Promise<Result>): Promise<Result> => {
      if (signal?.aborted) throw new OperationalError("Nobody waits for this plan any more.", { code: "timeout" });
      isRunning = true;
      try {
        return await query();
      } finally {
        isRunning = false;
      }
    },
    /** Waits for a cancellation that is under way, which would otherwise meet the next query of this connection. */
    end: async (): Promise<void> => {
      signal?.removeEventListener("abort", cancel);
      await cancelling;
    },
  };
}
