import * as z from "zod";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkDuration } from "./calendar.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

/** Stored as an interval of microseconds only (no days, no months), so that equal durations compare equal. */
export const duration = defineFieldType({
  name: "duration",
  label: "Duration",
  description: "A length of time: 1 h 30 min.",
  options: z.strictObject({ name: z.literal("duration") }),
  initial: { name: "duration" },
  sqlType: () => "interval",
  cast: "interval",
  valueType: () => scalar("duration"),
  lookups: comparable,
  parseJson: (input) =>
    typeof input === "string" ? checkDuration(input) : refused("wrong_type", "must be a duration such as PT1H30M"),
  parseText: checkDuration,
  jsonSql: (column) => sql`('PT' || trim_scale(extract(epoch FROM ${column}))::text || 'S')`,
  jsonSchema: () => ({ type: "string", format: "duration" }),
  can: { order: "natural", index: true, default: true },
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  example: () => "PT5400S",
  sample: () => "PT5400S",
  openapi: { note: "A length of time in ISO 8601, without years and months; read as seconds." },
  input: { keyboard: "text", placeholder: "1:30:00" },
  import: {
    // `1:30:00` may be a time of the day; sheets write the elapsed time of a cell so.
    recognizes: (text) => /^-?P(?:\d+D)?T-?\d/.test(text) && checkDuration(text).ok,
    plural: "durations",
    widen: () => textOf(200),
  },
});
