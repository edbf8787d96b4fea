import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { knownFieldType, storedFields } from "../field-types/registry.ts";
import { identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { columnOf, type QueryScope, tableOf } from "./query-scope.ts";
import type { RiddenRows, Rider, RowWrite } from "./riders.ts";
import { newValue } from "./write-values.ts";

/**
 * Links that hold both ways: if Ada is a friend of Ben, Ben is one of Ada. Each link is two rows, so that both are read like
 * any other, and the statement that writes one of them writes the other. What deletes one deletes both (delete-cascade.ts).
 */

/** The columns of the two ends of such links; undefined for other models. */
export function mutualEnds(
  reader: Pick<DefinitionReader, "field">,
  { link }: Pick<ModelRecord, "link">,
): readonly [string, string] | undefined {
  const [one, other] = link?.mutual ? link.fields.map((id) => reader.field(id)?.name) : [];
  return one !== undefined && other !== undefined ? [one, other] : undefined;
}

/** Whether one row is the other way round of another one. */
export const isOtherWay = ([one, other]: readonly [string, string], [a, b]: readonly [string, string]): Sql =>
  sql`${columnOf(a, one)} = ${columnOf(b, other)} AND ${columnOf(a, other)} = ${columnOf(b, one)}`;

/** Writes the other way round of links. `others` are written with those rows too. */
export function mutualRiders(
  scope: QueryScope,
  model: ModelRecord,
  write: RowWrite,
  others: readonly Rider[],
): readonly Rider[] {
  const ends = mutualEnds(scope.whole, model);
  if (!ends) return [];
  if (write === "create") return [{ write: (rows) => otherWays(scope, model, ends, { rows, others }) }];
  return write === "update" ? [{ write: (rows) => turnedWays(scope, model, ends, rows) }] : [];
}

function otherWays(
  scope: QueryScope,
  model: ModelRecord,
  [one, other]: readonly [string, string],
  { rows, others }: { readonly rows: RiddenRows; readonly others: readonly Rider[] },
): ReturnType<NonNullable<Rider["write"]>> {
  const [made, row] = [identifier(rows.aliases.make()), rows.aliases.make()];
  const { after = sql`` } = rows;
  const fields = storedFields(scope.whole, model.id);
  const columns = fields.map(({ name }) => identifier(name));
  const values = fields.map((field) =>
    field.name === one
      ? columnOf(row, other)
      : field.name === other
        ? columnOf(row, one)
        : newOrSame(scope, row, field),
  );
  // The count is read first, so that all rows are there that a row could be the other way round of.
  const all = sql`(SELECT count(*) FROM ${after}) > 0`;
  const cte = sql`${made} AS (INSERT INTO ${tableOf(scope, model)} AS _r (${joinSql(columns, ", ")}) SELECT ${joinSql(values, ", ")} FROM ${after} ${identifier(row)} WHERE ${all} ON CONFLICT DO NOTHING RETURNING _r.*)`;
  const more = others.flatMap((rider) => rider.write?.({ ...rows, after: made }) ?? []);
  return { ctes: [cte, ...more.flatMap(({ ctes }) => ctes)], counted: more.flatMap(({ counted }) => counted) };
}

/** What the engine fills is filled anew: a time, and a place that is nobody's yet. */
const newOrSame = (scope: QueryScope, row: string, field: Parameters<typeof newValue>[1]): Sql =>
  knownFieldType(field.type).automatic !== undefined ? newValue(scope, field) : columnOf(row, field.name);

/** A changed end is changed in the other row too. */
function turnedWays(
  scope: QueryScope,
  model: ModelRecord,
  ends: readonly [string, string],
  { before = sql``, after = sql``, aliases }: RiddenRows,
): ReturnType<NonNullable<Rider["write"]>> {
  const [one, other] = ends;
  const [name, old, now] = [identifier(aliases.make()), aliases.make(), aliases.make()];
  const isChanged = sql`(${columnOf(now, one)}, ${columnOf(now, other)}) IS DISTINCT FROM (${columnOf(old, one)}, ${columnOf(old, other)})`;
  const change = [
    sql`${identifier(one)} = ${columnOf(now, other)}`,
    sql`${identifier(other)} = ${columnOf(now, one)}`,
    sql`"_version" = ${columnOf("_x", "_version")} + 1`,
  ];
  const cte = sql`${name} AS (UPDATE ${tableOf(scope, model)} AS _x SET ${joinSql(change, ", ")} FROM ${before} ${identifier(old)} JOIN ${after} ${identifier(now)} ON ${columnOf(now, "id")} = ${columnOf(old, "id")} WHERE ${isOtherWay(ends, ["_x", old])} AND ${isChanged})`;
  return { ctes: [cte], counted: [] };
}
