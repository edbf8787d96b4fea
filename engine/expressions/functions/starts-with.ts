import { sql } from "../../sql/sql.ts";
import { at, strict2 } from "../operation.ts";
import { textFunction } from "./text-function.ts";

export const startsWith = textFunction(
  {
    name: "starts_with",
    aliases: ["startsWith", "startswith"],
    signature: "starts_with(text, beginning)",
    summary: "Whether the text begins so.",
  },
  {
    count: 2,
    result: "bool",
    js: strict2((a: string, b: string) => a.startsWith(b)),
    sql: (parts) => sql`starts_with(${at(parts, 0).sql}, ${at(parts, 1).sql})`,
  },
);
