import type pg from "pg";
import type { AppId, ReleaseId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { failpoint } from "#engine/runtime/failpoints";
import type { PhysicalState } from "#engine/schema/design/table-design";
import { describeOperation, operationStatements } from "#engine/schema/operations/registry";
import { nextPhysical } from "#engine/schema/plan/next-physical";
import type { SchemaPlan } from "#engine/schema/plan/schema-plan";
import { quoteIdentifier } from "#engine/sql/sql";
import { writeArchived } from "#server/app-database/physical-state";
import { runSql } from "#server/app-database/run-sql";
import type { SystemStep } from "#server/app-database/system-step";
import { runSystemSteps } from "#server/app-database/system-steps";
import { watchUsers } from "#server/app-database/watch-users";
import { journal, SWITCHED } from "../../server/app-database/journal.ts";
import { ReleaseRefused } from "./explain-failure.ts";

/** Less than deadlock_timeout (1 s), so that in any deadlock the release gives up its locks (docs/mechanics.md, 8). */
const LOCK_MS = 300;
const TRIES = 20;
/** After this many tries the builder is told what the release is waiting for. */
const TOLD_AT = 3;
/** After all locks are taken: the longest time for which requests may have to wait. */
const LONGEST_SWITCH = "5min";

export interface SwitchInput {
  readonly client: pg.Client;
  readonly appId: AppId;
  readonly environment: string;
  readonly schemaName: string;
  readonly roleName: string;
  readonly releaseId: ReleaseId;
  readonly attempt: number;
  /** The release that must still be live; 0 before the first publish. */
  readonly baseReleaseId: ReleaseId;
  readonly plan: SchemaPlan;
  readonly physical: PhysicalState;
  /** The steps for system tables that this version needs and the app does not have yet. */
  readonly systemSteps: readonly SystemStep[];
  /** The definition that goes live. */
  readonly to: DefinitionReader;
  readonly say: (doing: string) => Promise<void>;
  /** Describes the sessions that block the release at the moment. */
  readonly holders: () => Promise<string | undefined>;
  /** Called with each operation before it runs, so that an error message can name it. */
  readonly doing: (description: string) => void;
  readonly random?: () => number;
}

/**
 * The switch: table locks, DDL, system tables, the archive record, the live pointer, the journal and the notification in one
 * transaction. Before the commit nothing has changed. After it the release is live, even if this process then crashes.
 */
export async function runSwitchPhase(input: SwitchInput): Promise<void> {
  let holders: string | undefined;
  let isTold = false;
  for (let attempt = 1; ; attempt++) {
    // On a busy machine a look can come when its try is over, so each try looks until one has found them.
    const looking =
      attempt === TRIES || (attempt >= TOLD_AT && holders === undefined) ? lookAtHolders(input) : undefined;
    try {
      await trySwitch(input);
      return;
    } catch (error) {
      await input.client.query("ROLLBACK").catch(() => undefined);
      if (!(error instanceof LockNotHad) && !isLockError(error)) throw error;
      const found = await looking;
      holders = found ?? holders;
      if (attempt === TRIES) {
        const who = holders === undefined ? "" : `: ${holders}`;
        throw new ReleaseRefused(
          `Somebody holds rows of this app so long that the release could not get its turn in ${TRIES} tries${who}. Publish again when less is going on.`,
        );
      }
      if (attempt >= TOLD_AT && (found !== undefined || !isTold)) {
        isTold = true;
        await input.say(`Waiting for others to let go of the tables${holders ? ` (${holders})` : ""} …`);
      }
      await pause(backoff(attempt, input.random ?? Math.random));
    }
  }
}

/** Called during a try, while it waits for locks. */
async function lookAtHolders({ holders }: SwitchInput): Promise<string | undefined> {
  await pause(LOCK_MS / 2);
  return holders().catch(() => undefined);
}

class LockNotHad extends Error {}

const isLockError = (error: unknown): boolean => ["55P03", "40P01"].includes((error as { code?: string }).code ?? "");

/** 50 ms, increased by half each time up to 2 s; the actual pause is random between half of that and all of it. */
const backoff = (attempt: number, random: () => number): number =>
  Math.min(2_000, 50 * 1.5 ** attempt) * (0.5 + random() / 2);

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function trySwitch(input: SwitchInput): Promise<void> {
  const { client, appId, environment, releaseId, plan } = input;
  await client.query("BEGIN");
  await client.query(`SET LOCAL statement_timeout = ${LOCK_MS}`);
  try {
    await lockPointer(input);
    await lockTables(client, input.schemaName, plan.locks);
  } catch (error) {
    if ((error as { code?: string }).code === "57014") throw new LockNotHad("locks", { cause: error });
    throw error;
  }
  await client.query(`SET LOCAL statement_timeout = '${LONGEST_SWITCH}'`);
  await client.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);

  let step = 0;
  for (const { phase, operation } of plan.operations) {
    if (phase !== "switch") continue;
    input.doing(describeOperation(operation).description);
    for (const statement of operationStatements(operation, input.schemaName)) await runSql(client, statement);
    await failpoint("publish.switching");
    step++;
  }
  // After the tables of models, because some system tables refer to them.
  if (input.systemSteps.length > 0) input.doing("Make tables for what this version uses");
  await runSystemSteps(client, input, input.systemSteps);
  await watchUsers(client, input, input.to);
  input.doing("Put the new version live");
  await writeArchived(client, { appId, environment }, nextPhysical(plan, input.physical).archived);
  await client.query("UPDATE quintet.live SET release_id = $3 WHERE app_id = $1 AND environment = $2", [
    appId,
    environment,
    releaseId,
  ]);
  await journal(client, { releaseId, appId, attempt: input.attempt, step, what: SWITCHED });
  await client.query("SELECT pg_notify('quintet_live', $1)", [JSON.stringify({ appId, environment, releaseId })]);
  await failpoint("publish.before-commit");
  await client.query("COMMIT");
}

/**
 * The pointer is locked before the tables: importing to a live model and taking that back lock it FOR SHARE first, so the
 * other order could deadlock. Single statements do not lock it, so reads and writes continue.
 */
async function lockPointer(input: SwitchInput): Promise<void> {
  const { rows } = await input.client.query<{ release_id: string }>(
    "SELECT release_id FROM quintet.live WHERE app_id = $1 AND environment = $2 FOR UPDATE",
    [input.appId, input.environment],
  );
  const live = rows[0];
  if (!live) throw new ReleaseRefused("The app was deleted meanwhile.");
  if (Number(live.release_id) !== input.baseReleaseId) {
    throw new ReleaseRefused("Another release went live meanwhile. Review the plan again.");
  }
}

/** Takes all locks first, in one statement, in oid order, so that two releases can never wait for each other. */
async function lockTables(client: pg.ClientBase, schemaName: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = ANY($2::text[]) ORDER BY c.oid`,
    [schemaName, names],
  );
  if (rows.length !== names.length) throw new ReleaseRefused("A table of the app is not there any more.");
  const list = rows.map(({ name }) => `${quoteIdentifier(schemaName)}.${quoteIdentifier(name)}`).join(", ");
  await client.query(`LOCK TABLE ${list} IN ACCESS EXCLUSIVE MODE`);
}
