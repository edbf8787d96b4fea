import { Sql, sql } from "../../sql/sql.ts";
import { itemsOfText } from "../operations/converted-sql.ts";

/**
 * The effect of a change between two column types on existing values:
 *
 * - `same`     nothing to do (every kind of text is text in Postgres)
 * - `lossless` every value survives; `rewrites` says whether Postgres copies the table
 * - `checked`  every value survives if no row is a misfit; `misfit` finds the rows that are
 * - `refused`  values would be lost or guessed
 */
export type TypeChange =
  | { readonly kind: "same" }
  | { readonly kind: "lossless"; readonly rewrites: boolean }
  | { readonly kind: "checked"; readonly misfit: (column: Sql) => Sql }
  | { readonly kind: "refused" };

/**
 * The number of digits of a number type before and after the point; integers and bigints do not hold all numbers with
 * the maximum of digits.
 */
interface Digits {
  readonly whole: number;
  readonly scale: number;
  readonly range?: readonly [low: string, high: string];
}

const INTEGER_RANGE = ["-2147483648", "2147483647"] as const;
const BIGINT_RANGE = ["-9223372036854775808", "9223372036854775807"] as const;

function digitsOf(sqlType: string): Digits | undefined {
  if (sqlType === "integer") return { whole: 10, scale: 0, range: INTEGER_RANGE };
  if (sqlType === "bigint") return { whole: 19, scale: 0, range: BIGINT_RANGE };
  const match = /^numeric\((\d+),(\d+)\)$/.exec(sqlType);
  return match ? { whole: Number(match[1]) - Number(match[2]), scale: Number(match[2]) } : undefined;
}

/** Types whose text form does not depend on a session's settings. */
const PLAIN_TEXT_FORM = new Set(["integer", "bigint", "uuid"]);

const LOSSLESS = { kind: "lossless", rewrites: true } as const;
const REFUSED = { kind: "refused" } as const;

export function typeChange(from: string, to: string): TypeChange {
  if (from === to) return { kind: "same" };
  if (from.endsWith("[]") || to.endsWith("[]")) return ofLists(from, to);
  if (to === "text") return PLAIN_TEXT_FORM.has(from) || digitsOf(from) ? LOSSLESS : REFUSED;
  const source = digitsOf(from);
  const target = digitsOf(to);
  if (source && target) return betweenNumbers(source, target);
  if (source && to === "double precision") {
    if (from === "integer") return LOSSLESS;
    // A double is exact up to 2^53.
    return from === "bigint"
      ? { kind: "checked", misfit: (column) => sql`${column} NOT BETWEEN -9007199254740992 AND 9007199254740992` }
      : REFUSED;
  }
  if (from === "double precision" && target?.range) {
    const { range } = target;
    return {
      kind: "checked",
      misfit: (column) => sql`${column} <> trunc(${column}) OR ${outside(sql`${column}`, range)}`,
    };
  }
  if (from === "text" && target) return fromText(target);
  return REFUSED;
}

/**
 * A list becomes the text that a person would write, and a text the items that it lists, if both do without quotes: a text
 * item with a comma would be two of them on the way back.
 */
function ofLists(from: string, to: string): TypeChange {
  if (from === "text[]" && to === "text")
    return { kind: "checked", misfit: (column) => sql`array_to_string(${column}, '') ~ E'[,;"\\n]'` };
  if (from.endsWith("[]")) return to === "text" || (from === "integer[]" && to === "text[]") ? LOSSLESS : REFUSED;
  if (from !== "text") return REFUSED;
  const items = (column: Sql): Sql => sql`cardinality(COALESCE(${itemsOfText(column)}, '{}')) > 100`;
  return to === "text[]"
    ? { kind: "checked", misfit: (column) => sql`${column} ~ '"' OR ${column} ~ '[^,;\n]{201}' OR ${items(column)}` }
    : { kind: "checked", misfit: (column) => sql`${column} !~ ${NUMBERS} OR ${items(column)}` };
}

const NUMBERS = sql`E'^[ \\t\\r\\n]*(-?[0-9]{1,9}(\\\\s*[,;\\n]\\\\s*-?[0-9]{1,9})*)?[ \\t\\r\\n]*$'`;

function betweenNumbers(source: Digits, target: Digits): TypeChange {
  const fits =
    target.scale >= source.scale && (target.range ? target.whole > source.whole : target.whole >= source.whole);
  if (fits) {
    // For numeric, more digits before the point change only the catalog.
    const isNumeric = !source.range && !target.range;
    return { kind: "lossless", rewrites: !(isNumeric && source.scale === target.scale) };
  }
  return { kind: "checked", misfit: (column) => numberMisfit(sql`${column}::numeric`, target) };
}

function numberMisfit(number: Sql, target: Digits): Sql {
  if (target.range) return sql`${number} <> trunc(${number}) OR ${outside(number, target.range)}`;
  const limit = new Sql([`1e${target.whole}::numeric`]);
  return sql`${number} <> round(${number}, ${new Sql([String(target.scale)])}) OR abs(${number}) >= ${limit}`;
}

const outside = (number: Sql, [low, high]: readonly [string, string]): Sql =>
  sql`${number} NOT BETWEEN ${new Sql([low])} AND ${new Sql([high])}`;

/**
 * Text that is a plain number becomes one; a CASE prevents the cast of other texts. `007`, `+5` and `-0` are not plain:
 * converting the number back would not give the same text. Nor is `5.0` as a whole number, which Postgres does not cast.
 */
function fromText(target: Digits): TypeChange {
  const plain = target.range
    ? sql`'^(0|-?[1-9][0-9]{0,99})$'`
    : sql`'^(?!-0([.]0+)?$)-?(0|[1-9][0-9]{0,99})([.][0-9]{1,50})?$'`;
  return {
    kind: "checked",
    misfit: (column) =>
      sql`CASE WHEN ${column} ~ ${plain} THEN ${numberMisfit(sql`${column}::numeric`, target)} ELSE true END`,
  };
}
