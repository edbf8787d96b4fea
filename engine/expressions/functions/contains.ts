import { sql } from "../../sql/sql.ts";
import { at, strict2 } from "../operation.ts";
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
    sql: (parts) => sql`(strpos(${at(parts, 0).sql}, ${at(parts, 1).sql}) > 0)`,
  },
);
