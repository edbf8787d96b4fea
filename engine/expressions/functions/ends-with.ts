import { sql } from "../../sql/sql.ts";
import { at, strict2 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

/** Postgres has no ends_with; with both texts reversed, the end is the start. */
export const endsWith = textFunction(
  {
    name: "ends_with",
    aliases: ["endsWith", "endswith"],
    signature: "ends_with(text, ending)",
    summary: "Whether the text ends so.",
  },
  {
    count: 2,
    result: "bool",
    js: strict2((a: string, b: string) => a.endsWith(b)),
    sql: (parts) => sql`starts_with(reverse(${at(parts, 0).sql}), reverse(${at(parts, 1).sql}))`,
  },
);
