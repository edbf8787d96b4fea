import { literal, sql } from "../../sql/sql.ts";
import { strict1 } from "../operation.ts";
import { once } from "../sql-guards.ts";
import { capitalLetters, toCapital } from "../values/letter-case.ts";
import { textFunction } from "./text-function.ts";

const from = literal(capitalLetters.from);
const to = literal(capitalLetters.to);
const settled = literal(capitalLetters.settled);

/** As in lower.ts, in the other direction. */
export const upper = textFunction(
  { name: "upper", signature: "upper(text)", summary: "The text in capital letters." },
  {
    count: 1,
    result: "text",
    js: strict1(toCapital),
    sql: (parts) =>
      once(
        parts,
        (a = sql``) =>
          sql`(CASE WHEN octet_length(${a}) = char_length(${a}) THEN upper(${a} COLLATE "C") WHEN ${a} COLLATE "C" ~ ${settled} THEN upper(${a} COLLATE "und-x-icu") COLLATE "C" ELSE translate(${a}, ${from}, ${to}) COLLATE "C" END)`,
      ),
  },
);
