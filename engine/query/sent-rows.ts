import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldTypeIn } from "../field-types/registry.ts";
import { castType, identifier, joinSql, literal, type Sql, type SqlValue, slot, sql } from "../sql/sql.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * The rows of a write of many, as one parameter: a JSON array in the slot `rows`, whose objects have the row's position
 * (from 0) and its values by field id. Decimals and big integers, which JSON would round, and instants are texts.
 */
export interface SentRows {
  readonly model: ModelRecord;
  /** The fields for which at least one row has a value. */
  readonly fields: readonly FieldRecord[];
  /** Rows name the row that they change. */
  readonly hasKeys: boolean;
  /** Rows name the versions that they may change. */
  readonly hasVersions?: boolean;
  /** The rows give values to different fields, so each lists its fields. */
  readonly isMixed?: boolean;
}

/** One object of the slot, before it is JSON. */
export interface SentRow {
  readonly key?: SqlValue;
  readonly versions?: readonly number[];
  /** Values by field, as a single write would send them. */
  readonly values: ReadonlyMap<FieldRecord, SqlValue>;
}

/** `_v AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS _v("_n" integer, …))`. */
export function sentRowsCte(scope: Pick<QueryScope, "reader">, rows: SentRows): Sql {
  const columns = [sql`"_n" integer`];
  if (rows.hasKeys) columns.push(sql`"_id" ${castType(keyOf(rows.model).cast)}`);
  if (rows.hasVersions) columns.push(sql`"_versions" bigint[]`);
  if (rows.isMixed) columns.push(sql`"_given" jsonb`);
  for (const field of rows.fields) {
    const { cast } = knownFieldTypeIn(scope.reader, field);
    columns.push(sql`${identifier(field.id)} ${castType(cast === "jsonb" ? "text" : cast)}`);
  }
  return sql`_v AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${slot("rows", "jsonb")}) AS _v(${joinSql(columns, ", ")}))`;
}

/** A field's value in a row of `_v`. A JSON value is taken as text, so that its numbers keep all digits. */
export function sentValue(scope: Pick<QueryScope, "reader">, field: FieldRecord): Sql {
  const column = identifier("_v", field.id);
  return knownFieldTypeIn(scope.reader, field).cast === "jsonb" ? sql`${column}::jsonb` : column;
}

/** Whether the row of `_v` gives the field a value. */
export const isGiven = (field: FieldRecord): Sql => sql`_v._given ? ${literal(field.id)}`;

/** The content of the slot `rows`. */
export function sentRowsValue(rows: readonly SentRow[], { isMixed }: Pick<SentRows, "isMixed">): string {
  const objects = rows.map(({ key, versions, values }, position) => {
    const object: Record<string, SqlValue> = { _n: position };
    if (key !== undefined) object._id = key;
    if (versions) object._versions = versions;
    if (isMixed) object._given = [...values.keys()].map((field) => field.id);
    for (const [field, value] of values) object[field.id] = value;
    return object;
  });
  return JSON.stringify(objects);
}
