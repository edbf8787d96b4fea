/**
 * SQL as a value. A fragment is a frozen list of chunks: text that we wrote, quoted identifiers, values, and slots
 * (named holes that a compiled statement fills at run time). Values and slots are always parameters: there is no way
 * to turn a string that came from outside into text. `printSql` is the only printer.
 *
 * @example
 * printSql(sql`SELECT ${identifier("title")} FROM ${identifier("app_1", "book")} WHERE id = ${slot("id", "bigint")}`)
 * // { text: 'SELECT "title" FROM "app_1"."book" WHERE id = $1::bigint', parameters: [{ slot: "id" }] }
 */
export type SqlValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

export type SqlParameter = { readonly value: SqlValue } | { readonly slot: string };

type Chunk = string | { readonly parameter: SqlParameter; readonly cast: string | undefined };

export class Sql {
  readonly chunks: readonly Chunk[];
  constructor(chunks: readonly Chunk[]) {
    this.chunks = chunks;
  }
}

/** The result of `printSql`: text with $1…$n, and the source of each parameter. */
export interface PrintedSql {
  readonly text: string;
  readonly parameters: readonly SqlParameter[];
}

/** Tagged template: the text is our own, and every interpolation must be a fragment. */
export function sql(strings: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  const chunks: Chunk[] = [];
  strings.forEach((text, index) => {
    if (text !== "") chunks.push(text);
    const part = parts[index];
    if (part) chunks.push(...part.chunks);
  });
  return new Sql(chunks);
}

export const emptySql = new Sql([]);

/**
 * Quotes each part and joins them with dots. Refuses NUL and names over 63 bytes, which Postgres would cut silently.
 */
export function identifier(...parts: readonly string[]): Sql {
  return new Sql([parts.map(quoteIdentifier).join(".")]);
}

export function quoteIdentifier(name: string): string {
  if (name === "" || name.includes("\0")) throw new Error("An SQL identifier is empty or has a NUL.");
  // Identifiers are ASCII by construction (definition/identifiers.ts), so length is bytes.
  if (name.length > 63) throw new Error(`The SQL identifier ${name} is longer than 63 bytes.`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value as a parameter, with the Postgres type it is sent as. */
export const value = (content: SqlValue, cast?: SqlCast): Sql => new Sql([{ parameter: { value: content }, cast }]);

/** A named hole, filled when the statement runs. The same slot twice is one parameter. */
export const slot = (name: string, cast?: SqlCast): Sql => new Sql([{ parameter: { slot: name }, cast }]);

/** The Postgres types that parameters may be cast to. */
export type SqlCast =
  | "bigint"
  | "integer"
  | "numeric"
  | "double precision"
  | "text"
  | "boolean"
  | "date"
  | "time"
  | "timestamptz"
  | "interval"
  | "uuid"
  | "jsonb"
  | "inet"
  | "bigint[]"
  | "text[]"
  | "integer[]"
  | "numeric[]"
  | "double precision[]"
  | "date[]"
  | "time[]"
  | "timestamptz[]"
  | "interval[]"
  | "uuid[]"
  | "boolean[]"
  | "inet[]";

/** Such a type itself, in a list of columns. */
export const castType = (cast: SqlCast): Sql => new Sql([cast]);

export function joinSql(parts: readonly Sql[], separator: string): Sql {
  const chunks: Chunk[] = [];
  parts.forEach((part, index) => {
    if (index > 0) chunks.push(separator);
    chunks.push(...part.chunks);
  });
  return new Sql(chunks);
}

/** A string literal in the text. Only for our own texts (DDL cannot take parameters); other values use `value`. */
export function literal(text: string): Sql {
  if (text.includes("\0")) throw new Error("An SQL literal has a NUL.");
  // A backslash is plain text while standard_conforming_strings is on, which Postgres 14+ has by default; E'' works
  // with either setting.
  return new Sql([
    text.includes("\\")
      ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
      : `'${text.replaceAll("'", "''")}'`,
  ]);
}

export function printSql(fragment: Sql): PrintedSql {
  let text = "";
  const parameters: SqlParameter[] = [];
  const slots = new Map<string, number>();
  for (const chunk of fragment.chunks) {
    if (typeof chunk === "string") {
      text += chunk;
      continue;
    }
    let number = "slot" in chunk.parameter ? slots.get(chunk.parameter.slot) : undefined;
    if (number === undefined) {
      number = parameters.push(chunk.parameter);
      if ("slot" in chunk.parameter) slots.set(chunk.parameter.slot, number);
    }
    text += chunk.cast ? `$${number}::${chunk.cast}` : `$${number}`;
  }
  return { text, parameters };
}

/** The values for a printed statement; throws when a slot has none (a fault of the engine, not of the caller). */
export function bindParameters(
  parameters: readonly SqlParameter[],
  slots: Readonly<Record<string, SqlValue>>,
): SqlValue[] {
  return parameters.map((parameter) => {
    if ("value" in parameter) return parameter.value;
    const content = slots[parameter.slot];
    if (content === undefined) throw new Error(`The statement's slot "${parameter.slot}" has no value.`);
    return content;
  });
}
