import { sql } from "../../sql/sql.ts";
import { strict2 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

export const contains = textFunction(
  {
    name: "contains",
    signature: "contains(text, part)",
    summary: "Whether the text has the part in it, letter by letter.",
  },
  {
    count: 2,
    result: "bool",
    js: strict2((a: string, b: string) => a.includes(b)),
    sql: (a = sql``, b = sql``) => sql`(strpos(${a}, ${b}) > 0)`,
  },
);
