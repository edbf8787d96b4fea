import { sql } from "../../sql/sql.ts";
import { civilFromDays } from "../values/calendar-values.ts";
import { datePart } from "./calendar-part.ts";

export const day = datePart(
  { name: "day", summary: "The day of the month, 1 to 31." },
  { js: (days) => civilFromDays(days).day, sql: (x) => sql`extract(day FROM ${x})::integer` },
);
