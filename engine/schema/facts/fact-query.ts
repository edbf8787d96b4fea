import { identifier, type Sql, sql } from "../../sql/sql.ts";
import { constantSql } from "../operations/column-sql.ts";
import { nameIn } from "../operations/constraint-ref.ts";
import { comparedText } from "../operations/match-rows.ts";
import type { Fact } from "../plan/schema-plan.ts";
import { breakingRowsSql } from "./breaking-rows.ts";
import { factCondition } from "./fact-condition.ts";

/** A fact that is told by reading the texts themselves. */
export type UnmatchedFact = Extract<Fact, { kind: "unmatched" }>;
export type CountedFact = Exclude<Fact, UnmatchedFact>;

export const isCounted = (fact: Fact): fact is CountedFact => fact.kind !== "unmatched";

/**
 * The query behind a fact: one row with `count` and, where it helps, up to ten `samples` as text. Each query reads
 * one table once; the caller sets a timeout.
 */
export function factQuery(fact: CountedFact, schemaName: string): Sql {
  const table = identifier(schemaName, fact.table);
  switch (fact.kind) {
    case "rows":
      return sql`SELECT count(*)::int AS count, NULL::text[] AS samples FROM ${table}`;
    case "empty": {
      const column = identifier(fact.column);
      const taken = fact.filledWith
        ? sql`(SELECT array_agg("_same"."_text") FROM (SELECT ${column}::text AS "_text" FROM ${table} WHERE ${column} = ${constantSql(fact.filledWith.sqlType, fact.filledWith.text)} LIMIT 1) AS "_same")`
        : sql`NULL::text[]`;
      return sql`SELECT count(*)::int AS count, ${taken} AS samples FROM ${table} WHERE ${factCondition(fact, schemaName, column)}`;
    }
    case "duplicates": {
      const column = identifier(fact.column);
      return sql`SELECT COALESCE(sum("_times"), 0)::int AS count, (array_agg("_sample" || ' (' || "_times" || ' times)' ORDER BY "_times" DESC, "_sample"))[1:3] AS samples FROM (SELECT left(${column}::text, 60) AS "_sample", count(*) AS "_times" FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1) AS "_groups"`;
    }
    case "orphans": {
      const column = sql`"_row".${identifier(fact.column)}`;
      return sql`SELECT count(*)::int AS count, (array_agg(DISTINCT ${column}::text))[1:3] AS samples FROM ${table} AS "_row" WHERE ${factCondition(fact, schemaName, column)}`;
    }
    case "repointed": {
      const column = identifier(fact.column);
      return sql`SELECT count(*)::int AS count, (array_agg(DISTINCT ${column}::text))[1:3] AS samples FROM ${table} WHERE ${factCondition(fact, schemaName, column)}`;
    }
    case "unfit":
    case "unlisted":
    case "longer":
    case "shorter": {
      const column = identifier(fact.column);
      return sql`SELECT count(*)::int AS count, (array_agg(DISTINCT left(${column}, 60)))[1:3] AS samples FROM ${table} WHERE ${factCondition(fact, schemaName, column)}`;
    }
    case "matches": {
      const text = comparedText(sql`"_row".${identifier(fact.column)}`);
      const there = comparedText(sql`"_parent".${identifier(fact.byColumn)}`);
      const said = sql`SELECT ${text} AS "_text", count(*) AS "_rows" FROM ${table} AS "_row" WHERE "_row".${identifier(fact.column)} IS NOT NULL GROUP BY 1`;
      const known = sql`SELECT ${there} AS "_known", count(*) AS "_times" FROM ${identifier(schemaName, fact.parent)} AS "_parent" GROUP BY 1`;
      return sql`SELECT COALESCE(sum("_rows"), 0)::int AS count, COALESCE(sum("_rows") FILTER (WHERE "_times" = 1), 0)::int AS matched, COALESCE(sum("_rows") FILTER (WHERE "_times" IS NULL AND "_text" IS NOT NULL), 0)::int AS missing, COALESCE(sum("_rows") FILTER (WHERE "_times" > 1 OR "_text" IS NULL), 0)::int AS unclear, (array_agg(left("_text", 60) ORDER BY "_rows" DESC, "_text") FILTER (WHERE "_times" IS DISTINCT FROM 1 AND "_text" IS NOT NULL))[1:3] AS samples FROM (${said}) AS "_said" LEFT JOIN (${known}) AS "_there" ON "_known" = "_text"`;
    }
    case "named": {
      const column = identifier(fact.column);
      return sql`SELECT count(*)::int AS count, NULL::text[] AS samples FROM ${table} WHERE ${column} IS NOT NULL`;
    }
    case "misfits": {
      const column = identifier(fact.column);
      return sql`SELECT count(*)::int AS count, (array_agg(left(${column}::text, 60)))[1:3] AS samples FROM ${table} WHERE ${factCondition(fact, schemaName, column)}`;
    }
    case "breaking": {
      const rows = breakingRowsSql(fact.breaking, table, nameIn(fact.names));
      return sql`SELECT count(*)::int AS count, (array_agg("id"::text ORDER BY "id"))[1:10] AS samples FROM (${rows}) AS "_breaking"`;
    }
    case "excluded":
      return sql`SELECT count(*)::int AS count, NULL::text[] AS samples FROM ${table}`;
  }
}
