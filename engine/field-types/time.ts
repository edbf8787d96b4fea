import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { checkTime } from "./calendar.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { parseLooseTime } from "./loose-dates.ts";
import { refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

export const time = defineFieldType({
  name: "time",
  label: "Time",
  description: "A time of the day, without a date.",
  options: z.strictObject({ name: z.literal("time") }),
  initial: { name: "time" },
  sqlType: () => "time",
  cast: "time",
  valueType: () => scalar("time"),
  lookups: comparable,
  parseJson: (input) =>
    typeof input === "string" ? checkTime(input) : refused("wrong_type", "must be a time such as 14:30"),
  parseText: checkTime,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", pattern: "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?$" }),
  can: { order: "natural", index: true, default: true },
  display: ({ value }) => ({ inline: `{{ ${value} }}` }),
  example: () => "14:30:00",
  sample: () => "09:30:00",
  openapi: { format: "time-local" },
  input: { keyboard: "text", placeholder: "14:30" },
  import: { normalize: (text) => parseLooseTime(text) ?? text.trim(), widen: () => textOf(200) },
});
