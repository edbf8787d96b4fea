import { identifierFromLabel, uniqueIdentifier } from "../definition/identifiers.ts";
import type { JsonValue } from "../definition/json.ts";
import type { LooseFieldType } from "../definition/records/field.ts";
import type { ColumnReading } from "../field-types/column-reading.ts";
import type { DateOrder } from "../field-types/loose-dates.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { Cell } from "./cells.ts";
import { isCodeName } from "./code-names.ts";
import { ColumnAccumulator } from "./column-accumulator.ts";
import { withHeaderUnit } from "./header-unit.ts";
import { type FileSigns, inferType, needsDecimalComma, needsDecimalPoint } from "./infer-column.ts";
import { labelsFromFileName } from "./model-label.ts";

/** What inference proposes for one column; the builder adjusts it. */
export interface InferredColumn {
  readonly source: string;
  readonly include: boolean;
  readonly label: string;
  readonly name: string;
  readonly type: LooseFieldType;
  readonly required: boolean;
  readonly unique: boolean;
  readonly isKey: boolean;
  readonly onBadValue: "refuse";
}
export interface InferredFacts {
  readonly source: string;
  readonly samples: readonly string[];
  readonly empty: number;
  readonly distinct?: number;
  readonly reason: string;
  /** How its dates are read, where every one of them would be a date in the other order too. */
  readonly openDateOrder?: DateOrder;
  /** One of those dates. */
  readonly openDate?: string;
  /** How its numbers are read, where each could be read in two ways. */
  readonly numberNote?: string;
}
export interface InferredTable {
  readonly modelLabel: string;
  readonly modelName: string;
  readonly pluralLabel: string | undefined;
  readonly columns: readonly InferredColumn[];
  readonly facts: readonly InferredFacts[];
  readonly rows: number;
  readonly preview: readonly Readonly<Record<string, JsonValue>>[];
  readonly readings: ReadonlyMap<string, ColumnReading>;
  /** Each column's values where they are few: what a choice may hold. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export const MAX_COLUMNS = 500;
const PREVIEW_ROWS = 20;
/** More different values than a person can choose from. */
const MAX_LISTED_VALUES = 200;

/** Looks at every row of a file once and then proposes a model. */
export class TableAccumulator {
  readonly #columns = new Map<string, ColumnAccumulator>();
  readonly #preview: Record<string, JsonValue>[] = [];
  readonly #latestYear: number;
  readonly #openDateOrder: DateOrder;
  readonly #localeHasDecimalComma: boolean;
  readonly #delimiter: string | undefined;
  rows = 0;

  constructor(options: {
    /** Years of two digits reach ten years beyond it. */
    readonly currentYear: number;
    readonly sources?: readonly string[];
    /** Of a CSV file: beside semicolons a comma is rather a decimal sign, and where commas divide cells it is none. */
    readonly delimiter?: string | undefined;
    /** How dates are read that allow both orders. Month first, unless said. */
    readonly openDateOrder?: DateOrder | undefined;
    /** Whether the language of those who read the file writes 1.25 as `1,25`. It decides where no number of the file does. */
    readonly localeHasDecimalComma?: boolean | undefined;
  }) {
    this.#latestYear = options.currentYear + 10;
    this.#openDateOrder = options.openDateOrder ?? "month_first";
    this.#localeHasDecimalComma = options.localeHasDecimalComma ?? false;
    this.#delimiter = options.delimiter;
    for (const source of options.sources ?? []) this.#column(source);
  }

  /** One row: sources and cells, in parallel. Sources that are new become columns. */
  add(sources: readonly string[], cells: readonly Cell[]): void {
    this.rows += 1;
    for (let index = 0; index < sources.length; index++) this.#column(sources[index] as string).add(cells[index]);
    if (this.#preview.length < PREVIEW_ROWS) {
      this.#preview.push(Object.fromEntries(sources.map((source, index) => [source, cells[index] ?? null])));
    }
  }

