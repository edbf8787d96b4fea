import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord, LooseFieldType } from "../definition/records/field.ts";
import type { FileReading } from "./column-reading.ts";
import type { ParsedValue } from "./parsed-value.ts";

/** The possible uses of a field besides storing its values. A use that a type does not list is not allowed. */
export interface Capabilities {
  /** `?search=` and the search forms of list pages look in it. */
  readonly search?: true;
  /**
   * Rows can be ordered by it. `natural`: visitors may want that, so a list page offers it; `stored`: only the API
   * does.
   */
  readonly order?: "natural" | "stored";
  /** Its values fit into an index, so it may be unique or indexed. `items`: its items do, so it may only be indexed. */
  readonly index?: true | "items";
  /** A builder may give it a default. */
  readonly default?: true;
  /** A parameter of a page's path can be compared with it: `/movies/<slug:slug>/`. */
  readonly path?: true;
  /** People can identify rows by a unique field of it: an import can find and match rows by it. */
  readonly identify?: true;
  /** A model without a title template calls its rows by its first field of such a type. */
  readonly title?: true;
}

/** All values of a field, where they are few: list pages and the grid then offer them. `choices`: the field's records. */
export type ListedValues = "choices" | readonly ListedValue[];
export interface ListedValue {
  /** As a filter takes it. */
  readonly value: string;
  readonly label: string;
  readonly colour?: string | undefined;
  /** Not offered any more; rows may still have it. */
  readonly retired?: true | undefined;
}

/**
 * How the default templates show a field: as template source, so that a builder who takes the template over reads and
 * edits what they would have written. Absent values leave nothing at all (the theme then draws a dash).
 */
export interface FieldDisplay {
  /** In a table's cell or beside a label. */
  readonly inline: string;
  /** In a place of its own, when the value is long. */
  readonly block?: string;
  /** For CSS: how the cell is set. */
  readonly className?: "number" | "date" | "long";
  /** Too long, or of too little interest, for a column of a list page. */
  readonly isKeptOutOfLists?: true;
}

/** What a display is made of: the template expression of the value, `movie.title`, and the field. */
export interface DisplayedField {
  readonly value: string;
  readonly field: Pick<FieldRecord, "name" | "type">;
  /** Some of its choices have a colour. */
  readonly hasColours?: boolean;
}

/** A value for a sample row: it fits the type and names its field. */
export interface SampleOf<Options> {
  /** Of the row, from 1. */
  readonly number: number;
  readonly label: string;
  readonly options: Options;
  readonly choices: readonly string[];
}

/** What OpenAPI says of the values beyond JSON Schema. */
export interface OpenApiNotes {
  /** Of the OpenAPI format registry, where JSON Schema has no format for it. */
  readonly format?: string;
  /** What the schema alone does not tell: one sentence. */
  readonly note?: string;
}

/** How people type a value: in the studio's inputs and in forms. */
export interface FieldInput {
  readonly keyboard: "text" | "numeric" | "decimal" | "email" | "url" | "tel";
  /** One value as it may be typed. */
  readonly placeholder?: string;
  /** Values have several lines: `prose` is spell-checked, `code` is in a mono face. */
  readonly lines?: "prose" | "code";
  /** Blanks at both ends belong to the value. */
  readonly keepsBlanks?: true;
  /** From how people shorten it to what `parseText` reads: `acme.com` to `https://acme.com`. Other text stays. */
  readonly complete?: (text: string) => string;
}

/** How cells of files become values. A type without it cannot be read from a column alone: relations, automatic ones. */
export interface FieldImport<Options> {
  /** Whether a text is unmistakably of this type, so that a column of them is proposed as it. */
  readonly recognizes?: (text: string) => boolean;
  /** Values of a column in its reason, "email addresses"; needed by types that recognize theirs. */
  readonly plural?: string;
  /** Words such as N/A are values like others, and not "no value". */
  readonly keepsWords?: true;
  /** From how files write values to what `parseText` reads, or to the outcome where that is stricter than files are. */
  readonly normalize?: (text: string, reading: FileReading) => string | ParsedValue;
  /** The options that values such as these samples need; `initial` unless said. */
  readonly optionsFor?: (samples: readonly string[]) => Options;
  /** The next type that takes more values; undefined where nothing is wider. */
  widen(options: Options): LooseFieldType | undefined;
  /** A column of it may become the rows' keys, of this kind. */
  readonly rowKey?: "identity" | "uuid";
}

/** What a question about rows without a value starts with: the plainest value, where there is one. */
export type PlainestValue<Options> = (options: Options, choices: readonly string[]) => JsonValue | undefined;
