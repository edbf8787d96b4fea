import { joinSql, type Sql, sql } from "../sql/sql.ts";
import type { SqlOperand } from "./operation.ts";

/**
 * SQL that prevents a calculation from failing a statement: where Postgres would raise an error, the result is NULL,
 * which stands for errors in this language. Each function prints its operand once, so that nested expressions do not
 * grow.
 *
 * An operand's SQL is always a column, a parameter, a call or in parentheses, so its precedence is higher than that of
 * `::`.
 */

/** NULL outside −(2^53−1) … 2^53−1. LEAST and GREATEST ignore NULL, and NULLIF then restores it. */
export const boundedIntSql = (x: Sql): Sql =>
  sql`NULLIF(NULLIF(GREATEST(LEAST(${x}, 9007199254740992), -9007199254740992), 9007199254740992), -9007199254740992)`;

/** NULL from 10^100 on. The operand has at most 50 places already, or is rounded by `roundedDecimalSql`. */
export const boundedDecimalSql = (x: Sql): Sql =>
  sql`NULLIF(NULLIF(GREATEST(LEAST(${x}, 1e100), -1e100), 1e100), -1e100)`;

export const roundedDecimalSql = (x: Sql): Sql => boundedDecimalSql(sql`round(${x}, 50)`);

/** Microseconds of a duration, as numeric. Exact, because our intervals have neither days nor months. */
export const microsSql = (duration: Sql): Sql => sql`(extract(epoch FROM ${duration}) * 1000000)`;

/**
 * A duration from numeric microseconds; NULL beyond 100,000 days. Up to that limit a double represents them exactly.
 */
export const durationSql = (micros: Sql): Sql =>
  sql`(NULLIF(NULLIF(GREATEST(LEAST(${micros}, 8640000000000001), -8640000000000001), 8640000000000001), -8640000000000001)::double precision * interval '1 microsecond')`;

/** NULL outside the years 1 to 9999. */
export const boundedInstantSql = (x: Sql): Sql =>
  sql`NULLIF(NULLIF(GREATEST(LEAST(${x}, timestamptz '10000-01-01 00:00:00+00'), timestamptz '0001-12-31 23:59:59.999999+00 BC'), timestamptz '10000-01-01 00:00:00+00'), timestamptz '0001-12-31 23:59:59.999999+00 BC')`;

export const boundedDateSql = (x: Sql): Sql =>
  sql`NULLIF(NULLIF(GREATEST(LEAST(${x}, date '10000-01-01'), date '0001-12-31 BC'), date '10000-01-01'), date '0001-12-31 BC')`;

/** Whether a double may be used in arithmetic. */
export const isCalculableSql = (x: Sql): Sql =>
  sql`(${x} = 0 OR abs(${x}) BETWEEN double precision '1e-150' AND double precision '1e150')`;

const boundNames = ["_v0", "_v1", "_v2", "_v3", "_v4", "_v5", "_v6", "_v7", "_v8", "_v9"] as const;
const boundColumns = [
  sql`"_once"."_v0"`,
  sql`"_once"."_v1"`,
  sql`"_once"."_v2"`,
  sql`"_once"."_v3"`,
  sql`"_once"."_v4"`,
  sql`"_once"."_v5"`,
  sql`"_once"."_v6"`,
  sql`"_once"."_v7"`,
  sql`"_once"."_v8"`,
  sql`"_once"."_v9"`,
] as const;
export const MAX_ONCE = boundNames.length;

const aliases: Readonly<Record<(typeof boundNames)[number], Sql>> = {
  _v0: sql`AS "_v0"`,
  _v1: sql`AS "_v1"`,
  _v2: sql`AS "_v2"`,
  _v3: sql`AS "_v3"`,
  _v4: sql`AS "_v4"`,
  _v5: sql`AS "_v5"`,
  _v6: sql`AS "_v6"`,
  _v7: sql`AS "_v7"`,
  _v8: sql`AS "_v8"`,
  _v9: sql`AS "_v9"`,
};

/**
 * For SQL that uses an operand twice: simple operands are repeated, others are calculated once in a sub-select. OFFSET
 * 0 prevents the planner from inlining the calculation, which would double the work at every level of nesting.
 */
export function once(operands: readonly SqlOperand[], body: (...parts: readonly Sql[]) => Sql): Sql {
  if (operands.every((operand) => operand.simple)) return body(...operands.map((operand) => operand.sql));
  const columns = operands.map((operand, index) => sql`${operand.sql} ${aliases[boundNames[index] ?? "_v0"]}`);
  return sql`(SELECT ${body(...boundColumns.slice(0, operands.length))} FROM (SELECT ${joinSql(columns, ", ")} OFFSET 0) AS "_once")`;
}
