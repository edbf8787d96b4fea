import { type Sql, sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type ExpressionFunction, needs, resolved, strict1 } from "../operation.ts";
import { readDuration } from "../values/calendar-values.ts";

/** The number of whole units in a duration, truncated towards zero. */
export function durationCount(
  about: Pick<ExpressionFunction, "name" | "signature" | "summary">,
  unit: { readonly micros: number; readonly seconds: Sql },
): ExpressionFunction {
  return {
    ...about,
    minArguments: 1,
    maxArguments: 1,
    check: (operands) => {
      if (at(operands, 0).type.kind !== "duration")
        return needs(about.name, "a duration", operands, 0, "The difference of two dates is one.");
      return resolved(scalar("int"), operands, {
        js: strict1((a: unknown) => {
          const micros = readDuration(a);
          return micros === undefined ? null : Math.trunc(micros / unit.micros) + 0;
        }),
        sql: (parts) => sql`div(extract(epoch FROM ${at(parts, 0).sql}), ${unit.seconds})`,
      });
    },
  };
}