  finish(fileName: string): InferredTable {
    const { label, pluralLabel } = labelsFromFileName(fileName);
    const modelName = identifierFromLabel(label, "row");
    const taken = new Set<string>();
    const columns: InferredColumn[] = [];
    const facts: InferredFacts[] = [];
    const readings = new Map<string, ColumnReading>();
    const values = new Map<string, readonly string[]>();
    let hasKey = false;
    const file = this.#signs();
    [...this.#columns.values()].forEach((column, index) => {
      const inferred = inferType(column, this.rows, file);
      const { empty, reading } = inferred;
      const { label: own, type, reason } = withHeaderUnit(inferred, labelFromSource(column.source, index));
      const name = uniqueIdentifier({ label: own, fallback: `column_${index + 1}`, taken });
      const isFull = empty === 0 && this.rows > 0;
      const isKey = !hasKey && isFull && looksLikeKey(column, { type, name, modelName });
      if (isKey) hasKey = true;
      else taken.add(name);
      const isUnique = isFull && column.isUnique && this.rows >= 20 && looksLikeCode(column, { type, name, index });
      columns.push({
        source: column.source,
        include: true,
        label: own,
        name,
        type,
        required: isFull,
        unique: isKey || isUnique,
        isKey,
        onBadValue: "refuse",
      });
      const listed = column.values;
      const distinct = listed?.length ?? (column.isUnique ? column.filled : undefined);
      facts.push({
        source: column.source,
        samples: column.samples,
        empty,
        ...(distinct === undefined ? {} : { distinct }),
        ...(reading.isDateOrderOpen ? { openDateOrder: reading.dateOrder } : {}),
        ...(reading.isDateOrderOpen && column.openDate !== undefined ? { openDate: column.openDate } : {}),
        ...(inferred.numberNote === undefined ? {} : { numberNote: inferred.numberNote }),
        reason: isKey
          ? `${reason} No two are equal, so they become the rows’ ids.`
          : isUnique
            ? `${reason} No two are equal.`
            : reason,
      });
      readings.set(column.source, reading);
      if (listed && listed.length <= MAX_LISTED_VALUES) {
        values.set(
          column.source,
          listed.map(({ value }) => value),
        );
      }
    });
    return {
      modelLabel: label,
      modelName,
      pluralLabel,
      columns,
      facts,
      rows: this.rows,
      preview: this.#preview,
      readings,
      values,
    };
  }

  #signs(): FileSigns {
    const openDateOrder = this.#openDateOrder;
    if (this.#delimiter === ",") return { openDateOrder, decimalComma: "never" };
    const columns = [...this.#columns.values()];
    if (columns.some(needsDecimalComma)) return { openDateOrder, decimalComma: "certain" };
    if (this.#localeHasDecimalComma && !columns.some(needsDecimalPoint))
      return { openDateOrder, decimalComma: "locale" };
    return { openDateOrder, decimalComma: this.#delimiter === ";" ? "preferred" : "possible" };
  }

  #column(source: string): ColumnAccumulator {
    let column = this.#columns.get(source);
    if (!column) {
      column = new ColumnAccumulator(source, { latestYear: this.#latestYear });
      this.#columns.set(source, column);
    }
    return column;
  }
}

/** The header stays as the label; only what no label may have, and what turns the direction of the text after it, is taken out. */
function labelFromSource(source: string, index: number): string {
  const clean = source.replace(/[\s\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  return [...clean].slice(0, 200).join("").trim() || `Column ${index + 1}`;
}

type Look = { readonly type: LooseFieldType; readonly name: string };

/** Whole positive numbers or UUIDs, all there, no two equal, and a name that says so. */
function looksLikeKey(column: ColumnAccumulator, { type, name, modelName }: Look & { modelName: string }): boolean {
  if (!column.isUnique) return false;
  const isNamedSo = name === "id_value" || name === "pk" || name === `${modelName}_id` || name === `${modelName}id`;
  const kind = fieldTypeOf(type)?.import?.rowKey;
  if (kind === undefined) return false;
  if (kind === "uuid") return isNamedSo || name === "uuid" || name === "guid";
  return isNamedSo && column.point.isPositive && column.point.wholeDigits <= 15;
}

/** What identifies a row for people: a UUID, a column named like a code, or short words without spaces in the first column. */
function looksLikeCode(column: ColumnAccumulator, { type, name, index }: Look & { index: number }): boolean {
  const { can, import: fromFile } = fieldTypeOf(type) ?? {};
  if (fromFile?.rowKey === "uuid") return true;
  if (!can?.identify || column.maxLength > 60) return false;
  if (isCodeName(name)) return true;
  return (
    index === 0 && can.title === true && column.maxLength <= 20 && column.samples.every((sample) => !/\s/.test(sample))
  );
}
