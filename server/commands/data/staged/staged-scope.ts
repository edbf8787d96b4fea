import { LIVE } from "#contract/environments";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { type FieldRecord, hasColumn, pointsTo } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { longText } from "#engine/field-types/long-text";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import type { QueryScope } from "#engine/query/query-scope";
import type { TableKey } from "#engine/schema/design/table-design";
import { castTypeSql } from "#engine/schema/operations/column-sql";
import { identifier, joinSql, type Sql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../../../context.ts";
import type { StagedModel } from "./find-staged.ts";

/** Where the rows of a model of the draft are: in a table that waits, in the live table, or nowhere yet. */
export interface RowSource {
  readonly table: string | undefined;
  readonly key: TableKey | undefined;
  /** The column that holds a field's values, and its type; undefined for a field that no row has a value of. */
  column(fieldId: FieldId): SourceColumn | undefined;
}

interface SourceColumn {
  readonly name: string;
  readonly sqlType: string;
  /** The model whose keys it has, where another one may be drawn by now. */
  readonly keysOf?: ModelId;
}

export interface StagedScope {
  readonly scope: QueryScope;
  readonly model: ModelRecord;
  /** Fields of the model that were drawn since the last row was written: their values are absent. */
  readonly absent: readonly string[];
}

/**
 * Compiles the draft's model over the rows that wait, and over those of the models that its relations point to. A value
 * whose column has another type than is drawn by now is shown as the text that it is.
 *
 * `follows`: whether relations are resolved; without that they are keys.
 */
export async function stagedScope(
  context: ServerContext,
  staged: StagedModel,
  { follows }: { readonly follows: boolean },
): Promise<StagedScope> {
  const live = (await context.engine.apps.get(staged.appId, LIVE))?.snapshot.reader;
  const targets = follows ? staged.drawn.fields(staged.model.id).flatMap((field) => pointsTo(field) ?? []) : [];
  const modelIds = new Set([staged.model.id, ...targets.filter((id) => staged.drawn.model(id) !== undefined)]);
  // While a model's rows have keys of another kind than is drawn by now, a relation to it is only a key.
  const followed = new Set(
    targets.filter((id) => sourceOf(staged, id, live).key === staged.drawn.model(id)?.key && modelIds.has(id)),
  );
  const records: Record<string, unknown> = {};
  const tables = new Map<ModelId, Sql>();
  for (const id of modelIds) {
    const source = sourceOf(staged, id, live);
    const isOwn = id === staged.model.id;
    const shown = shownModel(staged, id, { source, relations: isOwn && follows ? followed : NONE });
    for (const record of shown.records) records[record.id] = record;
    tables.set(id, shown.table);
  }
  const reader = readDefinition({
    ...emptyDefinition("Staged"),
    records: records as unknown as AppDefinition["records"],
  });
  const own = sourceOf(staged, staged.model.id, live);
  return {
    scope: {
      schemaName: staged.schemaName,
      appId: staged.appId,
      environment: LIVE,
      reader,
      whole: reader,
      access: () => ({ kind: "open" }),
      table: (model) => tables.get(model.id) as Sql,
    },
    model: reader.model(staged.model.id) as ModelRecord,
    absent: staged.drawn
      .fields(staged.model.id)
      .filter((field) => hasColumn(field) && own.column(field.id) === undefined)
      .map((field) => field.name),
  };
}

const NONE: ReadonlySet<ModelId> = new Set();

export function sourceOf(staged: StagedModel, id: ModelId, live: DefinitionReader | undefined): RowSource {
  const published = live?.model(id);
  if (live && published) {
    return {
      table: published.name,
      key: published.key,
      column(fieldId) {
        const field = live.field(fieldId);
        return field?.modelId === id && hasColumn(field)
          ? { name: field.name, sqlType: knownFieldTypeIn(live, field).sqlType(field.type) }
          : undefined;
      },
    };
  }
  const waiting = staged.tables.get(id);
  return {
    table: waiting?.tableName,
    key: waiting ? waiting.key : staged.drawn.model(id)?.key,
    column(fieldId) {
      const column = waiting?.columns.find((each) => each.fieldId === fieldId);
      return column && { ...column, name: fieldId };
    },
  };
}

/** A model as its rows can be shown, and the table that the compiler reads for it. */
function shownModel(
  staged: StagedModel,
  id: ModelId,
  { source, relations }: { readonly source: RowSource; readonly relations: ReadonlySet<ModelId> },
) {
  const { drawn } = staged;
  const fields: FieldRecord[] = [];
  const columns =
    source.table === undefined
      ? [sql`NULL::${castTypeSql(source.key === "uuid" ? "uuid" : "bigint")} AS "id"`, sql`1::bigint AS "_version"`]
      : [sql`_s."id"`, sql`_s."_version"`];
  for (const field of drawn.fields(id)) {
    if (!hasColumn(field)) {
      fields.push(field);
      continue;
    }
    const sqlType = knownFieldTypeIn(drawn, field).sqlType(field.type);
    const column = source.column(field.id);
    const target = pointsTo(field);
    const isAsDrawn =
      column === undefined || (column.sqlType === sqlType && (column.keysOf === undefined || column.keysOf === target));
    const value = column ? identifier("_s", column.name) : sql`NULL::${castTypeSql(sqlType)}`;
    const isShown = isAsDrawn && (target === undefined || relations.has(target));
    // Columns of rows that wait are nullable whatever is drawn.
    fields.push({ ...field, required: false, type: isShown ? field.type : longText.initial });
    columns.push(sql`${isShown ? value : sql`${value}::text`} AS ${identifier(field.name)}`);
  }
  const key = source.key === undefined ? {} : { key: source.key };
  const { key: _, ...model } = drawn.model(id) as ModelRecord;
  const from =
    source.table === undefined ? sql`WHERE false` : sql`FROM ${identifier(staged.schemaName, source.table)} _s`;
  return {
    records: [
      { ...model, ...key, defaultOrder: [] },
      ...fields,
      ...fields.flatMap((field) => drawn.choices(field.id)),
    ] as readonly { readonly id: string }[],
    table: sql`(SELECT ${joinSql(columns, ", ")} ${from})`,
  };
}
