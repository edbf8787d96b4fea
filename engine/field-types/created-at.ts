import * as z from "zod";
import { dateTime } from "./date-time.ts";
import { defineFieldType } from "./field-type.ts";

export const createdAt = defineFieldType({
  name: "created_at",
  label: "Created at",
  description: "When the row was made; filled by itself.",
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
});
