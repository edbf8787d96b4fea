import { type Sql, sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type ExpressionFunction, identity, needs, resolved, strict1 } from "../operation.ts";
import { boundedIntSql } from "../sql-guards.ts";
import { safeInt } from "../values/arithmetic-bounds.ts";
import { readDecimal, truncateDecimal } from "../values/decimal.ts";
import { readWritten, unsafeText } from "./written-text.ts";

/** Truncated towards zero, as in CEL: int(-1.9) is -1. Absent when a JavaScript number would not hold it. */
export const asInt: ExpressionFunction = {
  name: "int",
  signature: "int(number)",
  summary: "The number as a whole one, its fraction cut off.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const operand = at(operands, 0);
    const type = scalar("int");
    switch (operand.type.kind) {
      case "int":
        return resolved(type, operands, identity);
      case "decimal":
        return resolved(type, operands, {
          js: strict1((a: unknown) => {
            const value = readDecimal(a);
            return value ? safeInt(Number(truncateDecimal(value).units)) : null;
          }),
          sql: (parts) => boundedIntSql(sql`trunc(${at(parts, 0).sql}::numeric)`),
        });
      case "double":
        return resolved(type, operands, {
          js: strict1((a: number) => safeInt(Math.trunc(a))),
          sql: (parts) => sql`${boundedDoubleSql(sql`trunc(${at(parts, 0).sql})`)}::bigint`,
        });
      case "text":
        return (
          readWritten(operand, type, (text) => {
            const number = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
            return Number.isSafeInteger(number) ? number + 0 : undefined;
          }) ?? unsafeText("int", 'int("12")')
        );
      default:
        return needs("int", "a number", operands, 0);
    }
  },
};

/** As boundedIntSql, on doubles: a cast of a double to numeric would keep only 15 digits. */
const boundedDoubleSql = (x: Sql): Sql =>
  sql`NULLIF(NULLIF(GREATEST(LEAST(${x}, double precision '9007199254740992'), double precision '-9007199254740992'), double precision '9007199254740992'), double precision '-9007199254740992')`;
