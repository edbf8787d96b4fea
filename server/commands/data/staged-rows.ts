import { QueryTypes } from "sequelize";
import { LIVE } from "#contract/environments";
import type { DataRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import type { ModelId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { longText } from "#engine/field-types/long-text";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import { compileBinder } from "#engine/query/binder";
import type { QueryScope } from "#engine/query/query-scope";
import { compileListShape } from "#engine/rest/list-request";
import { readPaging } from "#engine/rest/paging";
import type { QueryParameters } from "#engine/rest/query-string";
import { callerView } from "#engine/rest/resource";
import { listPage } from "#engine/runtime/execution/list-page";
import { listSlots } from "#engine/runtime/execution/run-list";
import type { TableKey } from "#engine/schema/design/table-design";
import { identifier, joinSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import type { RowPage } from "./row-page.ts";

/** Imported rows that wait for the first publish of their model, and the drawing that gives their columns names. */
export interface Staged {
  readonly appId: AppId;
  readonly schemaName: string;
  readonly tableName: string;
  readonly columns: readonly { readonly fieldId: string; readonly sqlType: string }[];
  /** The kind of key that its rows have, whatever is drawn by now. */
  readonly key: TableKey | undefined;
  readonly records: readonly unknown[];
  readonly modelId: ModelId;
}

export async function findStaged(
  context: ServerContext,
  { appId, modelId }: { appId: AppId; modelId: string },
): Promise<Staged | undefined> {
  const [row] = await context.sequelize.query<{
    schema_name: string;
    table_name: string;
    columns: Staged["columns"];
    key: TableKey | null;
    records: unknown[];
  }>(
    `SELECT e.schema_name, s.table_name, s.columns, s.key,
            (SELECT json_agg(r.body) FROM platform.draft_records r JOIN platform.drafts d ON d.id = r.draft_id
              WHERE d.app_id = s.app_id AND d.name = 'main'
                AND (r.record_id = s.model_id OR r.kind IN ('field', 'choice'))) AS records
       FROM platform.staged_tables s JOIN platform.environments e ON e.app_id = s.app_id AND e.name = 'live'
      WHERE s.app_id = $1 AND s.model_id = $2`,
    { bind: [appId, modelId], type: QueryTypes.SELECT },
  );
  if (!row) return undefined;
  return {
    appId,
    schemaName: row.schema_name,
    tableName: row.table_name,
    columns: row.columns,
    key: row.key ?? undefined,
    records: row.records,
    modelId: modelId as ModelId,
  };
}

/**
 * The same compiler as for live rows, over a table whose columns are named by field id and may be fewer than what is
 * drawn. What does not fit the drawing any more is shown as the text it was read from.
 */
export async function listStagedRows(
  context: ServerContext,
  staged: Staged,
  parameters: QueryParameters,
): Promise<RowPage> {
  const { scope, model } = scopeOf(staged);
  const view = callerView("studio", scope);
  const paging = readPaging(parameters);
  const shape = compileListShape({ view, model, parameters, paging, shape: "record" });
  const slots = listSlots(shape, { view, parameters, paging });
  const builder = { kind: "builder", accountId: "", name: "" } as const;
  const values = compileBinder(shape.statement)(slots, builder, { method: "", path: "", time: "" });
  // These rows are not served yet: the login reads them, and there is no release to guard.
  const [row] = await context.engine.data.read(undefined, { text: shape.statement.text, name: undefined }, values);
  if (!row) return { rows: [], next: null };
  const { rows, next } = listPage<DataRow>(row, shape, paging);
  return { rows, next: next?.[1] ?? null };
}

function scopeOf(staged: Staged): { scope: QueryScope; model: ModelRecord } {
  const records = Object.fromEntries(
    (staged.records as { id: string }[]).map((record) => [record.id, record]),
  ) as unknown as AppDefinition["records"];
  const drawn = readDefinition({ ...emptyDefinition("Staged"), records });
  const model = drawn.model(staged.modelId);
  if (!model) throw new Error(`The staged model ${staged.modelId} is not in the draft.`);
  const kept: FieldRecord[] = [];
  const columns = [sql`_s."id"`, sql`_s."_version"`];
  for (const field of drawn.fields(model.id)) {
    const column = staged.columns.find((each) => each.fieldId === field.id);
    if (!column) continue;
    const isAsDrawn = knownFieldTypeIn(drawn, field).sqlType(field.type) === column.sqlType;
    const source = identifier("_s", column.fieldId);
    columns.push(sql`${isAsDrawn ? source : sql`${source}::text`} AS ${identifier(field.name)}`);
    // Staged columns are nullable whatever is drawn; relations point nowhere yet.
    kept.push({
      ...field,
      required: false,
      type: isAsDrawn && pointsTo(field) === undefined ? field.type : longText.initial,
    });
  }
  const own = Object.fromEntries(
    [...kept, ...kept.flatMap((field) => drawn.choices(field.id)), { ...model, defaultOrder: [], key: staged.key }].map(
      (record) => [record.id, record],
    ),
  ) as AppDefinition["records"];
  const reader = readDefinition({ ...emptyDefinition("Staged"), records: own });
  const table = sql`(SELECT ${joinSql(columns, ", ")} FROM ${identifier(staged.schemaName, staged.tableName)} _s)`;
  return {
    scope: {
      schemaName: staged.schemaName,
      appId: staged.appId,
      environment: LIVE,
      reader,
      access: () => ({ kind: "open" }),
      table: () => table,
    },
    model: reader.model(model.id) as ModelRecord,
  };
}
