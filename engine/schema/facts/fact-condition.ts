import { assertNever } from "../../assert-never.ts";
import { identifier, type Sql, sql, value } from "../../sql/sql.ts";
import type { FieldFact } from "../plan/schema-plan.ts";
import { typeChange } from "../plan/type-change.ts";

/**
 * A fact about rows whose values of a column are in the way: not of a new field, nor of texts that become relations, nor
 * of a pattern, which no SQL judges.
 */
export type ColumnFact = Exclude<FieldFact, { kind: "rows" | "matches" | "named" | "unmatched" }>;

export const isColumnFact = (fact: FieldFact): fact is ColumnFact =>
  fact.kind !== "rows" && fact.kind !== "matches" && fact.kind !== "named" && fact.kind !== "unmatched";

/** The rows of the fact's table that it counts, as a condition over `column`. */
export function factCondition(fact: ColumnFact, schemaName: string, column: Sql): Sql {
  switch (fact.kind) {
    case "empty":
      return sql`${column} IS NULL`;
    case "duplicates":
      return sql`${column} IN (SELECT "_same".${identifier(fact.column)} FROM ${identifier(schemaName, fact.table)} AS "_same" WHERE "_same".${identifier(fact.column)} IS NOT NULL GROUP BY 1 HAVING count(*) > 1)`;
    case "orphans": {
      const exists = fact.parent
        ? sql` AND NOT EXISTS (SELECT FROM ${identifier(schemaName, fact.parent)} AS "_parent" WHERE "_parent"."id" = ${column})`
        : sql``;
      return sql`${column} IS NOT NULL${exists}`;
    }
    case "repointed":
      return sql`${column} IS NOT NULL`;
    case "unfit":
      return sql`${column} !~ ${value(fact.pattern, "text")} OR length(${column}) > ${value(fact.length, "integer")}`;
    case "unlisted":
      return sql`${column} <> ALL (${value(fact.values, "text[]")})`;
    case "longer":
      return sql`length(${column}) > ${value(fact.length, "integer")}`;
    case "shorter":
      return sql`${column} <> '' AND length(${column}) < ${value(fact.length, "integer")}`;
    case "misfits": {
      const change = typeChange(fact.from, fact.to);
      if (change.kind !== "checked") throw new Error(`The change from ${fact.from} to ${fact.to} has no misfits.`);
      return sql`${column} IS NOT NULL AND (${change.misfit(column)})`;
    }
    default:
      return assertNever(fact);
  }
}

/** The keys of the rows that a fact counts, in one column `id`, those with equal values together. */
export function offendingRowsSql(fact: ColumnFact, schemaName: string): Sql {
  const column = sql`"_row".${identifier(fact.column)}`;
  return sql`SELECT "_row"."id" FROM ${identifier(schemaName, fact.table)} AS "_row" WHERE ${factCondition(fact, schemaName, column)} ORDER BY ${column}, "_row"."id"`;
}

/** The values that the rows of a fact have, the most frequent first: `value` and `count`. */
export function offendingValuesSql(fact: ColumnFact, schemaName: string): Sql {
  const column = sql`"_row".${identifier(fact.column)}`;
  return sql`SELECT ${column}::text AS value, count(*)::int AS count FROM ${identifier(schemaName, fact.table)} AS "_row" WHERE ${factCondition(fact, schemaName, column)} GROUP BY ${column} ORDER BY count(*) DESC, ${column}`;
}
