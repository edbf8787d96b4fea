import { LIVE } from "#contract/environments";
import type { FormulaPreview } from "#contract/http/data";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { FieldId } from "#engine/definition/ids";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { type FieldRecord, formulaOf } from "#engine/definition/records/field";
import { knownFieldType } from "#engine/field-types/registry";
import type { QueryScope } from "#engine/query/query-scope";
import { rowTitle } from "#engine/query/title";
import { valueSql } from "#engine/query/value-sql";
import { identifier, sql } from "#engine/sql/sql";
import { runSql } from "../../app-database/run-sql.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";

const LONGEST_MS = 2_000;

/**
 * What a formula of the draft gives in the first live rows of its model. It is calculated over what is live, together with
 * the other formulas of the draft; empty where what it reads is not live yet under its name, or where it takes too long.
 */
export async function previewFormula(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly fieldId: string },
): Promise<FormulaPreview> {
  const { appId, definition } = await context.sequelize.transaction(async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "readRows", draftId: input.draftId, transaction });
    return { appId: draft.appId, definition: await loadDefinition(context, draft, transaction) };
  });
  const drawn = readDefinition(definition);
  const field = drawn.field(input.fieldId as FieldId);
  const live = (await context.engine.apps.get(appId, LIVE))?.snapshot;
  if (!live || !field || formulaOf(field) === undefined || !live.reader.model(field.modelId)) return { rows: [] };
  const reader = withFormulas(live.reader, drawn);
  return { rows: await firstValues(context, { appId, reader, field, schemaName: live.identity.schemaName }) };
}

/** What is live, with the formulas that are drawn. */
function withFormulas(live: DefinitionReader, drawn: DefinitionReader): DefinitionReader {
  const formulas = drawn
    .ofKind("field")
    .filter((field) => formulaOf(field) !== undefined && live.model(field.modelId) !== undefined);
  const records: Record<string, DefinitionRecord> = { ...live.definition.records };
  for (const field of formulas) records[field.id] = field;
  return readDefinition({ ...live.definition, records });
}

interface Place {
  readonly appId: AppId;
  readonly reader: DefinitionReader;
  readonly field: FieldRecord;
  readonly schemaName: string;
}

async function firstValues(context: ServerContext, { appId, reader, field, schemaName }: Place) {
  const model = reader.model(field.modelId);
  if (!model) return [];
  // A builder sees all rows; what others see depends on the rules of the rows that it reads.
  const access = () => ({ kind: "open" as const });
  const scope: QueryScope = { schemaName, appId, environment: LIVE, reader, whole: reader, access };
  const value = knownFieldType(field.type).jsonSql(valueSql(scope, "_r", field));
  const rows = sql`SELECT * FROM ${identifier(schemaName, model.name)} ORDER BY "id" LIMIT 3`;
  const statement = sql`SELECT COALESCE(json_agg(json_build_object('id', "_r"."id", 'title', ${rowTitle(scope, model, "_r")}, 'value', ${value})), '[]'::json) AS rows FROM (${rows}) "_r"`;
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
    const [found] = await runSql<FormulaPreview>(client, statement);
    return found?.rows ?? [];
  } catch (error) {
    // It takes too long to be waited for, or a release went live meanwhile.
    if (/^(?:57014|42)/.test((error as { code?: string }).code ?? "")) return [];
    throw error;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
