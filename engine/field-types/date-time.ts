import * as z from "zod";
import { type Sql, sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkInstant } from "./calendar.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { isoDay, parseLooseDate } from "./loose-dates.ts";
import { parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { sampleDay, showTime } from "./show-time.ts";

/**
 * RFC 3339 in UTC with Z. `to_json` of a timestamp without zone is ISO whatever DateStyle and TimeZone say, which
 * `::text` is not; the quotes it adds are swapped for the Z.
 */
export const instantJsonSql = (column: Sql): Sql =>
  sql`(rtrim(to_json(${column} AT TIME ZONE 'UTC')::text, '"') || 'Z"')::json`;

export const dateTime = defineFieldType({
  name: "date_time",
  label: "Date and time",
  description: "An instant. Stored in UTC, shown in the app's time zone.",
  options: z.strictObject({ name: z.literal("date_time") }),
  initial: { name: "date_time" },
  sqlType: () => "timestamp with time zone",
  cast: "timestamptz",
  valueType: () => scalar("timestamp"),
  lookups: comparable,
  parseJson: (input) =>
    typeof input === "string"
      ? checkInstant(input)
      : refused("wrong_type", "must be an instant such as 2026-11-22T14:30:00Z"),
  parseText: checkInstant,
  jsonSql: instantJsonSql,
  jsonSchema: () => ({ type: "string", format: "date-time" }),
  can: { order: "natural", index: true, default: true },
  display: showTime,
  example: () => "2026-01-31T14:30:00Z",
  sample: ({ number }) => `${sampleDay(number)}T09:30:00Z`,
  openapi: { note: "An instant with its offset; read in UTC." },
  input: { keyboard: "text", placeholder: "2026-11-22 14:30" },
  import: {
    // Without an offset it comes out without one: the database reads it in the app's time zone.
    normalize: (text, reading) => {
      const found = parseLooseDate(text, { order: reading.dateOrder, latestYear: reading.latestYear });
      if (!found) return text.trim();
      const local = `${isoDay(found)}T${found.time ?? "00:00:00"}`;
      return found.offset === undefined ? parsed(local) : `${local}${found.offset}`;
    },
    widen: () => textOf(200),
  },
});
