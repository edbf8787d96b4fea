import type * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import type { LooseFieldType } from "../definition/records/field.ts";
import type { Sql, SqlCast, SqlValue } from "../sql/sql.ts";
import type { ValueType } from "../value-types/value-type.ts";

/** Django's look-ups. A filter without one is `exact`. */
export const lookups = [
  "exact",
  "iexact",
  "contains",
  "icontains",
  "startswith",
  "istartswith",
  "endswith",
  "iendswith",
  "in",
  "gt",
  "gte",
  "lt",
  "lte",
  "range",
  "isnull",
] as const;
export type Lookup = (typeof lookups)[number];

/** The outcome of reading a value from outside. `message` completes "Price …": a sentence without its subject. */
export type ParsedValue =
  | { readonly ok: true; readonly value: SqlValue }
  | { readonly ok: false; readonly code: ValueErrorCode; readonly message: string };

export type ValueErrorCode =
  | "wrong_type"
  | "invalid"
  | "too_long"
  | "too_small"
  | "too_large"
  | "too_many_decimals"
  | "not_a_choice"
  | "has_nul";

export const parsed = (value: SqlValue): ParsedValue => ({ ok: true, value });
export const refused = (code: ValueErrorCode, message: string): ParsedValue => ({ ok: false, code, message });

/** What a type may need to know besides its own options. */
export interface FieldContext {
  /** The stored values of a choice field. */
  readonly choices: readonly string[];
}

/**
 * One field type: everything the product knows about it, in one value. Adding a type is adding a file here and a line
 * in registry.ts; the studio's editors (studio/field-editors) then fail to compile until they have it too.
 */
export interface FieldType<Options extends LooseFieldType = LooseFieldType> {
  /** The stored name, `big_integer`; permanent. */
  readonly name: string;
  /** What a builder reads: "Big integer". */
  readonly label: string;
  /** One sentence for the type picker. */
  readonly description: string;
  readonly options: z.ZodType<Options>;
  /** Options that a newly drawn field starts with. */
  readonly initial: Options;
  /** The column's Postgres type, `numeric(10,2)`. */
  sqlType(options: Options): string;
  /** The cast that parameters of this type are sent with. */
  readonly cast: SqlCast;
  valueType(options: Options): ValueType;
  /** Which look-ups a filter may use. */
  readonly lookups: readonly Lookup[];
  /** Reads a JSON value (never null) as the caller of the API sent it. */
  parseJson(input: JsonValue, options: Options, context: FieldContext): ParsedValue;
  /** Reads text: a query parameter, a form field, a CSV cell. Already trimmed of nothing. */
  parseText(input: string, options: Options, context: FieldContext): ParsedValue;
  /** The column's value as it stands inside row_to_json: docs/mechanics.md, 11. Independent of session settings. */
  jsonSql(column: Sql): Sql;
  /** JSON Schema (2020-12) of the value, without null. */
  jsonSchema(options: Options, context: FieldContext): Readonly<Record<string, JsonValue>>;
  /** Filled by the engine: never accepted from a caller. */
  readonly automatic?: "created" | "updated";
}

/** Keeps the options' type through the registry. */
export const defineFieldType = <Options extends LooseFieldType>(type: FieldType<Options>): FieldType<Options> => type;

export const comparable: readonly Lookup[] = ["exact", "in", "gt", "gte", "lt", "lte", "range", "isnull"];
export const textual: readonly Lookup[] = [...lookups];
export const equatable: readonly Lookup[] = ["exact", "in", "isnull"];
