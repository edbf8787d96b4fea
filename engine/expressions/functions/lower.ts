import { literal, sql } from "../../sql/sql.ts";
import { strict1 } from "../operation.ts";
import { once } from "../sql-guards.ts";
import { smallLetters, toSmall } from "../values/letter-case.ts";
import { textFunction } from "./text-function.ts";

const from = literal(smallLetters.from);
const to = literal(smallLetters.to);
const settled = literal(smallLetters.settled);

/** Two fast paths, for ASCII and for letters that every version converts equally; other texts use the table. */
export const lower = textFunction(
  { name: "lower", signature: "lower(text)", summary: "The text in small letters." },
  {
    count: 1,
    result: "text",
    js: strict1(toSmall),
    sql: (parts) =>
      once(
        parts,
        (a = sql``) =>
          sql`(CASE WHEN octet_length(${a}) = char_length(${a}) THEN lower(${a} COLLATE "C") WHEN ${a} COLLATE "C" ~ ${settled} THEN lower(${a} COLLATE "und-x-icu") COLLATE "C" ELSE translate(${a}, ${from}, ${to}) COLLATE "C" END)`,
      ),
  },
);
