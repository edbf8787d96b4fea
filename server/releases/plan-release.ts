import type { Transaction } from "sequelize";
import { LIVE } from "#contract/environments";
import type { PlanAnswers, PlanStep } from "#contract/http/releases";
import type { AppId, ReleaseId, VersionId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { PhysicalState } from "#engine/schema/design/table-design";
import { describeSteps } from "#engine/schema/plan/describe-plan";
import { planSchema } from "#engine/schema/plan/plan-schema";
import type { SchemaPlan } from "#engine/schema/plan/schema-plan";
import { readLivePointer } from "../app-database/live-pointer.ts";
import { readArchived } from "../app-database/physical-state.ts";
import { readSuspendedPointer } from "../app-database/suspended-apps.ts";
import type { ServerContext } from "../context.ts";
import { importProblems } from "../imports/import-problems.ts";
import { AppVersion } from "../models/app-version.ts";
import { Environment } from "../models/environment.ts";
import { Release } from "../models/release.ts";
import { StagedTable } from "../models/staged-table.ts";
import { constraintProblems } from "./constraint-problems.ts";
import { contentHash, valueHash } from "./content-hash.ts";
import { signUpProblems } from "./sign-up-problems.ts";
import { threadTurns } from "./thread-turns.ts";

/** What is live: the release that quintet.live points to, with its version. */
export interface LiveVersion {
  readonly releaseId: ReleaseId;
  readonly releaseNumber: number;
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly contentHash: string;
  readonly reader: DefinitionReader;
}

/** A plan with all that it was made from. The worker makes it again and compares the hash. */
export interface ReleasePlan {
  readonly environment: Environment;
  readonly live: LiveVersion | undefined;
  readonly physical: PhysicalState;
  readonly to: DefinitionReader;
  readonly toHash: string;
  readonly answers: PlanAnswers;
  readonly plan: SchemaPlan;
  /** Of the target's content, the answers, the live release and what is archived or staged. */
  readonly planHash: string;
}

export async function planRelease(
  context: ServerContext,
  input: {
    readonly appId: AppId;
    readonly target: AppDefinition;
    readonly answers: PlanAnswers;
    readonly environment?: string;
    /** To read the platform's rows in, so that a caller in a transaction needs no second connection. */
    readonly transaction?: Transaction;
  },
): Promise<ReleasePlan> {
  const place = { appId: input.appId, environment: input.environment ?? LIVE };
  const { pool } = context.appDatabase;
  const transaction = input.transaction ?? null;
  // One after another: in a transaction they share a connection, which takes one statement at a time.
  const environment = await Environment.findOne({
    where: { appId: place.appId, name: place.environment },
    rejectOnEmpty: true,
    transaction,
  });
  const staged = await StagedTable.findAll({ where: { appId: place.appId }, order: [["modelId", "ASC"]], transaction });
  const [livePointer, archived] = await Promise.all([readLivePointer(pool, place), readArchived(pool, place)]);
  // A release that was running when its app was deleted removes its build by the plan that it was made with.
  const pointer = livePointer ?? (await readSuspendedPointer(pool, place));
  const live = await loadLive(pointer?.releaseId ?? 0, transaction);
  const physical: PhysicalState = {
    archived,
    staged: staged.map(({ modelId, tableName, key, columns, rows }) => ({
      modelId,
      tableName,
      ...(key ? { key } : {}),
      columns,
      rows: Number(rows),
    })),
  };
  const to = readDefinition(input.target);
  const turns = threadTurns(to, live?.reader);
  const toHash = await turns.step(() => contentHash(input.target));
  const planned = await turns.step(() => planSchema({ from: live?.reader, to, physical, answers: input.answers }));
  const loading = await importProblems({ appId: place.appId, to }, transaction);
  const unkept = await constraintProblems(context, planned);
  const plan = { ...planned, problems: [...planned.problems, ...loading, ...unkept, ...signUpProblems(context, to)] };
  // Rows come and go meanwhile, as live ones do: the facts are read again, and their number is no part of the plan.
  const waiting = physical.staged.map(({ rows: _, ...table }) => table);
  const planHash = valueHash({
    content: toHash,
    answers: input.answers,
    live: live?.releaseNumber ?? 0,
    physical: { ...physical, staged: waiting },
  });
  return { environment, live, physical, to, toHash, answers: input.answers, plan, planHash };
}

async function loadLive(releaseId: ReleaseId, transaction: Transaction | null): Promise<LiveVersion | undefined> {
  if (releaseId === 0) return undefined;
  const release = await Release.findByPk(String(releaseId), {
    attributes: ["versionId", "number"],
    rejectOnEmpty: true,
    transaction,
  });
  const version = await AppVersion.findByPk(release.versionId, { rejectOnEmpty: true, transaction });
  return {
    releaseId,
    releaseNumber: release.number,
    versionId: version.id,
    versionNumber: version.number,
    contentHash: version.contentHash,
    reader: readDefinition(version.definition),
  };
}

/** The steps as the publish panel and the release show them. */
export const stepsOf = ({ plan, environment }: ReleasePlan): PlanStep[] =>
  describeSteps(plan, environment.schemaName).map((step) => ({
    ...step,
    sql: [...step.sql],
    hazards: step.hazards.map((hazard) => ({ ...hazard })),
  }));
