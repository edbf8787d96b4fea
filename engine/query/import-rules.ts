import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldTypeIn, storedFields } from "../field-types/registry.ts";
import { designColumn } from "../schema/design/design-schema.ts";
import { castTypeSql, defaultSql } from "../schema/operations/column-sql.ts";
import { identifier, joinSql, type Sql, slot, sql } from "../sql/sql.ts";
import { compileGuard, type Statement } from "./guard.ts";
import { importedValue } from "./import-rows.ts";
import type { ImportColumn } from "./import-table.ts";
import { columnOf, type QueryScope, tableOf } from "./query-scope.ts";
import { brokenRules } from "./row-rules.ts";

/** An item of the answer: a row of the file that would break rules, by its place among those that were sent. */
export interface BrokenRow {
  readonly n: number;
  /** As `readBrokenRules` reads them. */
  readonly rules: string;
}

/** A row that is judged: `_n`, its place; `_key`, that of the live row that it changes; and its values by field. */
export type JudgedRow = Readonly<Record<string, JsonValue>>;

/**
 * For the rows of slot `rows` (JSON): which rules (row-rules.ts) each would break as the live table would hold it, with
 * the values of the file, and for other columns those of the live row or the default. The same conditions judge every
 * other write (row-rules.ts). Undefined for a model without any.
 */
export function judgeImportedSql(
  scope: QueryScope,
  model: ModelRecord,
  columns: readonly ImportColumn[],
): Statement | undefined {
  const fields = new Map(storedFields(scope.whole, model.id).map((field) => [field.name, field]));
  const key = sql`_v."_key"::${castTypeSql(keyOf(model).sqlType)}`;
  const row = (name: string): Sql | undefined => {
    if (name === "id") return key;
    const field = fields.get(name);
    if (!field) return undefined;
    const column = columns.find(({ fieldId }) => fieldId === field.id);
    if (column) return sql`(${importedValue(identifier("_v", column.fieldId), column.sqlType)})`;
    return sql`(CASE WHEN _t."id" IS NULL THEN ${fallback(scope, field)} ELSE ${columnOf("_t", name)} END)`;
  };
  const before = (name: string): Sql | undefined =>
    name === "id" || fields.has(name) ? columnOf("_t", name) : undefined;
  const rules = brokenRules(scope, model, { row, before });
  if (!rules) return undefined;
  const sent = [sql`"_n" integer`, sql`"_key" text`, ...columns.map(({ fieldId }) => sql`${identifier(fieldId)} text`)];
  const judged = sql`SELECT _v."_n" AS n, ${rules} AS rules FROM jsonb_to_recordset(${slot("rows", "jsonb")}) AS _v(${joinSql(sent, ", ")}) LEFT JOIN ${tableOf(scope, model)} _t ON _t."id" = ${key}`;
  return compileGuard(scope, [
    { name: "broken", select: sql`SELECT * FROM (${judged}) _judged WHERE _judged.rules IS NOT NULL`, limit: 100_000 },
  ]);
}

/** What a new row has in a column that the file does not fill. */
function fallback(scope: QueryScope, field: FieldRecord): Sql {
  const column = designColumn(scope.whole, field);
  const type = castTypeSql(knownFieldTypeIn(scope.whole, field).sqlType(field.type));
  return (column && defaultSql(column)) ?? sql`NULL::${type}`;
}
