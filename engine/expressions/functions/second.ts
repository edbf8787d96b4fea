import { sql } from "../../sql/sql.ts";
import { timePart } from "./calendar-part.ts";

/** Truncated, not rounded: extract returns 59.999999 unchanged. */
export const second = timePart(
  { name: "second", summary: "The second, 0 to 59, without its fraction." },
  { js: (micros) => Math.floor(micros / 1_000_000) % 60, sql: (x) => sql`floor(extract(second FROM ${x}))::integer` },
);
