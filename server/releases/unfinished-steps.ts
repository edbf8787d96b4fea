import { QueryTypes } from "sequelize";
import type { AppId, WorkspaceId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { AppStepPlace, SystemStep } from "../app-database/system-step.ts";
import { pendingSteps, type StepRecord } from "../app-database/system-steps.ts";
import { systemSteps } from "../app-database/system-tables.ts";
import type { ServerContext } from "../context.ts";

/** An app whose schema lacks steps that it needs: made by an earlier version, or one of them failed. */
export interface UnfinishedApp {
  readonly place: AppStepPlace;
  readonly workspaceId: WorkspaceId;
  readonly slug: string;
  readonly steps: readonly SystemStep[];
  /** Why the last try of the first of them failed; undefined when none has. */
  readonly failure: string | undefined;
}

interface Row {
  readonly app_id: AppId;
  readonly name: string;
  readonly schema_name: string;
  readonly role_name: string;
  readonly workspace_id: WorkspaceId;
  readonly slug: string;
}

/**
 * All apps with unfinished steps, deleted ones that can be brought back too. A definition is read only where a step
 * that has not been done could be due by what the live version says.
 */
export async function findUnfinishedSteps(context: ServerContext): Promise<readonly UnfinishedApp[]> {
  const rows = await context.sequelize.query<Row>(
    `SELECT e.app_id, e.name, e.schema_name, e.role_name, a.workspace_id, a.slug
       FROM platform.environments e JOIN platform.apps a ON a.id = e.app_id WHERE a.purged_at IS NULL`,
    { type: QueryTypes.SELECT },
  );
  const there = await readSchemas(context, rows);
  const unfinished: UnfinishedApp[] = [];
  for (const row of rows) {
    const schema = there.get(row.schema_name);
    if (!schema) continue;
    const place = {
      appId: row.app_id,
      environment: row.name,
      schemaName: row.schema_name,
      roleName: row.role_name,
    };
    const steps = pendingSteps(schema, await definitionIfAsked(context, place, schema));
    if (steps.length === 0) continue;
    const failure = schema.failures.find(({ step }) => step === steps[0]?.number)?.failure;
    unfinished.push({ place, workspaceId: row.workspace_id, slug: row.slug, steps, failure });
  }
  return unfinished;
}

interface SchemaRow extends StepRecord {
  readonly schema: string;
  readonly failures: readonly { readonly step: number; readonly failure: string }[];
}

/** The apps' schemas that are there, by name, with the steps that each has had. */
async function readSchemas(context: ServerContext, rows: readonly Row[]): Promise<ReadonlyMap<string, SchemaRow>> {
  const found = await context.appDatabase.pool.query<SchemaRow>(
    `SELECT n.nspname AS schema,
            coalesce(array_agg(s.step) FILTER (WHERE s.step IS NOT NULL), '{}') AS tried,
            coalesce(array_agg(s.step) FILTER (WHERE s.done_at IS NOT NULL), '{}') AS done,
            coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'failure', s.failure))
                       FILTER (WHERE s.done_at IS NULL AND s.failure IS NOT NULL), '[]') AS failures
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS e(app_id, environment, schema_name)
       JOIN pg_catalog.pg_namespace n ON n.nspname = e.schema_name
       LEFT JOIN quintet.app_steps s ON s.app_id = e.app_id AND s.environment = e.environment
      GROUP BY n.nspname`,
    [rows.map((row) => row.app_id), rows.map((row) => row.name), rows.map((row) => row.schema_name)],
  );
  return new Map(found.rows.map((row) => [row.schema, row]));
}

async function definitionIfAsked(
  context: ServerContext,
  { appId, environment }: AppStepPlace,
  { done }: StepRecord,
): Promise<DefinitionReader | undefined> {
  const asks = systemSteps.some(({ number, feature }) => feature.isUsedBy !== "every app" && !done.includes(number));
  if (!asks) return undefined;
  const [row] = await context.sequelize.query<{ definition: AppDefinition }>(
    `SELECT v.definition FROM platform.releases r JOIN platform.app_versions v ON v.id = r.version_id
      WHERE r.app_id = $1 AND r.environment = $2 AND r.state = 'live' ORDER BY r.id DESC LIMIT 1`,
    { bind: [appId, environment], type: QueryTypes.SELECT },
  );
  return row && readDefinition(row.definition);
}
