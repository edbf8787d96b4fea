import { sql } from "../../sql/sql.ts";
import { civilFromDays } from "../values/calendar-values.ts";
import { datePart } from "./calendar-part.ts";

export const month = datePart(
  { name: "month", summary: "The month, 1 to 12." },
  { js: (days) => civilFromDays(days).month, sql: (x) => sql`extract(month FROM ${x})::integer` },
);
