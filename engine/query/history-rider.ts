import type { FieldRecord } from "../definition/records/field.ts";
import { pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { storedFields } from "../field-types/registry.ts";
import { emptySql, identifier, joinSql, literal, type Sql, slot, sql } from "../sql/sql.ts";
import { changeLines, keepsChanges } from "./change-lines.ts";
import { historyTable } from "./history-table.ts";
import { columnOf, type QueryScope } from "./query-scope.ts";
import type { RiddenRows, Rider, RowWrite } from "./riders.ts";
import { rowTitle } from "./title.ts";

/**
 * Keeps deleted rows, so that they can be restored. Every row that a statement deletes is a line with its values, title
 * and version, and every row of which it empties a relation is a line with the old keys. The lines of one statement have
 * the same `at` and `xact`, so that what was deleted together is restored together.
 *
 * `changes` has an array by field id, `[before]`. It is empty where the column was NULL, which JSON's `null` is not.
 */
export function historyRiders(scope: QueryScope, model: ModelRecord, write: RowWrite): readonly Rider[] {
  if (write === "create" || write === "update")
    return keepsChanges(scope.whole, model) ? [changeLines(scope, model, write)] : [];
  // Builders read the titles, and no rule narrows what they see.
  const open: QueryScope = { ...scope, reader: scope.whole, access: () => ({ kind: "open" }) };
  const fields = storedFields(scope.whole, model.id).filter(
    (field) => write === "delete" || pointsTo(field) !== undefined,
  );
  return [{ write: (rows) => ({ ctes: [lines(open, { model, fields, write, rows })], counted: [] }) }];
}

interface Line {
  readonly model: ModelRecord;
  readonly fields: readonly FieldRecord[];
  readonly write: "delete" | "unlink";
  readonly rows: RiddenRows;
}

function lines(scope: QueryScope, { model, fields, write, rows }: Line): Sql {
  const { aliases, before = emptySql, after } = rows;
  const name = aliases.make();
  const row = aliases.make();
  const left = aliases.make();
  const emptied = after && {
    alias: left,
    from: sql` JOIN ${after} ${identifier(left)} ON ${columnOf(left, "id")} = ${columnOf(row, "id")}`,
  };
  const values = [
    literal(model.id),
    sql`${columnOf(row, "id")}::text`,
    literal(write),
    columnOf(row, "_version"),
    rowTitle(scope, model, row),
    slot("caller.account", "text"),
    slot("caller.key", "bigint"),
    emptied ? emptiedFields(fields, row, emptied.alias) : allFields(fields, row),
  ];
  return sql`${identifier(name)} AS (INSERT INTO ${historyTable(scope)} (model_id, row_id, action, version, title, account_id, key_id, changes) SELECT ${joinSql(values, ", ")} FROM ${before} ${identifier(row)}${emptied?.from ?? emptySql})`;
}

/** `{"fld_…": [value]}`. Fields are rows of VALUES, since a function takes at most 100 arguments. */
function allFields(fields: readonly FieldRecord[], row: string): Sql {
  if (fields.length === 0) return sql`'{}'::jsonb`;
  const pairs = fields.map(({ id, name }) => sql`(${literal(id)}, to_jsonb(${columnOf(row, name)}))`);
  return sql`(SELECT jsonb_object_agg(_f._id, CASE WHEN _f._value IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(_f._value) END) FROM (VALUES ${joinSql(pairs, ", ")}) _f(_id, _value))`;
}

/** The same of those that had a value in `row` and have none in `left`. */
function emptiedFields(fields: readonly FieldRecord[], row: string, left: string): Sql {
  const pairs = fields.map(
    ({ id, name }) => sql`(${literal(id)}, to_jsonb(${columnOf(row, name)}), ${columnOf(left, name)} IS NULL)`,
  );
  return sql`(SELECT COALESCE(jsonb_object_agg(_f._id, jsonb_build_array(_f._value)), '{}') FROM (VALUES ${joinSql(pairs, ", ")}) _f(_id, _value, _is_empty) WHERE _f._value IS NOT NULL AND _f._is_empty)`;
}
