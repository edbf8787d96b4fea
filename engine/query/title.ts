import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { literal, type Sql, sql } from "../sql/sql.ts";
import { columnOf } from "./query-scope.ts";

/** The field that calls a row when its model has no title template: the first short text. */
export const titleField = (reader: DefinitionReader, model: ModelRecord): FieldRecord | undefined =>
  reader.fields(model.id).find((field) => field.type.name === "text");

/** How a row is called, as text: its first short text field, else "Book 12". */
export function titleSql(reader: DefinitionReader, model: ModelRecord, alias: string): Sql {
  const fallback = sql`${literal(`${model.label} `)} || ${columnOf(alias, "id")}::text`;
  const field = titleField(reader, model);
  return field ? sql`COALESCE(NULLIF(${columnOf(alias, field.name)}, ''), ${fallback})` : fallback;
}
