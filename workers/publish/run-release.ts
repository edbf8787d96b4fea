import type pg from "pg";
import type { ReleaseId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { OperationalError, UserError } from "#engine/errors";
import { failpoint } from "#engine/runtime/failpoints";
import { designSchema } from "#engine/schema/design/design-schema";
import { blocksRelease, findDrift } from "#engine/schema/inspect/find-drift";
import { type InspectedSchema, inspectQuery } from "#engine/schema/inspect/inspect-query";
import { readLivePointer } from "#server/app-database/live-pointer";
import { provisionApp } from "#server/app-database/provision-app";
import { runSql } from "#server/app-database/run-sql";
import { pendingSteps, readSteps, recordStepFailure, SystemStepFailed } from "#server/app-database/system-steps";
import { settleDeletion } from "#server/commands/apps/settle-deletion";
import type { ServerContext } from "#server/context";
import { App } from "#server/models/app";
import { AppVersion } from "#server/models/app-version";
import { Environment } from "#server/models/environment";
import { Release, UNDER_WAY } from "#server/models/release";
import { planRelease, type ReleasePlan } from "#server/releases/plan-release";
import { hasSwitched } from "../../server/app-database/journal.ts";
import { runBuildPhase, undoBuildPhase } from "./build-phase.ts";
import { explainFailure, isTransient, ReleaseRefused } from "./explain-failure.ts";
import { findHolders } from "./find-holders.ts";
import { withReleaseSession } from "./release-session.ts";
import { markFailed, markLive, progress } from "./release-state.ts";
import { runSwitchPhase } from "./switch-phase.ts";
import { watchForCancel } from "./watch-for-cancel.ts";

/**
 * Runs a release, or finds that it is already done. Idempotent: it may be called twice, also at the same time and after a
 * crash at any point. It throws OperationalError on temporary errors, and NotItsTurn while another worker holds the app, to
 * be called again. Every other failure ends the release with an explanation for the builder, and the live version keeps
 * serving.
 */
export async function runRelease(
  context: ServerContext,
  releaseId: ReleaseId,
  options: { readonly waitMs?: number } = {},
): Promise<void> {
  const row = await Release.findByPk(String(releaseId));
  if (!row || !UNDER_WAY.includes(row.state)) return;
  const { appId, environment } = row;
  await withReleaseSession(context, { appId, environment, waitMs: options.waitMs }, async (client) => {
    // Read only now: another worker may have finished the release while this one waited for the lock.
    await row.reload();
    if (!UNDER_WAY.includes(row.state)) return;
    try {
      await failpoint("publish.begun");
      if (await repair(context, client, row)) return;
      await carryOut(context, client, row);
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      if (isTransient(error)) throw new OperationalError("The database went away during a release.", { cause: error });
      throw error;
    }
  });
}

/** The switch may have committed although the process crashed before it could update the release's row. */
async function repair(context: ServerContext, client: pg.Client, row: Release): Promise<boolean> {
  const releaseId = Number(row.id);
  if (!(await hasSwitched(client, releaseId))) return false;
  context.log.info({ releaseId }, "a release had switched before its worker was lost; its state is written now");
  await finish(context, client, row, new Date());
  return true;
}

async function finish(context: ServerContext, client: pg.Client, row: Release, liveAt: Date): Promise<void> {
  const releaseId = Number(row.id);
  const version = await AppVersion.findByPk(row.versionId, { rejectOnEmpty: true });
  const pointer = await readLivePointer(client, row);
  await markLive(context, {
    releaseId,
    appId: row.appId,
    environment: row.environment,
    liveAt,
    models: Object.values(version.definition.records).flatMap((record) => (record.kind === "model" ? [record.id] : [])),
    supersededAlready: pointer !== undefined && pointer.releaseId > releaseId,
  });
}

async function carryOut(context: ServerContext, client: pg.Client, row: Release): Promise<void> {
  const releaseId = Number(row.id);
  const version = await AppVersion.findByPk(row.versionId, { rejectOnEmpty: true });
  await progress(context, releaseId, { state: "preparing", progress: "Looking at what is there …" });
  if (!(await provision(context, row, version))) return;
  const planned = await planRelease(context, {
    appId: row.appId,
    environment: row.environment,
    target: version.definition,
    answers: row.answers,
  });
  const { plan, environment, physical } = planned;
  const say = (state: "preparing" | "switching") => async (doing: string) => {
    if (!(await progress(context, releaseId, { state, progress: doing })))
      throw new ReleaseRefused("It was cancelled.");
  };
  const place = { client, plan, schemaName: environment.schemaName, roleName: environment.roleName };
  const build = { ...place, entry: { releaseId, appId: row.appId, attempt: row.attempt }, say: say("preparing") };
  let doing = "Prepare the release";
  try {
    if (await isDeleted(row)) throw new ReleaseRefused("The app was deleted before this could go live.");
    requireSamePlan(planned, row);
    await requireNoDrift(context, client, planned);
    doing = "Build indexes";
    const watch = watchForCancel(context, client, releaseId);
    await runBuildPhase(build).finally(() => watch.stop());
    await failpoint("publish.built");
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    // From here on the release cannot be cancelled.
    await say("switching")("Switching …");
    await runSwitchPhase({
      ...place,
      appId: row.appId,
      environment: row.environment,
      releaseId,
      attempt: row.attempt,
      baseReleaseId: Number(row.baseReleaseId ?? 0),
      physical,
      systemSteps: pendingSteps(await readSteps(client, row), planned.to),
      to: planned.to,
      say: say("switching"),
      holders: async () => findHolders(context.appDatabase.pool, rows[0]?.pid ?? 0),
      doing: (description) => {
        doing = description;
      },
    });
  } catch (error) {
    // After a lost connection it is unknown whether the switch was committed: the next run reads the journal.
    if (isTransient(error)) throw error;
    context.log.error({ err: error, releaseId, appId: row.appId, release: row.number, doing }, "a release failed");
    if (error instanceof SystemStepFailed) await recordStepFailure(client, row, error);
    // Also when this run built nothing: an earlier attempt may have crashed after its build.
    await undoBuildPhase(build);
    await failpoint("publish.undone");
    await markFailed(context, releaseId, explainFailure(error, { to: planned.to, release: row.number, doing }));
    return;
  }
  await failpoint("publish.after-commit");
  await finish(context, client, row, context.clock.now());
  await failpoint("publish.settled");
}

/** Creates the app's schema and roles if needed; false when that is not possible, which ends the release. */
async function provision(context: ServerContext, row: Release, version: AppVersion): Promise<boolean> {
  if (await isDeleted(row)) return true;
  // Just restored, by a request that has not moved its live pointer back yet.
  await settleDeletion(context, row.appId);
  const { schemaName, roleName } = await Environment.findOne({
    where: { appId: row.appId, name: row.environment },
    rejectOnEmpty: true,
  });
  const { appId, environment } = row;
  try {
    await provisionApp(context.appDatabase, { appId, environment, schemaName, roleName });
    return true;
  } catch (error) {
    // A permanently deleted app has no release to end.
    if (error instanceof UserError || isTransient(error)) throw error;
    const releaseId = Number(row.id);
    const doing = "Make the app's place in the database";
    context.log.error({ err: error, releaseId, appId: row.appId, release: row.number, doing }, "a release failed");
    if (error instanceof SystemStepFailed) await recordStepFailure(context.appDatabase.pool, row, error);
    const to = readDefinition(version.definition);
    await markFailed(context, releaseId, explainFailure(error, { to, release: row.number, doing }));
    return false;
  }
}

async function isDeleted(row: Release): Promise<boolean> {
  const app = await App.findByPk(row.appId, { attributes: ["deletedAt"] });
  return !app || app.deletedAt !== null;
}

function requireSamePlan(planned: ReleasePlan, row: Release): void {
  if ((planned.live?.releaseId ?? 0) !== Number(row.baseReleaseId ?? 0)) {
    throw new ReleaseRefused("Another release went live meanwhile. Review the plan again.");
  }
  if (planned.planHash !== row.planHash) {
    throw new ReleaseRefused("What the plan was made for has changed meanwhile. Review the plan again.");
  }
}

/** Compares the catalog with the live version: a plan for tables that are not as expected would have other effects. */
async function requireNoDrift(context: ServerContext, client: pg.Client, planned: ReleasePlan): Promise<void> {
  const [row] = await runSql<{ schema: InspectedSchema }>(client, inspectQuery(planned.environment.schemaName));
  const drift = findDrift({
    design: planned.live ? designSchema(planned.live.reader) : { tables: [] },
    physical: planned.physical,
    inspected: row?.schema ?? { tables: [] },
  });
  if (drift.length > 0) context.log.warn({ drift, appId: planned.environment.appId }, "the app's tables have drifted");
  const first = drift.find(blocksRelease);
  if (first) {
    throw new ReleaseRefused(
      `The database is not as the live version left it. ${first.message} Mend it by hand, then publish again.`,
    );
  }
}
