import { type Sql, value } from "../../sql/sql.ts";
import type { SqlOperand } from "../operation.ts";

/**
 * The two sides of a comparison. A big integer is a decimal in expressions and bigint in Postgres. Compared with a
 * whole constant it is compared as bigint and not as numeric, so that its index is used.
 */
export function comparableSql(a: SqlOperand, b: SqlOperand): [Sql, Sql] {
  if (a.column === "bigint" && a.type.kind === "decimal") return [a.sql, asBigint(b) ?? b.sql];
  if (b.column === "bigint" && b.type.kind === "decimal") return [asBigint(a) ?? a.sql, b.sql];
  return [a.sql, b.sql];
}

const MAX_BIGINT = 2n ** 63n - 1n;

function asBigint(operand: SqlOperand): Sql | undefined {
  const { constant } = operand;
  if (typeof constant !== "string" || !/^-?\d{1,19}$/.test(constant)) return undefined;
  const number = BigInt(constant);
  return number <= MAX_BIGINT && number >= -MAX_BIGINT ? value(constant, "bigint") : undefined;
}
