import type { LooseFieldType } from "../definition/records/field.ts";
import { could } from "./classify-cell.ts";
import type { ColumnAccumulator } from "./column-accumulator.ts";
import type { DateOrder } from "./loose-dates.ts";

/** How the cells of a column are to be read, besides its type. */
export interface ColumnReading {
  readonly dateOrder: DateOrder;
  readonly decimalComma: boolean;
}

export interface InferredType {
  readonly type: LooseFieldType;
  /** For a choice: its values, the most frequent first. */
  readonly choices?: readonly string[];
  /** Why, as a sentence with counts. */
  readonly reason: string;
  /** Rows without a value, words such as N/A counted where they count. */
  readonly empty: number;
  readonly reading: ColumnReading;
}

const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** The narrowest type that every cell fits. */
export function inferType(column: ColumnAccumulator, rows: number): InferredType {
  const { bits } = column;
  const isWordless = bits !== 0 && column.lists === 0;
  const reading: ColumnReading = {
    dateOrder: orderOf(bits),
    decimalComma: isWordless && (bits & could.number) === 0 && (bits & could.commaNumber) !== 0,
  };
  const values = column.filled - (isWordless ? column.noValueWords : 0);
  const empty = rows - values;
  const given = (type: LooseFieldType, what: string, more = ""): InferredType => ({
    type,
    reason: `${shareOf(values, rows)} ${what}.${more}${isWordless ? noValueNote(column) : ""}`,
    empty,
    reading,
  });
  if (values === 0)
    return { type: { name: "text", maxLength: 200 }, reason: "No row has a value.", empty: rows, reading };
  if (column.lists > 0)
    return given(
      { name: "json" },
      column.lists === column.filled ? "lists or objects" : "values, some of them lists or objects",
    );
  if (!isWordless) return textType(column, { rows, empty, reading });

  if (bits & could.integer) return given({ name: "integer" }, "whole numbers");
  if (bits & could.bigInteger) return given({ name: "big_integer" }, "whole numbers, some too large for an integer");
  if (bits & could.wholeDecimal) {
    return given(
      { name: "decimal", digits: Math.min(100, column.maxWholeDigits + 2), scale: 0 },
      "whole numbers of many digits",
    );
  }
  if (bits & (could.number | could.commaNumber)) return numberType(column, given);
  if (bits & could.boolean) {
    return isClearlyBoolean(column)
      ? given({ name: "boolean" }, "yes or no")
      : textType(column, { rows, empty, reading });
  }
  if (bits & (could.dateMonthFirst | could.dateDayFirst))
    return given({ name: "date" }, "dates", dateNote(column, reading));
  if (bits & (could.instantMonthFirst | could.instantDayFirst))
    return given({ name: "date_time" }, "dates with a time", dateNote(column, reading));
  if (bits & could.time) return given({ name: "time" }, "times of the day");
  if (bits & could.uuid) return given({ name: "uuid" }, "UUIDs");
  if (bits & could.email) return given({ name: "email" }, "email addresses");
  return given({ name: "link" }, "web addresses");
}

/** "All 3,201 rows are", "2,988 of 3,201 rows are": the rest is empty. */
const shareOf = (values: number, rows: number): string =>
  values === rows
    ? rows === 1
      ? "The one row has"
      : `All ${count(rows)} rows have`
    : `${count(values)} of ${count(rows)} rows have`;

const noValueNote = (column: ColumnAccumulator): string =>
  column.noValueWords === 0
    ? ""
    : ` ${[...column.noValueExamples].map((word) => `“${word}”`).join(", ")} counts as empty.`;

function orderOf(bits: number): DateOrder {
  const dayFirst = (bits & could.instantDayFirst) !== 0;
  const monthFirst = (bits & could.instantMonthFirst) !== 0;
  return dayFirst && !monthFirst ? "day_first" : "month_first";
}

function dateNote(column: ColumnAccumulator, reading: ColumnReading): string {
  const sample = column.samples[0];
  const example = sample && !/^\d{4}-\d\d-\d\d/.test(sample) ? `, such as ${sample}` : "";
  const numeric = column.samples.some((text) => /^\d{1,2}[-/.]\d{1,2}[-/.]/.test(text));
  const order = numeric ? `, read as ${reading.dateOrder === "month_first" ? "month/day" : "day/month"}/year` : "";
  return example === "" && order === "" ? "" : ` Written${example === "" ? "" : example.replace(/^, /, " ")}${order}.`;
}

type Given = (type: LooseFieldType, what: string, more?: string) => InferredType;

function numberType(column: ColumnAccumulator, given: Given): InferredType {
  const { maxWholeDigits, maxFractionDigits, minFractionDigits, isMoney, bits } = column;
  const scale = Math.min(Math.max(maxFractionDigits, isMoney ? 2 : 0), 20);
  const exact = (what: string) =>
    given({ name: "decimal", digits: Math.min(100, Math.max(12, maxWholeDigits + scale + 2)), scale }, what);
  if (isMoney) return exact("amounts of money");
  if (maxFractionDigits === 2 && minFractionDigits === 2) return exact("numbers with two decimal places");
  const isLong = (bits & could.number) !== 0 && (bits & could.float) === 0;
  if (isLong && maxFractionDigits <= 20) return exact("numbers with more digits than a float keeps");
  return given({ name: "float" }, "numbers");
}

/** A column of nothing but "Y" is rather a mark than a yes or no. */
function isClearlyBoolean(column: ColumnAccumulator): boolean {
  const words = new Set(
    column.values?.filter(({ isNoValue }) => !isNoValue).map(({ value }) => value.trim().toLowerCase()),
  );
  return words.has("true") || words.has("false") || words.size === 2;
}

const MAX_CHOICES = 30;
const MAX_CHOICE_LENGTH = 60;
const LENGTHS = [200, 500, 1_000, 2_000];

function textType(
  column: ColumnAccumulator,
  given: { rows: number; empty: number; reading: ColumnReading },
): InferredType {
  const { filled, maxLength, values } = column;
  const share = shareOf(filled, given.rows);
  const mixed =
    column.numbers > 0 && column.notNumber !== undefined
      ? ` ${count(column.numbers)} of them ${column.numbers === 1 ? "is a number" : "are numbers"}; others, such as “${column.notNumber}”, are not.`
      : "";
  const isChoice =
    values !== undefined &&
    values.length >= 2 &&
    values.length <= MAX_CHOICES &&
    filled >= 20 &&
    values.length * 10 <= filled &&
    maxLength <= MAX_CHOICE_LENGTH &&
    !column.hasLineBreak &&
    column.numbers + column.dates === 0;
  if (isChoice) {
    return {
      ...given,
      type: { name: "choice" },
      choices: values.map(({ value }) => value),
      reason: `${share} one of ${values.length} values.`,
    };
  }
  const fitting = LENGTHS.find((length) => maxLength <= length);
  if (fitting === undefined || column.hasLineBreak) {
    return {
      ...given,
      type: { name: "long_text" },
      reason: `${share} text, ${column.hasLineBreak ? "with line breaks" : `up to ${count(maxLength)} characters`}.${mixed}`,
    };
  }
  return {
    ...given,
    type: { name: "text", maxLength: fitting },
    reason: `${share} text, up to ${count(maxLength)} characters.${mixed}`,
  };
}
