import type * as z from "zod";
import type { JsonValue } from "../definition/json.ts";
import type { LooseFieldType } from "../definition/records/field.ts";
import type { Sql, SqlCast } from "../sql/sql.ts";
import type { ValueType } from "../value-types/value-type.ts";
import type {
  Capabilities,
  DisplayedField,
  FieldDisplay,
  FieldImport,
  FieldInput,
  ListedValues,
  OpenApiNotes,
  PlainestValue,
  SampleOf,
} from "./field-uses.ts";
import type { ParsedValue } from "./parsed-value.ts";

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
  "within",
  "contained",
  "overlap",
  "len",
  "isnull",
] as const;
export type Lookup = (typeof lookups)[number];

/** What a type may need to know besides its own options. */
export interface FieldContext {
  /** The stored values of a choice field. */
  readonly choices: readonly string[];
}

/**
 * One field type: everything the product knows about it, in one value. To add a type, add a file here and a line in
 * field-types.ts: its column, API, pages, samples, imports and the studio's plain input are derived from it
 * (tests/definitions/throw-away-field-type.test.ts). An icon and an input of its own are a line in studio/field-editors.
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
  /** Reads text: a query parameter, a form field, a CSV cell. The text has not been trimmed. */
  parseText(input: string, options: Options, context: FieldContext): ParsedValue;
  /** The column's value as it stands inside row_to_json: docs/mechanics.md, 11. Independent of session settings. */
  jsonSql(column: Sql): Sql;
  /** JSON Schema (2020-12) of the value, without null. */
  jsonSchema(options: Options, context: FieldContext): Readonly<Record<string, JsonValue>>;
  /** Filled or calculated by the engine: never accepted from a caller. */
  readonly automatic?: "created" | "updated" | "creator" | "editor" | "computed" | "position";
  readonly can: Capabilities;
  /** All values that there can be, where they are few. */
  readonly listed?: ListedValues;
  /** The most characters a value may have, where that is an option of the type. */
  maxLength?(options: Options): number;
  /** The fewest characters of a value that is not empty. */
  minLength?(options: Options): number | undefined;
  /**
   * For text of a certain form: a regular expression of Postgres that all its values match, and the most characters. It may
   * match a few others, since it only counts what does not fit when a text field becomes this type.
   */
  readonly fits?: { readonly pattern: string; readonly length: number };
  /** The options behind the label, where two fields of the type differ in more than length: "12,2". */
  optionsText?(options: Options): string;
  /** How the default templates show it. */
  display(shown: DisplayedField): FieldDisplay;
  /** A value as text on one line that `parseText` reads again; the text of the JSON value unless said. */
  toText?(value: JsonValue): string;
  /** A value for documentation: never a row's, never a default. */
  example(options: Options, context: FieldContext): JsonValue | undefined;
  /** A value of row `number` of a preview without data. */
  sample(of: SampleOf<Options>): JsonValue;
  readonly plainest?: PlainestValue<Options>;
  readonly openapi: OpenApiNotes;
  readonly input: FieldInput;
  readonly import?: FieldImport<Options>;
}

/** Keeps the options' type through the registry. */
export const defineFieldType = <Options extends LooseFieldType>(type: FieldType<Options>): FieldType<Options> => type;

export const comparable: readonly Lookup[] = ["exact", "in", "gt", "gte", "lt", "lte", "range", "isnull"];
const notOfText: readonly Lookup[] = ["within", "contained", "overlap", "len"];
export const textual: readonly Lookup[] = lookups.filter((lookup) => !notOfText.includes(lookup));
export const equatable: readonly Lookup[] = ["exact", "in", "isnull"];
