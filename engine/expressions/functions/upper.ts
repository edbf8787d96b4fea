import { sql } from "../../sql/sql.ts";
import { strict1 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

/** As lower: "straße" becomes "STRASSE". */
export const upper = textFunction(
  { name: "upper", signature: "upper(text)", summary: "The text in capital letters." },
  {
    count: 1,
    result: "text",
    js: strict1((a: string) => a.toUpperCase()),
    sql: (a = sql``) => sql`(upper(${a} COLLATE "und-x-icu") COLLATE "C")`,
  },
);
