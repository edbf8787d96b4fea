import { LIVE } from "#contract/environments";
import type { RowKey } from "#contract/http/data";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { FieldId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import { UserError } from "#engine/errors";
import { keyOf } from "#engine/field-types/keys";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import { arrayCast } from "#engine/query/filter";
import { castTypeSql } from "#engine/schema/operations/column-sql";
import { compileFormula } from "#engine/schema/plan/compile-formula";
import { identifier, type Sql, sql, value } from "#engine/sql/sql";
import { runSql } from "../../app-database/run-sql.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { findStaged } from "./staged/find-staged.ts";
import { stagedScope } from "./staged/staged-scope.ts";

const LONGEST_MS = 5_000;
/** The alias of the row in the formula. */
const ROW = "_row";

interface Question {
  readonly draftId: DraftId;
  readonly fieldId: string;
  readonly formula: string;
  readonly keys: readonly RowKey[];
}

/** Rows as a formula reads them: the table, and the definition under whose names it is written. */
interface FormulaRows {
  readonly reader: DefinitionReader;
  /** As its values will be written: what is drawn, while the rows wait for their first publish. */
  readonly field: FieldRecord;
  readonly schemaName: string;
  readonly table: Sql;
}

/** What a formula gives for a field in the rows of these keys. Rows that are live are read under their live names. */
export async function evaluateFormula(
  context: ServerContext,
  actor: Actor,
  { draftId, fieldId, formula, keys }: Question,
): Promise<{ id: RowKey; value: JsonValue }[]> {
  const { appId } = await findDraftFor(context, actor, { action: "readRows", draftId });
  const rows = await rowsOf(context, { appId, fieldId: fieldId as FieldId });
  const field = rows?.field;
  const model = field && rows?.reader.model(field.modelId);
  if (!rows || !field || !model) throw new UserError("not_found", "There is no such field with rows.");
  const compiled = compileFormula({ reader: rows.reader, field, source: formula, alias: ROW });
  if (!compiled.ok) throw refused(compiled.message);
  const type = knownFieldTypeIn(rows.reader, field);
  const row = identifier(ROW);
  const content = sql`(${compiled.expression(rows.schemaName)})::${castTypeSql(type.sqlType(field.type))}`;
  const wanted = value(keys.map(String), arrayCast(keyOf(model).cast));
  const statement = sql`SELECT COALESCE(json_agg(json_build_object('id', ${row}."id", 'value', ${type.jsonSql(sql`_v."_value"`)}) ORDER BY ${row}."id"), '[]'::json) AS values FROM ${rows.table} AS ${row} CROSS JOIN LATERAL (SELECT ${content} AS "_value") AS _v WHERE ${row}."id" = ANY (${wanted})`;
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
    const [found] = await runSql<{ values: { id: RowKey; value: JsonValue }[] }>(client, statement);
    return found?.values ?? [];
  } catch (error) {
    const state = (error as { code?: string }).code ?? "";
    if (state.startsWith("22")) throw refused("In one of the rows it gives a value that does not fit the field.");
    if (state === "57014") throw refused("It takes too long.");
    throw error;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

async function rowsOf(
  context: ServerContext,
  { appId, fieldId }: { readonly appId: AppId; readonly fieldId: FieldId },
): Promise<FormulaRows | undefined> {
  const live = (await context.engine.apps.get(appId, LIVE))?.snapshot;
  const field = live?.reader.field(fieldId);
  const model = field && live?.reader.model(field.modelId);
  if (live && field && model) {
    const { schemaName } = live.identity;
    return { reader: live.reader, field, schemaName, table: identifier(schemaName, model.name) };
  }
  const modelId = await modelOfField(context, { appId, fieldId });
  const staged = modelId === undefined ? undefined : await findStaged(context, { appId, modelId });
  const drawnField = staged?.drawn.field(fieldId);
  if (!staged || !drawnField) return undefined;
  const { scope, model: drawn } = await stagedScope(context, staged, { follows: false });
  return { reader: scope.reader, field: drawnField, schemaName: staged.schemaName, table: scope.table?.(drawn) as Sql };
}

/** The model of a field that only the draft has. */
async function modelOfField(
  { sequelize }: ServerContext,
  { appId, fieldId }: { readonly appId: AppId; readonly fieldId: FieldId },
): Promise<string | undefined> {
  const [rows] = await sequelize.query(
    `SELECT r.body->>'modelId' AS "modelId" FROM platform.draft_records r JOIN platform.drafts d ON d.id = r.draft_id
      WHERE d.app_id = $1 AND d.name = 'main' AND r.record_id = $2 AND r.kind = 'field'`,
    { bind: [appId, fieldId] },
  );
  return (rows as { modelId: string }[])[0]?.modelId;
}

function refused(message: string): UserError {
  return new UserError("invalid_values", message, {
    errors: [{ pointer: "/formula", code: "invalid", message }],
  });
}
