import { sql } from "../../sql/sql.ts";
import { type ScalarKind, scalar } from "../../value-types/value-type.ts";
import { convertTo } from "../convert.ts";
import {
  at,
  type ExpressionFunction,
  type Implementation,
  identity,
  mismatch,
  needs,
  resolved,
  strict1,
} from "../operation.ts";
import {
  dayInstant,
  instantDay,
  instantTime,
  printDate,
  printInstant,
  printTime,
  readDate,
  readInstant,
} from "../values/calendar-values.ts";
import { unsafeText, written } from "./written-text.ts";

type Kind = "date" | "time" | "timestamp" | "duration" | "uuid";

/** date("…"), time("…"), timestamp("…"), duration("…"), uuid("…"): a literal text, or a value that contains one. */
function constructor_(
  about: { readonly name: Kind; readonly signature: string; readonly summary: string; readonly example: string },
  from: Partial<Record<ScalarKind, Implementation>> = {},
): ExpressionFunction {
  const type = scalar(about.name);
  return {
    name: about.name,
    signature: about.signature,
    summary: about.summary,
    minArguments: 1,
    maxArguments: 1,
    check: (operands) => {
      const operand = at(operands, 0);
      if (operand.type.kind === about.name) return resolved(type, operands, identity);
      if (operand.type.kind === "text") {
        if (operand.kind !== "constant" || !operand.isLiteral) return unsafeText(about.name, about.example);
        const converted = convertTo(operand, type);
        if (!converted.ok) return mismatch(converted.message, { operand: 0, code: converted.code });
        return written(operand, type, converted.expression.kind === "constant" ? converted.expression.value : null);
      }
      const implementation = Object.hasOwn(from, operand.type.kind) ? from[operand.type.kind as ScalarKind] : undefined;
      if (implementation) return resolved(type, operands, implementation);
      return needs(about.name, `a written text such as ${about.example}`, operands, 0);
    },
  };
}

const ofInstant = (print: (micros: bigint) => string | null): Implementation["js"] =>
  strict1((a: unknown) => {
    const micros = readInstant(a);
    return micros === undefined ? null : print(micros);
  });

export const asDate = constructor_(
  {
    name: "date",
    signature: 'date("2026-11-22") or date(timestamp)',
    summary: "A date; of an instant its day in UTC.",
    example: 'date("2026-11-22")',
  },
  {
    timestamp: {
      js: ofInstant((micros) => printDate(instantDay(micros))),
      sql: (parts) => sql`(${at(parts, 0).sql} AT TIME ZONE 'UTC')::date`,
    },
  },
);

export const asTime = constructor_(
  {
    name: "time",
    signature: 'time("14:30") or time(timestamp)',
    summary: "A time of the day; of an instant the one in UTC.",
    example: 'time("14:30")',
  },
  {
    timestamp: {
      js: ofInstant((micros) => printTime(instantTime(micros))),
      sql: (parts) => sql`(${at(parts, 0).sql} AT TIME ZONE 'UTC')::time`,
    },
  },
);

export const asTimestamp = constructor_(
  {
    name: "timestamp",
    signature: 'timestamp("2026-11-22T14:30:00Z") or timestamp(date)',
    summary: "An instant; of a date its beginning in UTC.",
    example: 'timestamp("2026-11-22T14:30:00Z")',
  },
  {
    date: {
      js: strict1((a: unknown) => {
        const day = readDate(a);
        return day === undefined ? null : printInstant(dayInstant(day));
      }),
      sql: (parts) => sql`(${at(parts, 0).sql}::timestamp AT TIME ZONE 'UTC')`,
    },
  },
);

export const asDuration = constructor_({
  name: "duration",
  signature: 'duration("P7D")',
  summary: "A length of time, in ISO 8601 (PT1H30M) or as 01:30:00; without months and years.",
  example: 'duration("PT1H30M")',
});

export const asUuid = constructor_({
  name: "uuid",
  signature: 'uuid("…")',
  summary: "A UUID.",
  example: 'uuid("0190c8e0-0000-7000-8000-000000000000")',
});
