import type pg from "pg";
import { OperationalError } from "#engine/errors";
import { matchesPattern } from "#engine/field-types/text-pattern";
import type { UnmatchedFact } from "#engine/schema/facts/fact-query";
import { identifier, sql } from "#engine/sql/sql";
import { runSql } from "../app-database/run-sql.ts";

/** As the statement below has it. */
const AT_ONCE = 2_000;
const MOST_SAMPLES = 3;
const SAMPLE_LENGTH = 60;

export interface Unmatched {
  readonly count: number;
  readonly samples: readonly string[];
  /** Of the first rows, in the order of their keys. */
  readonly keys: readonly string[];
}

/**
 * The rows whose text does not match the pattern of a fact. Postgres has other regular expressions, so the texts are read
 * and judged here, some at a time. Needs an open transaction.
 */
export async function findUnmatched(
  client: pg.ClientBase,
  fact: UnmatchedFact,
  options: {
    readonly schemaName: string;
    readonly longestMs: number;
    readonly mostKeys: number;
    /** Aborted when nobody waits for the rows any more. */
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Unmatched> {
  const { schemaName, longestMs, mostKeys, signal } = options;
  const end = performance.now() + longestMs;
  const column = identifier(fact.column);
  const samples = new Set<string>();
  const keys: string[] = [];
  let count = 0;
  await runSql(
    client,
    sql`DECLARE "_texts" NO SCROLL CURSOR FOR SELECT "id"::text AS "key", ${column} AS "text" FROM ${identifier(schemaName, fact.table)} WHERE ${column} <> '' ORDER BY "id"`,
  );
  while (true) {
    const rows = await runSql<{ key: string; text: string }>(client, sql`FETCH 2000 FROM "_texts"`);
    for (const { key, text } of rows) {
      if (matchesPattern(fact.pattern, text)) continue;
      count += 1;
      if (keys.length < mostKeys) keys.push(key);
      if (samples.size < MOST_SAMPLES) samples.add([...text].slice(0, SAMPLE_LENGTH).join(""));
    }
    if (rows.length < AT_ONCE) break;
    if (performance.now() > end || signal?.aborted)
      throw new OperationalError("Looking at the rows took too long.", { code: "timeout" });
  }
  await runSql(client, sql`CLOSE "_texts"`);
  return { count, samples: [...samples], keys };
}
