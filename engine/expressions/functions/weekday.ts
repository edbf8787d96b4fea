import { sql } from "../../sql/sql.ts";
import { datePart } from "./calendar-part.ts";

/** ISO 8601: Monday is 1. Day 0, 1 January 1970, was a Thursday. */
export const weekday = datePart(
  { name: "weekday", summary: "The day of the week, from Monday, 1, to Sunday, 7." },
  { js: (days) => ((((days + 3) % 7) + 7) % 7) + 1, sql: (x) => sql`extract(isodow FROM ${x})::integer` },
);
