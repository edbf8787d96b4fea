import type { FieldRecord } from "../definition/records/field.ts";
import { isPosition } from "../definition/records/field.ts";
import { knownFieldTypeIn } from "../field-types/registry.ts";
import { castType, identifier, type Sql, slot, sql } from "../sql/sql.ts";
import { accessConditions, columnOf, type QueryScope, relationTarget, rowOf, tableOf } from "./query-scope.ts";

/** The slot of a field's new value. */
export const valueSlot = (field: FieldRecord): string => `v.${field.id}`;

/** The position of a row that has not been moved (place.ts). */
export const UNMOVED: Sql = sql`NULL::text`;

/** A field's new value: sent by the caller, or filled by the engine. */
export function newValue(scope: Pick<QueryScope, "reader">, field: FieldRecord): Sql {
  const type = knownFieldTypeIn(scope.reader, field);
  if (isPosition(field)) return UNMOVED;
  if (type.automatic === "creator" || type.automatic === "editor") return writer(scope, field);
  return type.automatic ? sql`now()` : slot(valueSlot(field), type.cast);
}

/** The person who writes; nobody where a builder, an API key, an import or the app itself does. */
function writer({ reader }: Pick<QueryScope, "reader">, field: FieldRecord): Sql {
  const { cast } = knownFieldTypeIn(reader, field);
  return relationTarget(reader, field)?.purpose === "users"
    ? slot("caller.person", cast)
    : sql`NULL::${castType(cast)}`;
}

/** How a change treats the JSON that a field has: `merge` as a merge patch (RFC 7396) does, else the new value replaces it. */
export interface JsonChange {
  readonly mergesJson?: boolean;
}

/**
 * A field's value after a change, over the value that it has. A patch is merged in the statement that holds the row's
 * lock, so two clients that change different members at the same moment keep both changes.
 */
export function changedValue(
  scope: Pick<QueryScope, "reader">,
  field: FieldRecord,
  change: JsonChange & { readonly before: Sql; readonly sent: Sql },
): Sql {
  const { before, sent, mergesJson } = change;
  const isJson = knownFieldTypeIn(scope.reader, field).cast === "jsonb";
  return mergesJson && isJson ? sql`quintet.merge_patch(${before}, ${sent})` : sent;
}

/**
 * Whether the row that a relation's new value names exists *for this caller*: a write must not reveal that a hidden row
 * exists. Undefined where all rows are readable, because the foreign key then gives the same answer.
 */
export function targetIsReadable(scope: QueryScope, field: FieldRecord, alias: string): Sql | undefined {
  const target = relationTarget(scope.reader, field);
  if (!target || knownFieldTypeIn(scope.reader, field).automatic) return undefined;
  const access = scope.access(target.id, "read");
  if (access.kind === "open" || (access.kind === "rows" && access.isAboutCaller)) return undefined;
  const key = newValue(scope, field);
  const conditions = accessConditions(access, rowOf(alias));
  const where = conditions.reduce((all, one) => sql`${all} AND ${one}`, sql`${columnOf(alias, "id")} = ${key}`);
  return sql`(${key} IS NULL OR EXISTS (SELECT 1 FROM ${tableOf(scope, target)} ${identifier(alias)} WHERE ${where}))`;
}
