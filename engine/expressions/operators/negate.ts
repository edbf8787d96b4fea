import { sql } from "../../sql/sql.ts";
import { at, type Operation, resolved, strict1 } from "../operation.ts";
import { printDuration, readDuration } from "../values/calendar-values.ts";
import { subtractDecimals } from "../values/decimal.ts";
import { cannot } from "./arithmetic.ts";

/** `-x` of numbers and durations. */
export const negate: Operation = {
  name: "-",
  check: (operands) => {
    const { type } = at(operands, 0);
    switch (type.kind) {
      case "int":
        return resolved(type, operands, {
          js: strict1((a: number) => 0 - a),
          sql: (parts) => sql`(- ${at(parts, 0).sql}::numeric)`,
        });
      case "decimal":
        return resolved(type, operands, {
          js: strict1((a: unknown) => subtractDecimals("0", a)),
          sql: (parts) => sql`(- ${at(parts, 0).sql}::numeric)`,
        });
      case "double":
        return resolved(type, operands, {
          js: strict1((a: number) => -a),
          sql: (parts) => sql`(- ${at(parts, 0).sql})`,
        });
      case "duration":
        return resolved(type, operands, {
          js: strict1((a: unknown) => {
            const micros = readDuration(a);
            return micros === undefined ? null : printDuration(micros === 0 ? 0 : -micros);
          }),
          sql: (parts) => sql`(- ${at(parts, 0).sql})`,
        });
      default:
        return cannot("negated", operands);
    }
  },
};
