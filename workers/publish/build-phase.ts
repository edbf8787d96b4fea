import type pg from "pg";
import { failpoint } from "#engine/runtime/failpoints";
import type { CreateIndex } from "#engine/schema/operations/create-index";
import type { FillAhead } from "#engine/schema/operations/fill-ahead";
import { describeOperation, operationStatements, reverseOperation } from "#engine/schema/operations/registry";
import { indexName, uniqueIndexName } from "#engine/schema/physical-names";
import type { SchemaPlan } from "#engine/schema/plan/schema-plan";
import { runSql } from "#server/app-database/run-sql";
import { type JournalEntry, journal } from "../../server/app-database/journal.ts";

/** An index of a large table may take long: no request waits for it. */
const LONGEST = "60min";

export interface BuildInput {
  readonly client: pg.Client;
  readonly plan: SchemaPlan;
  readonly schemaName: string;
  readonly entry: Omit<JournalEntry, "step" | "what">;
  /** Shows the builder the current step. */
  readonly say: (doing: string) => Promise<void>;
}

const builds = (plan: SchemaPlan): CreateIndex[] =>
  plan.operations.flatMap(({ phase, operation }) =>
    phase === "build" && operation.kind === "create_index" ? [operation] : [],
  );

/** The maximum number of batches, since a table may be written to all the time. The switch fills the remaining rows. */
const MOST_BATCHES = 20_000;

/** Fills rows before the switch, a batch at a time. A run that is killed leaves only filled rows. */
async function fillAhead({ client, schemaName, say }: BuildInput, operation: FillAhead): Promise<void> {
  const { description } = describeOperation(operation);
  let filled = 0;
  let after: string | undefined;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const [statement] = operationStatements(after === undefined ? operation : { ...operation, after }, schemaName);
    const [done] = statement ? await runSql<{ rows: number; last: string | null }>(client, statement) : [];
    if (!done?.last) return;
    after = done.last;
    filled += done.rows;
    await failpoint("publish.filling");
    await say(`${description}: ${filled.toLocaleString("en")} rows …`);
  }
}

/**
 * The steps that run while the app serves requests: rows are filled, and indexes are built CONCURRENTLY, outside a
 * transaction. It may run again after any crash. A valid index of an earlier attempt counts as done. An invalid index, which
 * a killed build leaves and IF NOT EXISTS would accept, is dropped and built again.
 */
export async function runBuildPhase(input: BuildInput): Promise<void> {
  const { client, schemaName, entry } = input;
  for (const { phase, operation } of input.plan.operations) {
    if (phase === "build" && operation.kind === "fill_ahead") await fillAhead(input, operation);
  }
  const operations = builds(input.plan);
  if (operations.length === 0) return;
  await client.query(`SET statement_timeout = '${LONGEST}'`);
  for (const [step, operation] of operations.entries()) {
    const { description } = describeOperation(operation);
    const state = await indexState(input, operation);
    if (state === "valid") continue;
    await input.say(`${description} …`);
    if (state === "invalid") await undo(input, operation);
    await journal(client, { ...entry, step, what: `building: ${description}` });
    for (const statement of operationStatements(operation, schemaName)) {
      const building = runSql(client, statement);
      await Promise.all([building, failpoint("publish.building")]);
    }
    await journal(client, { ...entry, step, what: `built: ${description}` });
  }
  await client.query("SET statement_timeout = 0");
}

/** Removes the indexes that a failed release built, so that Postgres matches the live version. */
export async function undoBuildPhase(input: BuildInput): Promise<void> {
  const operations = builds(input.plan);
  if (operations.length === 0) return;
  await input.client.query(`SET statement_timeout = '${LONGEST}'`);
  for (const operation of operations) {
    if ((await indexState(input, operation)) !== "missing") await undo(input, operation);
  }
  await journal(input.client, { ...input.entry, step: 0, what: "undid the build" });
}

async function undo({ client, schemaName }: BuildInput, operation: CreateIndex): Promise<void> {
  const reverse = reverseOperation(operation);
  if (!reverse) return;
  for (const statement of operationStatements(reverse, schemaName)) await runSql(client, statement);
}

async function indexState(
  { client, schemaName }: BuildInput,
  operation: CreateIndex,
): Promise<"missing" | "invalid" | "valid"> {
  const { fieldId } = operation.column;
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT i.indisvalid AS valid FROM pg_catalog.pg_index i
       JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2`,
    [schemaName, operation.unique ? uniqueIndexName(fieldId) : indexName(fieldId)],
  );
  if (!rows[0]) return "missing";
  return rows[0].valid ? "valid" : "invalid";
}
