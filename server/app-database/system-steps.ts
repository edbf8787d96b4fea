import type pg from "pg";
import type { DefinitionReader } from "#engine/definition/reader";
import type { AppStepPlace, SystemStep } from "./system-step.ts";
import { systemSteps } from "./system-tables.ts";

/** Numbers of the steps that were tried in an app's schema, and of those that were done. */
export interface StepRecord {
  readonly tried: readonly number[];
  readonly done: readonly number[];
}

export async function readSteps(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
  place: Pick<AppStepPlace, "appId" | "environment">,
): Promise<StepRecord> {
  const { rows } = await client.query<{ step: number; done: boolean }>(
    `SELECT step, done_at IS NOT NULL AS done FROM quintet.app_steps
      WHERE app_id = $1 AND environment = $2 ORDER BY step`,
    [place.appId, place.environment],
  );
  return { tried: rows.map(({ step }) => step), done: rows.flatMap(({ step, done }) => (done ? [step] : [])) };
}

/**
 * The steps that an app still needs, in their order: of the features that its definition uses, and of those of which a
 * step was tried before. So what was begun is finished, also when the release that began it failed.
 */
export function pendingSteps(
  { tried, done }: StepRecord,
  definition: DefinitionReader | undefined,
  steps: readonly SystemStep[] = systemSteps,
): readonly SystemStep[] {
  const usedBefore = new Set(steps.filter(({ number }) => tried.includes(number)).map(({ feature }) => feature.name));
  return steps.filter(({ number, feature: { name, isUsedBy } }) => {
    if (done.includes(number)) return false;
    return isUsedBy === "every app" || usedBefore.has(name) || (definition !== undefined && isUsedBy(definition));
  });
}

/** A step failed. Its transaction is over, and nothing of it is there. */
export class SystemStepFailed extends Error {
  override readonly name = "SystemStepFailed";
  readonly step: SystemStep;
  /** Postgres' own code, by which a caller knows that it can try again. */
  readonly code: string | undefined;

  constructor(step: SystemStep, cause: unknown) {
    super(`Step ${step.number} (${step.what}) failed: ${(cause as Error).message}`, { cause });
    this.step = step;
    this.code = (cause as { code?: string }).code;
  }
}

/** Runs steps and records them, in the caller's transaction. */
export async function runSystemSteps(
  client: pg.ClientBase,
  place: AppStepPlace,
  steps: readonly SystemStep[],
): Promise<void> {
  for (const step of steps) {
    try {
      await step.run(client, place);
    } catch (error) {
      throw new SystemStepFailed(step, error);
    }
    await client.query(
      `INSERT INTO quintet.app_steps (app_id, environment, step, done_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (app_id, environment, step) DO UPDATE SET done_at = now(), failure = NULL, tried_at = now()`,
      [place.appId, place.environment, step.number],
    );
  }
}

/** Keeps why a step failed, for the operator; after the transaction that it failed in. */
export async function recordStepFailure(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
  place: Pick<AppStepPlace, "appId" | "environment">,
  { step, cause }: SystemStepFailed,
): Promise<void> {
  await client.query(
    `INSERT INTO quintet.app_steps (app_id, environment, step, failure) VALUES ($1, $2, $3, $4)
     ON CONFLICT (app_id, environment, step) DO UPDATE SET failure = excluded.failure, tried_at = now()
       WHERE app_steps.done_at IS NULL`,
    [place.appId, place.environment, step.number, (cause as Error).message],
  );
}
