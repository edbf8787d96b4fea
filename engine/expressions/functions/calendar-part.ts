import { type Sql, sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { at, type ExpressionFunction, needs, resolved, strict1 } from "../operation.ts";
import { instantDay, instantTime, readDate, readInstant, readTime } from "../values/calendar-values.ts";

interface About {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
}

/** year, month, day, weekday: of a date, or of the day in UTC of an instant. */
export function datePart(about: About, forms: { js(day: number): number; sql(x: Sql): Sql }): ExpressionFunction {
  return {
    ...about,
    signature: `${about.name}(date or timestamp)`,
    minArguments: 1,
    maxArguments: 1,
    check: (operands) => {
      const { type } = at(operands, 0);
      if (type.kind === "date") {
        return resolved(scalar("int"), operands, {
          js: strict1((a: unknown) => {
            const day = readDate(a);
            return day === undefined ? null : forms.js(day);
          }),
          sql: (parts) => forms.sql(at(parts, 0).sql),
        });
      }
      if (type.kind !== "timestamp")
        return needs(about.name, "a date or an instant", operands, 0, 'A written date is date("2026-11-22").');
      return resolved(scalar("int"), operands, {
        js: strict1((a: unknown) => {
          const instant = readInstant(a);
          return instant === undefined ? null : forms.js(instantDay(instant));
        }),
        sql: (parts) => forms.sql(sql`(${at(parts, 0).sql} AT TIME ZONE 'UTC')`),
      });
    },
  };
}

/** hour, minute, second: of a time, or of the time in UTC of an instant. */
export function timePart(about: About, forms: { js(micros: number): number; sql(x: Sql): Sql }): ExpressionFunction {
  return {
    ...about,
    signature: `${about.name}(time or timestamp)`,
    minArguments: 1,
    maxArguments: 1,
    check: (operands) => {
      const { type } = at(operands, 0);
      if (type.kind === "time") {
        return resolved(scalar("int"), operands, {
          js: strict1((a: unknown) => {
            const micros = readTime(a);
            return micros === undefined ? null : forms.js(micros);
          }),
          sql: (parts) => forms.sql(at(parts, 0).sql),
        });
      }
      if (type.kind !== "timestamp") return needs(about.name, "a time or an instant", operands, 0);
      return resolved(scalar("int"), operands, {
        js: strict1((a: unknown) => {
          const instant = readInstant(a);
          return instant === undefined ? null : forms.js(instantTime(instant));
        }),
        sql: (parts) => forms.sql(sql`(${at(parts, 0).sql} AT TIME ZONE 'UTC')`),
      });
    },
  };
}
