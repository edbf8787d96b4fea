import { sql } from "../../sql/sql.ts";
import { civilFromDays } from "../values/calendar-values.ts";
import { datePart } from "./calendar-part.ts";

export const year = datePart(
  { name: "year", summary: "The year: year(released) is 2026." },
  { js: (days) => civilFromDays(days).year, sql: (x) => sql`extract(year FROM ${x})::integer` },
);
