import { sql } from "../../sql/sql.ts";
import { timePart } from "./calendar-part.ts";

export const hour = timePart(
  { name: "hour", summary: "The hour, 0 to 23; of an instant the one in UTC." },
  { js: (micros) => Math.floor(micros / 3_600_000_000), sql: (x) => sql`extract(hour FROM ${x})::integer` },
);
