import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { UserError } from "../errors.ts";
import { knownFieldType } from "../field-types/registry.ts";
import type { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { MAX_TITLE } from "../title-template.ts";
import { COLLECTION_LIMIT, firstRows } from "./collection-sql.ts";
import { digits } from "./digits.ts";
import { accessConditions, columnOf, type QueryScope, type RowSource, rowOf, tableOf, where } from "./query-scope.ts";
import type { Selection } from "./selection.ts";
import { valueSql } from "./value-sql.ts";

/**
 * The size of an answer is limited in bytes inside its statement, so rows beyond the limit never leave Postgres. Only
 * values that can be long are counted, by `octet_length`, which reads the length that Postgres stores with a text. A
 * statement whose rows are certainly small does not count at all.
 */

/** The largest size of one answer's rows, in bytes of their values (the limit `answer_bytes`). */
export const ANSWER_BYTES = 8_000_000;

export const answerTooLarge = (): UserError =>
  new UserError(
    "too_large",
    `The answer would be larger than ${ANSWER_BYTES / 1_000_000} MB (the limit answer_bytes). Ask for fewer fields with "fields", or expand less.`,
  );

export const rowTooLarge = (): UserError =>
  new UserError(
    "too_large",
    `The row would be larger than ${ANSWER_BYTES / 1_000_000} MB (the limit answer_bytes), and could not be read as a whole.`,
  );

/** The longest form of a character in JSON: `\u0001`. */
const LETTER_BYTES = 6;
/** A number, a date, a key, a choice, with its name. */
const OTHER_BYTES = 1_000;
/** A key in a list. */
const KEY_BYTES = 40;
/** A small value of an object in a list, with its name. */
const LISTED_BYTES = 60;
/** A value up to this size is counted only where one answer can have many of them. */
const SMALL_BYTES = 2_000 * LETTER_BYTES;

/** The largest size of a field's value in JSON, in bytes. */
function valueBytes({ type: options }: FieldRecord): number {
  const type = knownFieldType(options);
  if (type.cast === "jsonb") return Number.POSITIVE_INFINITY;
  const { maxLength, items, maxItems } = type.jsonSchema(options, { choices: [] });
  if (typeof maxItems === "number") return maxItems * itemBytes(items);
  return typeof maxLength === "number" ? maxLength * LETTER_BYTES : OTHER_BYTES;
}

/** Of an item of a list, with its comma. */
function itemBytes(schema: JsonValue | undefined): number {
  const { maxLength } = (schema ?? {}) as { readonly maxLength?: JsonValue };
  return typeof maxLength === "number" ? maxLength * LETTER_BYTES + 3 : LISTED_BYTES;
}

/** The largest size of a row in bytes; with `smallest`, every value counts with at most that many bytes. */
function rowBytes({ fields, withTitle, collections = [] }: Selection, smallest = Number.POSITIVE_INFINITY): number {
  let bytes = withTitle ? MAX_TITLE * LETTER_BYTES : 0;
  for (const { field, expand } of fields) {
    if (expand) bytes += rowBytes(expand, smallest);
    else if (valueBytes(field) <= smallest) bytes += valueBytes(field);
  }
  for (const { rows } of collections) {
    const each = rows === "keys" ? KEY_BYTES : rows ? rowBytes(rows, smallest) + KEY_BYTES : 0;
    bytes += COLLECTION_LIMIT * each;
  }
  return bytes;
}

/**
 * The size of a row's long values, for an answer with that many rows; undefined where the rows cannot exceed the limit.
 * A related row is measured by its own sub-select, under its own rule.
 */
export function rowSize(
  scope: QueryScope,
  selection: Selection,
  of: { readonly alias: string; readonly aliases: Aliases; readonly rows: number },
): Sql | undefined {
  if (rowBytes(selection) * of.rows <= ANSWER_BYTES) return undefined;
  const least = rowBytes(selection, SMALL_BYTES) * of.rows <= ANSWER_BYTES ? SMALL_BYTES : OTHER_BYTES;
  return sizeOf(scope, selection, { ...of, least });
}

function sizeOf(
  scope: QueryScope,
  { fields, collections = [] }: Selection,
  of: { readonly alias: string; readonly aliases: Aliases; readonly least: number },
): Sql | undefined {
  const { alias, aliases, least } = of;
  const sizes: Sql[] = [];
  for (const { field, expand } of fields) {
    if (expand) {
      const column = columnOf(alias, field.name);
      const nested = aliases.make();
      const size = sizeOf(scope, expand, { alias: nested, aliases, least });
      if (!size) continue;
      const { model } = expand;
      const conditions = [
        sql`${columnOf(nested, "id")} = ${column}`,
        ...accessConditions(scope.access(model.id, "read"), rowOf(nested)),
      ];
      sizes.push(
        sql`COALESCE((SELECT ${size} FROM ${tableOf(scope, model)} ${identifier(nested)}${where(conditions)}), 0)`,
      );
    } else if (valueBytes(field) > least)
      sizes.push(sql`COALESCE(octet_length(${valueSql(scope, alias, field)}::text), 0)`);
  }
  for (const { collection, rows } of collections) {
    if (!rows || rows === "keys") continue;
    const nested = aliases.make();
    const each = digits(KEY_BYTES + rows.fields.length * LISTED_BYTES);
    const long = sizeOf(scope, rows, { alias: nested, aliases, least });
    const source = firstRows(scope, { collection, owner: columnOf(alias, "id"), alias: nested });
    const size = long ? sql`${each} + ${long}` : each;
    sizes.push(sql`COALESCE((SELECT sum(${size}) FROM ${source} ${identifier(nested)}), 0)`);
  }
  return sizes.length === 0 ? undefined : joinSql(sizes, " + ");
}

/**
 * Whether a row would be larger than an answer and could never be read completely; undefined where no row of the model
 * can be. `after` gives the column's new value.
 */
export function outgrows(fields: readonly FieldRecord[], after: RowSource): Sql | undefined {
  const long = fields.filter((field) => valueBytes(field) > SMALL_BYTES);
  if (long.reduce((sum, field) => sum + valueBytes(field), 0) <= ANSWER_BYTES) return undefined;
  const sizes = long.map(({ name }) => sql`COALESCE(octet_length((${after(name) ?? sql`NULL`})::text), 0)`);
  return sql`${joinSql(sizes, " + ")} > ${digits(ANSWER_BYTES)}`;
}

/** The JSON of one row, or NULL when it would be larger than an answer. */
export function boundedJson(
  scope: QueryScope,
  selection: Selection,
  of: { readonly alias: string; readonly aliases: Aliases; readonly json: Sql },
): Sql {
  const size = rowSize(scope, selection, { ...of, rows: 1 });
  return size ? sql`CASE WHEN ${size} <= ${digits(ANSWER_BYTES)} THEN ${of.json} END` : of.json;
}
