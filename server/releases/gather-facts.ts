import { OperationalError } from "#engine/errors";
import { factQuery, isCounted } from "#engine/schema/facts/fact-query";
import type { FactResult } from "#engine/schema/facts/fact-result";
import { runSql } from "../app-database/run-sql.ts";
import type { ServerContext } from "../context.ts";
import { findUnmatched } from "./find-unmatched.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** Counting reads whole tables; a plan that needs longer than this is asked for again when there is less load. */
const LONGEST_MS = 20_000;

/** Queries the facts about rows that the plan needs, in the order of the plan. */
export async function gatherFacts(context: ServerContext, { plan, environment }: ReleasePlan): Promise<FactResult[]> {
  if (plan.facts.length === 0) return [];
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
    const results: FactResult[] = [];
    for (const fact of plan.facts) {
      if (!isCounted(fact)) {
        const { schemaName } = environment;
        results.push(await findUnmatched(client, fact, { schemaName, longestMs: LONGEST_MS, mostKeys: 0 }));
        continue;
      }
      const rows = await runSql<FactResult & { samples: string[] | null }>(
        client,
        factQuery(fact, environment.schemaName),
      );
      results.push(rows[0] ?? { count: 0, samples: null });
    }
    return results;
  } catch (error) {
    if ((error as { code?: string }).code === "57014") {
      throw new OperationalError("Looking at the rows took too long.", { cause: error, code: "timeout" });
    }
    throw error;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
