import * as z from "zod";
import { dateTime } from "./date-time.ts";
import { defineFieldType } from "./field-type.ts";

export const createdAt = defineFieldType({
  name: "created_at",
  label: "Created at",
  description: "When the row was made; filled in automatically.",
  options: z.strictObject({ name: z.literal("created_at") }),
  initial: { name: "created_at" },
  sqlType: () => "timestamp with time zone",
  cast: "timestamptz",
  valueType: () => dateTime.valueType({ name: "date_time" }),
  lookups: dateTime.lookups,
  parseJson: (input, _options, context) => dateTime.parseJson(input, { name: "date_time" }, context),
  parseText: (input, _options, context) => dateTime.parseText(input, { name: "date_time" }, context),
  jsonSql: dateTime.jsonSql,
  jsonSchema: () => ({ type: "string", format: "date-time", readOnly: true }),
  automatic: "created",
  can: { order: "natural", index: true },
  display: (shown) => ({ ...dateTime.display(shown), isKeptOutOfLists: true }),
  example: (_options, context) => dateTime.example(dateTime.initial, context),
  sample: (of) => dateTime.sample({ ...of, options: dateTime.initial }),
  openapi: { note: "When the row was made. Filled in automatically." },
  input: dateTime.input,
});
