import { sql } from "../../sql/sql.ts";
import { at, strict1 } from "../operation.ts";
import { trimText } from "../values/trim-text.ts";
import { textFunction } from "./text-function.ts";

/** ASCII blanks, tabs and line ends; other white space, such as the no-break space, stays. */
export const trim = textFunction(
  { name: "trim", signature: "trim(text)", summary: "The text without blanks and line breaks at its ends." },
  {
    count: 1,
    result: "text",
    js: strict1(trimText),
    sql: (parts) => sql`btrim(${at(parts, 0).sql}, E' \\t\\n\\x0b\\f\\r')`,
  },
);
