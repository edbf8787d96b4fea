import type { LooseFieldType } from "../definition/records/field.ts";
import { bigInteger } from "../field-types/big-integer.ts";
import { boolean } from "../field-types/boolean.ts";
import { choice } from "../field-types/choice.ts";
import type { ColumnReading } from "../field-types/column-reading.ts";
import { date } from "../field-types/date.ts";
import { dateTime } from "../field-types/date-time.ts";
import { decimal } from "../field-types/decimal.ts";
import { float } from "../field-types/float.ts";
import { integer } from "../field-types/integer.ts";
import { json } from "../field-types/json.ts";
import { longText } from "../field-types/long-text.ts";
import type { DateOrder } from "../field-types/loose-dates.ts";
import { textOf } from "../field-types/short-text.ts";
import { time } from "../field-types/time.ts";
import { could, recognizedBit } from "./classify-cell.ts";
import type { ColumnAccumulator } from "./column-accumulator.ts";
import { recognizedTypes } from "./recognized-types.ts";

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
  if (values === 0) return { type: textOf(200), reason: "No row has a value.", empty: rows, reading };
  if (column.lists > 0)
    return given(
      json.initial,
      column.lists === column.filled ? "lists or objects" : "values, some of them lists or objects",
    );
  if (!isWordless) return textType(column, { rows, empty, reading });

  if (bits & could.integer) return given(integer.initial, "whole numbers");
  if (bits & could.bigInteger) return given(bigInteger.initial, "whole numbers, some too large for an integer");
  if (bits & could.wholeDecimal) {
    return given(
      { ...decimal.initial, digits: Math.min(100, column.maxWholeDigits + 2), scale: 0 },
      "whole numbers of many digits",
    );
  }
  if (bits & (could.number | could.commaNumber)) return numberType(column, given);
  if (bits & could.boolean) {
    return isClearlyBoolean(column) ? given(boolean.initial, "yes or no") : textType(column, { rows, empty, reading });
  }
  if (bits & (could.dateMonthFirst | could.dateDayFirst))
    return given(date.initial, "dates", dateNote(column, reading));
  if (bits & (could.instantMonthFirst | could.instantDayFirst))
    return given(dateTime.initial, "dates with a time", dateNote(column, reading));
  if (bits & could.time) return given(time.initial, "times of the day");
  const recognized = recognizedTypes.find((_type, index) => bits & recognizedBit(index));
  return recognized ? given(recognized.initial, recognized.plural) : textType(column, { rows, empty, reading });
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
    given({ ...decimal.initial, digits: Math.min(100, Math.max(12, maxWholeDigits + scale + 2)), scale }, what);
  if (isMoney) return exact("amounts of money");
  if (maxFractionDigits === 2 && minFractionDigits === 2) return exact("numbers with two decimal places");
  const isLong = (bits & could.number) !== 0 && (bits & could.float) === 0;
  if (isLong && maxFractionDigits <= 20) return exact("numbers with more digits than a float keeps");
  return given(float.initial, "numbers");
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
      type: choice.initial,
      choices: values.map(({ value }) => value),
      reason: `${share} one of ${values.length} values.`,
    };
  }
  const fitting = LENGTHS.find((length) => maxLength <= length);
  if (fitting === undefined || column.hasLineBreak) {
    return {
      ...given,
      type: longText.initial,
      reason: `${share} text, ${column.hasLineBreak ? "with line breaks" : `up to ${count(maxLength)} characters`}.${mixed}`,
    };
  }
  return {
    ...given,
    type: textOf(fitting),
    reason: `${share} text, up to ${count(maxLength)} characters.${mixed}`,
  };
}
