import { sql } from "../../sql/sql.ts";
import { MICROS_PER_DAY } from "../values/calendar-values.ts";
import { durationCount } from "./duration-count.ts";

export const days = durationCount(
  { name: "days", signature: "days(duration)", summary: "The whole days of a duration: days(due - date(now()))." },
  { micros: MICROS_PER_DAY, seconds: sql`86400` },
);
