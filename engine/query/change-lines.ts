import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { knownFieldType, storedFields } from "../field-types/registry.ts";
import { identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { historyTable } from "./history-table.ts";
import { columnOf, type QueryScope } from "./query-scope.ts";
import type { Rider } from "./riders.ts";

/**
 * Keeps the changes of a model's rows: each row that a statement adds or changes is a line with what changed,
 * `{"fld_…": [before, after]}`, in the JSON form of the API, so that a value can be written back whatever its type has become.
 * A write that changes no value has no line, and the time of the last change is no value of its own.
 */
export function changeLines(scope: QueryScope, model: ModelRecord, write: "create" | "update" | "restore"): Rider {
  return {
    write({ before, after, aliases }) {
      const [name, old, row, line] = [aliases.make(), aliases.make(), aliases.make(), aliases.make()];
      const earlier =
        before && sql` JOIN ${before} ${identifier(old)} ON ${columnOf(old, "id")} = ${columnOf(row, "id")}`;
      const changes = changedValues(keptFields(scope, model), { old: before ? old : undefined, row });
      const values = [
        literal(model.id),
        sql`${columnOf(row, "id")}::text`,
        literal(write),
        columnOf(row, "_version"),
        literal(""),
        slot("caller.account", "text"),
        slot("caller.key", "bigint"),
        slot("caller.user", "text"),
        slot("caller.way", "text"),
        columnOf(line, "_changes"),
      ];
      const from = sql`${after ?? sql``} ${identifier(row)}${earlier ?? sql``} CROSS JOIN LATERAL (${changes}) ${identifier(line)}`;
      const lines = sql`INSERT INTO ${historyTable(scope)} (${joinSql(lineColumns, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${from} WHERE ${columnOf(line, "_changes")} IS NOT NULL`;
      return { ctes: [sql`${identifier(name)} AS (${lines})`], counted: [] };
    },
  };
}

export const lineColumns = [
  "model_id",
  "row_id",
  "action",
  "version",
  "title",
  "account_id",
  "key_id",
  "user_id",
  "way",
  "changes",
].map((column) => identifier(column));

/** Whether the changes of a model's rows are kept. Links are in the history of the rows at both of their ends. */
export const keepsChanges = (reader: Pick<DefinitionReader, "model" | "field">, model: ModelRecord): boolean =>
  model.history === true ||
  (model.link?.fields ?? []).some((id) => {
    const end = reader.field(id);
    return end !== undefined && reader.model(pointsTo(end) ?? ("" as ModelId))?.history === true;
  });

/** The fields of which changes are kept. */
export const keptFields = ({ reader }: Pick<QueryScope, "reader">, model: ModelRecord): readonly FieldRecord[] =>
  storedFields(reader, model.id).filter((field) => knownFieldType(field.type).automatic === undefined);

/**
 * The values of two rows that differ, by alias; without `old`, those that a new row has. Fields are rows of VALUES, since a
 * function takes at most 100 arguments. One row with `_changes`, which is null of an update that changed nothing.
 */
export function changedValues(
  fields: readonly FieldRecord[],
  rows: { readonly old: string | undefined; readonly row: string },
): Sql {
  const { old, row } = rows;
  const isNew = old === undefined;
  if (fields.length === 0) return isNew ? sql`SELECT '{}'::jsonb AS _changes` : sql`SELECT NULL::jsonb AS _changes`;
  const json = (alias: string, { type, name }: FieldRecord) =>
    sql`to_jsonb(${knownFieldType(type).jsonSql(columnOf(alias, name))})`;
  const pairs = fields.map((field) => {
    const before = isNew ? sql`NULL::jsonb` : json(old, field);
    return sql`(${literal(field.id)}, ${before}, ${json(row, field)})`;
  });
  const all = sql`jsonb_object_agg(_f._id, jsonb_build_array(_f._before, _f._after))`;
  const kept = isNew ? sql`COALESCE(${all}, '{}')` : all;
  return sql`SELECT ${kept} AS _changes FROM (VALUES ${joinSql(pairs, ", ")}) _f(_id, _before, _after) WHERE _f._before IS DISTINCT FROM _f._after`;
}
