import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { checkDate } from "./calendar.ts";
import { comparable, defineFieldType, refused } from "./field-type.ts";

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
});
