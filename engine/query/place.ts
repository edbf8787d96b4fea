import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { scopeOfPosition } from "../field-types/position-scope.ts";
import { placeKeySql } from "../schema/place-key.ts";
import { type Sql, sql } from "../sql/sql.ts";
import { columnOf, type QueryScope } from "./query-scope.ts";

/** By what a row in an order by hand is sorted (engine/schema/place-key.ts). Two rows with one key are sorted by their own. */
export function placeKey(scope: Pick<QueryScope, "whole">, alias: string, field: FieldRecord): Sql {
  const { key } = scope.whole.model(field.modelId) as ModelRecord;
  return placeKeySql({ column: columnOf(alias, field.name), id: columnOf(alias, "id"), key });
}

/** Whether two rows are in one list of an order by hand. */
export function isInOneList(
  { whole }: Pick<QueryScope, "whole">,
  field: FieldRecord,
  [one, other]: readonly [string, string],
): Sql {
  const list = scopeOfPosition(whole, field);
  if (!list) return sql`true`;
  const [a, b] = [columnOf(one, list.name), columnOf(other, list.name)];
  return list.required ? sql`${a} = ${b}` : sql`${a} IS NOT DISTINCT FROM ${b}`;
}

/** Whether the first row comes before the second one in an order by hand. */
export const comesBefore = (
  scope: Pick<QueryScope, "whole">,
  field: FieldRecord,
  [one, other]: readonly [string, string],
): Sql =>
  sql`(${placeKey(scope, one, field)}, ${columnOf(one, "id")}) < (${placeKey(scope, other, field)}, ${columnOf(other, "id")})`;

/** The columns of a row that its place is made of. */
export function placeColumns({ whole }: Pick<QueryScope, "whole">, field: FieldRecord): readonly string[] {
  const list = scopeOfPosition(whole, field);
  return ["id", field.name, ...(list ? [list.name] : [])];
}
