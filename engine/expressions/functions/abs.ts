import { sql } from "../../sql/sql.ts";
import { at, type ExpressionFunction, needs, resolved, strict1 } from "../operation.ts";
import { once } from "../sql-guards.ts";
import { printDuration, readDuration } from "../values/calendar-values.ts";
import { printDecimal, readDecimal } from "../values/decimal.ts";

export const abs: ExpressionFunction = {
  name: "abs",
  signature: "abs(number)",
  summary: "The number, or the duration, without its sign.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const { type } = at(operands, 0);
    switch (type.kind) {
      case "int":
        // As numeric: the abs of the smallest 32-bit integer is an error in Postgres.
        return resolved(type, operands, {
          js: strict1((a: number) => Math.abs(a)),
          sql: (parts) => sql`abs(${at(parts, 0).sql}::numeric)`,
        });
      case "decimal":
        return resolved(type, operands, {
          js: strict1((a: unknown) => {
            const value = readDecimal(a);
            return value ? printDecimal({ ...value, units: value.units < 0n ? -value.units : value.units }) : null;
          }),
          sql: (parts) => sql`abs(${at(parts, 0).sql}::numeric)`,
        });
      case "double":
        return resolved(type, operands, {
          js: strict1((a: number) => Math.abs(a)),
          sql: (parts) => sql`abs(${at(parts, 0).sql})`,
        });
      case "duration":
        return resolved(type, operands, {
          js: strict1((a: unknown) => {
            const micros = readDuration(a);
            return micros === undefined ? null : printDuration(Math.abs(micros));
          }),
          sql: (parts) => once(parts, (a = sql``) => sql`GREATEST(${a}, - ${a})`),
        });
      default:
        return needs("abs", "a number or a duration", operands, 0);
    }
  },
};
