import { sql } from "../../sql/sql.ts";
import { timePart } from "./calendar-part.ts";

export const minute = timePart(
  { name: "minute", summary: "The minute, 0 to 59." },
  { js: (micros) => Math.floor(micros / 60_000_000) % 60, sql: (x) => sql`extract(minute FROM ${x})::integer` },
);
