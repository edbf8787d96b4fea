import { sql } from "../../sql/sql.ts";
import { strict1 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

/** By Unicode's own rules and no language's, in Postgres through ICU's root collation. */
export const lower = textFunction(
  { name: "lower", signature: "lower(text)", summary: "The text in small letters." },
  {
    count: 1,
    result: "text",
    js: strict1((a: string) => a.toLowerCase()),
    sql: (a = sql``) => sql`(lower(${a} COLLATE "und-x-icu") COLLATE "C")`,
  },
);
