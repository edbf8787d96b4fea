import { sql } from "../../sql/sql.ts";
import { durationCount } from "./duration-count.ts";

export const seconds = durationCount(
  { name: "seconds", signature: "seconds(duration)", summary: "The whole seconds of a duration." },
  { micros: 1_000_000, seconds: sql`1` },
);
