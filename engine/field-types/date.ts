import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { checkDate } from "./calendar.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { isoDay, parseLooseDate } from "./loose-dates.ts";
import { refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { sampleDay, showTime } from "./show-time.ts";

export const date = defineFieldType({
  name: "date",
  label: "Date",
  description: "A day, without a time.",
  options: z.strictObject({ name: z.literal("date") }),
  initial: { name: "date" },
  sqlType: () => "date",
  cast: "date",
  valueType: () => scalar("date"),
  lookups: comparable,
  parseJson: (input) =>
    typeof input === "string" ? checkDate(input) : refused("wrong_type", "must be a date such as 2026-11-22"),
  parseText: checkDate,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "string", format: "date" }),
  can: { order: "natural", index: true, default: true, path: true },
  display: showTime,
  example: () => "2026-01-31",
  sample: ({ number }) => sampleDay(number),
  openapi: {},
  input: { keyboard: "text", placeholder: "2026-11-22" },
  import: {
    normalize: (text, reading) => {
      const found = parseLooseDate(text, { order: reading.dateOrder, latestYear: reading.latestYear });
      return found && found.time === undefined ? isoDay(found) : text.trim();
    },
    widen: () => textOf(200),
  },
});
