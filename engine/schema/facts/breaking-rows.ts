import { assertNever } from "../../assert-never.ts";
import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import type { BreakingRows, NameOf } from "../design/constraint-design.ts";

type Of<Find extends BreakingRows["find"]> = Extract<BreakingRows, { find: Find }>;

/** The keys of the rows of a table that a constraint would refuse, in one column `id`. Reads the table once. */
export function breakingRowsSql(breaking: BreakingRows, table: Sql, nameOf: NameOf): Sql {
  switch (breaking.find) {
    case "equal":
      return equalRows(breaking, table, nameOf);
    case "false":
      return sql`SELECT "id" FROM ${table} WHERE (${breaking.condition(nameOf)}) IS FALSE`;
    case "overlapping":
      return overlappingRows(breaking, table, nameOf);
    default:
      return assertNever(breaking);
  }
}

function equalRows({ values, emptyEqual, scope }: Of<"equal">, table: Sql, nameOf: NameOf): Sql {
  const compared = values(nameOf);
  const filled = emptyEqual ? [] : compared.map((value) => sql`${value} IS NOT NULL`);
  const where = conditions([...filled, ...(scope ? [scope(nameOf)] : [])]);
  return sql`SELECT "id" FROM (SELECT "id", count(*) OVER (PARTITION BY ${joinSql(compared, ", ")}) AS "_times" FROM ${table}${where}) AS "_rows" WHERE "_times" > 1`;
}

/**
 * In the order of their beginnings, a row overlaps an earlier one when it begins before the latest end so far, and a
 * later one when the next begins before its own end.
 */
function overlappingRows(breaking: Of<"overlapping">, table: Sql, nameOf: NameOf): Sql {
  const { ends, includesEnd } = breaking;
  const [from, to] = [breaking.from(nameOf), breaking.to(nameOf)];
  const [low, high] = ends;
  const [begin, end] = [sql`COALESCE(${from}, ${low})`, sql`COALESCE(${to}, ${high})`];
  const same = breaking.same(nameOf);
  const partition = same.length === 0 ? sql`` : sql`PARTITION BY ${joinSql(same, ", ")} `;
  const ordered = sql`${partition}ORDER BY ${begin}, "id"`;
  const isInverted = includesEnd ? sql`${from} > ${to}` : sql`${from} >= ${to}`;
  const where = conditions([
    sql`(${isInverted}) IS NOT TRUE`,
    ...same.map((column) => sql`${column} IS NOT NULL`),
    ...(breaking.scope ? [breaking.scope(nameOf)] : []),
  ]);
  const overlaps = includesEnd
    ? sql`"_earlier" >= "_begin" OR "_later" <= "_end"`
    : sql`"_earlier" > "_begin" OR "_later" < "_end"`;
  return sql`SELECT "id" FROM ${table} WHERE ${isInverted} UNION SELECT "id" FROM (SELECT "id", ${begin} AS "_begin", ${end} AS "_end", max(${end}) OVER (${ordered} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "_earlier", lead(${begin}) OVER (${ordered}) AS "_later" FROM ${table}${where}) AS "_rows" WHERE ${overlaps}`;
}

const conditions = (all: readonly Sql[]): Sql =>
  all.length === 0
    ? sql``
    : sql` WHERE ${joinSql(
        all.map((one) => sql`(${one})`),
        " AND ",
      )}`;
