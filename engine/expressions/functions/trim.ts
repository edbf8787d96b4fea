import { sql } from "../../sql/sql.ts";
import { strict1 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

/** Blanks, tabs and line ends of ASCII; the no-break space of other scripts stays. */
export const trim = textFunction(
  { name: "trim", signature: "trim(text)", summary: "The text without blanks and line breaks at its ends." },
  {
    count: 1,
    result: "text",
    js: strict1((a: string) => a.replace(/^[ \t\n\v\f\r]+/, "").replace(/[ \t\n\v\f\r]+$/, "")),
    sql: (a = sql``) => sql`btrim(${a}, E' \\t\\n\\x0b\\f\\r')`,
  },
);
