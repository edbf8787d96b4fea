import type pg from "pg";
import { assertNever } from "#engine/assert-never";
import { failpoint } from "#engine/runtime/failpoints";
import type { AddConstraint } from "#engine/schema/operations/add-constraint";
import type { CreateIndex } from "#engine/schema/operations/create-index";
import type { FillAhead } from "#engine/schema/operations/fill-ahead";
import { describeOperation, operationStatements, reverseOperation } from "#engine/schema/operations/registry";
import type { ValidateConstraint } from "#engine/schema/operations/validate-constraint";
import { indexName, uniqueIndexName } from "#engine/schema/physical-names";
import type { SchemaPlan } from "#engine/schema/plan/schema-plan";
import { runSql } from "#server/app-database/run-sql";
import { type JournalEntry, journal } from "../../server/app-database/journal.ts";
import { ReleaseRefused } from "./explain-failure.ts";

/** An index of a large table may take long: no request waits for it. */
const LONGEST = "60min";
/** As in the switch: less than deadlock_timeout, and tried again. */
const LOCK_MS = 300;
const TRIES = 20;

export interface BuildInput {
  readonly client: pg.Client;
  readonly plan: SchemaPlan;
  readonly schemaName: string;
  readonly entry: Omit<JournalEntry, "step" | "what">;
  /** Shows the builder the current step. */
  readonly say: (doing: string) => Promise<void>;
}

type Built = CreateIndex | AddConstraint | ValidateConstraint;

const builds = (plan: SchemaPlan): Built[] =>
  plan.operations.flatMap(({ phase, operation }) =>
    phase === "build" &&
    (operation.kind === "create_index" ||
      operation.kind === "add_constraint" ||
      operation.kind === "validate_constraint")
      ? [operation]
      : [],
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
 * The steps that run while the app serves requests: rows are filled, indexes are built CONCURRENTLY, outside a
 * transaction, and checks are added and then compared with every row. It may run again after any crash. A valid index of an earlier attempt counts as done. An invalid index, which
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
    const state = await stateOf(input, operation);
    if (state === "valid") continue;
    await input.say(`${description} …`);
    if (isCheck(operation)) {
      if (operation.kind === "add_constraint" && state === "missing") await addCheck(input, operation);
      if (operation.kind === "add_constraint") continue;
    } else if (state === "invalid") await undo(input, operation);
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
    if (operation.kind !== "validate_constraint" && (await stateOf(input, operation)) !== "missing")
      await undo(input, operation);
  }
  await journal(input.client, { ...input.entry, step: 0, what: "undid the build" });
}

const isCheck = (operation: Built): operation is AddConstraint | ValidateConstraint =>
  operation.kind !== "create_index" && operation.object.kind === "check";

/**
 * Takes the table for an instant. Like the switch it gives up its place in the queue after a moment, because others wait
 * behind a lock that waits.
 */
async function addCheck({ client, schemaName }: BuildInput, operation: AddConstraint): Promise<void> {
  await client.query(`SET lock_timeout = ${LOCK_MS}`);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        for (const statement of operationStatements(operation, schemaName)) await runSql(client, statement);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== "55P03") throw error;
        if (attempt === TRIES) {
          throw new ReleaseRefused(
            `Somebody holds rows of ${operation.table.label} so long that “${operation.label}” could not be added in ${TRIES} tries. Publish again when less is going on.`,
          );
        }
        await new Promise((done) => setTimeout(done, Math.min(2_000, 50 * 1.5 ** attempt)));
      }
    }
  } finally {
    await client.query("SET lock_timeout = 0");
  }
}

async function undo({ client, schemaName }: BuildInput, operation: Built): Promise<void> {
  const reverse = reverseOperation(operation);
  if (!reverse) return;
  for (const statement of operationStatements(reverse, schemaName)) await runSql(client, statement);
}

type State = "missing" | "invalid" | "valid";

async function stateOf(input: BuildInput, operation: Built): Promise<State> {
  switch (operation.kind) {
    case "create_index": {
      const { fieldId } = operation.column;
      return indexState(input, operation.unique ? uniqueIndexName(fieldId) : indexName(fieldId));
    }
    case "add_constraint":
    case "validate_constraint":
      return operation.object.kind === "unique"
        ? indexState(input, operation.object.name)
        : checkState(input, operation.object.name);
    default:
      return assertNever(operation);
  }
}

async function checkState({ client, schemaName }: BuildInput, name: string): Promise<State> {
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT k.convalidated AS valid FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
      WHERE n.nspname = $1 AND k.conname = $2`,
    [schemaName, name],
  );
  if (!rows[0]) return "missing";
  return rows[0].valid ? "valid" : "invalid";
}

async function indexState({ client, schemaName }: BuildInput, name: string): Promise<State> {
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT i.indisvalid AS valid FROM pg_catalog.pg_index i
       JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2`,
    [schemaName, name],
  );
  if (!rows[0]) return "missing";
  return rows[0].valid ? "valid" : "invalid";
}
