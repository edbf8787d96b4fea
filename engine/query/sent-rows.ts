import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldTypeIn } from "../field-types/registry.ts";
import { castType, identifier, joinSql, literal, type Sql, type SqlValue, slot, sql } from "../sql/sql.ts";
import { columnOf, type QueryScope } from "./query-scope.ts";

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
  /** Rows name the row to which they belong by this relation: a row of another owner is as one that does not exist. */
  readonly within?: FieldRecord | undefined;
}

/** One object of the slot, before it is JSON. */
export interface SentRow {
  readonly key?: SqlValue;
  readonly versions?: readonly number[] | undefined;
  /** The key of the row to which it belongs. */
  readonly owner?: SqlValue;
  /** Its lists change too, so it counts as changed also without values. */
  readonly touches?: boolean;
  /** Values by field, as a single write would send them. */
  readonly values: ReadonlyMap<FieldRecord, SqlValue>;
}

/** `_v AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS _v("_n" integer, …))`. */
export function sentRowsCte(scope: Pick<QueryScope, "reader">, rows: SentRows): Sql {
  const columns = [sql`"_n" integer`];
  if (rows.hasKeys) columns.push(sql`"_id" ${castType(keyOf(rows.model).cast)}`);
  if (rows.hasVersions) columns.push(sql`"_versions" bigint[]`);
  if (rows.isMixed) columns.push(sql`"_given" jsonb`);
  if (rows.within) columns.push(sql`"_owner" ${castType(knownFieldTypeIn(scope.reader, rows.within).cast)}`);
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

/** Whether a stored row belongs to another row than `_v` says; false where rows are not bound to an owner. */
export const isElsewhere = (row: string, { within }: Pick<SentRows, "within">): Sql =>
  within ? sql`${columnOf(row, within.name)} IS DISTINCT FROM _v._owner` : sql`false`;

/** Whether the row of `_v` gives the field a value. */
export const isGiven = (field: FieldRecord): Sql => sql`_v._given ? ${literal(field.id)}`;

/** What a row lists among its fields whose lists change too. */
const LISTS = "_lists";

/** Whether the row of `_v` gives any field a value. */
export const hasValues: Sql = sql`_v._given - ${literal(LISTS)} <> '[]'`;

/** The content of the slot `rows`. */
export function sentRowsValue(rows: readonly SentRow[], { isMixed }: Pick<SentRows, "isMixed">): string {
  const objects = rows.map(({ key, versions, owner, touches, values }, position) => {
    const object: Record<string, SqlValue> = { _n: position };
    if (key !== undefined) object._id = key;
    if (versions) object._versions = versions;
    if (owner !== undefined) object._owner = owner;
    if (isMixed) object._given = [...[...values.keys()].map(({ id }) => id), ...(touches ? [LISTS] : [])];
    for (const [field, value] of values) object[field.id] = value;
    return object;
  });
  return JSON.stringify(objects);
}
