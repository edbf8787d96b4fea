import type { LooseFieldType } from "../definition/records/field.ts";
import { boolean } from "../field-types/boolean.ts";
import { choice } from "../field-types/choice.ts";
import type { ColumnReading } from "../field-types/column-reading.ts";
import { date } from "../field-types/date.ts";
import { dateTime } from "../field-types/date-time.ts";
import { json } from "../field-types/json.ts";
import { longText } from "../field-types/long-text.ts";
import type { DateOrder } from "../field-types/loose-dates.ts";
import { textOf } from "../field-types/short-text.ts";
import { time } from "../field-types/time.ts";
import { COULD_BE_ANYTHING, could, recognizedBit } from "./classify-cell.ts";
import { holdsCodes, holdsNames } from "./code-names.ts";
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
  /** How its numbers are read, where each could be read in two ways. */
  readonly numberNote?: string | undefined;
  /** The one currency sign that its numbers have. */
  readonly currency?: string | undefined;
}

const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** What is known of the file beyond the column. */
export interface FileSigns {
  /** How dates are read that allow both orders. */
  readonly openDateOrder: DateOrder;
  /**
   * `never`: a comma divides the file's cells. `preferred`: a semicolon does. `certain`: another column has such numbers.
   * `locale`: no number of the file tells, and the language of its reader has a decimal comma.
   */
  readonly decimalComma: "never" | "possible" | "preferred" | "certain" | "locale";
}

/** Whether a column's numbers can only be read with a decimal comma: then those of the whole file are. */
export const needsDecimalComma = ({ bits, lists, numberSigns }: ColumnAccumulator): boolean =>
  lists === 0 && (bits & could.commaNumber) !== 0 && numberSigns.onlyComma;

/** Whether a column's numbers can only be read with a decimal point. */
export const needsDecimalPoint = ({ bits, lists, numberSigns }: ColumnAccumulator): boolean =>
  lists === 0 && (bits & could.number) !== 0 && numberSigns.onlyPoint;

/** The narrowest type that every cell fits. */
export function inferType(column: ColumnAccumulator, rows: number, file: FileSigns): InferredType {
  const { bits } = column;
  const reading = readingOf(column, file);
  // The other way of reading numbers is no way for this column.
  const canBe = bits & ~(reading.decimalComma ? could.number : could.commaNumber);
  const isWordless = canBe !== 0 && column.lists === 0 && !isNames(column);
  const values = column.filled - (isWordless ? column.noValueWords : 0);
  const empty = rows - values;
  const given = (type: LooseFieldType, what: string, more = ""): InferredType => ({
    type,
    reason: `${shareOf(values, rows)} ${what}.${more}${isWordless ? noValueNote(column) : ""}`,
    empty,
    reading,
  });
  const asText = (why = "") => textType(column, { rows, empty: rows - column.filled, reading, why });
  if (values === 0) return { type: textOf(200), reason: "No row has a value.", empty: rows, reading };
  if (column.lists > 0)
    return given(
      json.initial,
      column.lists === column.filled ? "lists or objects" : "values, some of them lists or objects",
    );
  if (!isWordless) return asText();
  if (canBe & (could.number | could.commaNumber)) return numberType(column, { reading, file, given, asText });
  if (bits & could.boolean) return isClearlyBoolean(column) ? given(boolean.initial, "yes or no") : asText();
  if (bits & (could.dateMonthFirst | could.dateDayFirst))
    return given(date.initial, "dates", dateNote(column, reading));
  if (bits & (could.instantMonthFirst | could.instantDayFirst))
    return given(dateTime.initial, "dates with a time", dateNote(column, reading));
  if (bits & could.time) return given(time.initial, "times of the day");
  const recognized = recognizedTypes.find((_type, index) => bits & recognizedBit(index));
  return recognized ? given(recognized.initial, recognized.plural) : asText();
}

/** People are called Null and True: the words of such a column are no booleans, and none means "no value". */
const isNames = ({ source, bits }: ColumnAccumulator): boolean =>
  holdsNames(source) && (bits === COULD_BE_ANYTHING || (bits & could.boolean) !== 0);

/** How the column's cells are to be read; also where it becomes text, since it may fill a field that is not. */
function readingOf({ numberSigns, dateSigns }: ColumnAccumulator, file: FileSigns): ColumnReading {
  const { onlyComma, onlyPoint, openComma, openPoint } = numberSigns;
  const decimalComma =
    file.decimalComma !== "never" &&
    !onlyPoint &&
    (onlyComma || (openComma && file.decimalComma !== "possible") || (openPoint && isCertainComma(file)));
  const isOpen = dateSigns.open && !dateSigns.onlyDayFirst && !dateSigns.onlyMonthFirst;
  const dateOrder = isOpen
    ? file.openDateOrder
    : dateSigns.onlyDayFirst && !dateSigns.onlyMonthFirst
      ? "day_first"
      : "month_first";
  return { dateOrder, decimalComma, ...(isOpen ? { isDateOrderOpen: true } : {}) };
}

const isCertainComma = ({ decimalComma }: FileSigns): boolean =>
  decimalComma === "certain" || decimalComma === "locale";

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

function dateNote(column: ColumnAccumulator, reading: ColumnReading): string {
  const sample = column.openDate ?? column.samples[0];
  const example = sample && !/^\d{4}-\d\d-\d\d/.test(sample) ? ` such as ${sample}` : "";
  const numeric = column.openDate ?? column.samples.find((text) => /^\d{1,2}[-/.]\d{1,2}[-/.]/.test(text));
  const isDayFirst = reading.dateOrder === "day_first" || numeric?.includes(".");
  const order = numeric ? `, read as ${isDayFirst ? "day/month" : "month/day"}/year` : "";
  const open = reading.isDateOrderOpen ? " No row tells which comes first, so it follows the language." : "";
  return example === "" && order === "" ? "" : ` Written${example}${order}.${open}`;
}

interface NumberChoice {
  readonly reading: ColumnReading;
  readonly file: FileSigns;
  readonly given: (type: LooseFieldType, what: string, more?: string) => InferredType;
  readonly asText: (why: string) => InferredType;
}

function numberType(column: ColumnAccumulator, { reading, file, given, asText }: NumberChoice): InferredType {
  const shape = reading.decimalComma ? column.comma : column.point;
  if (shape.currencies.size > 1)
    return asText(` The amounts are in several currencies: ${[...shape.currencies].join(", ")}.`);
  if (shape.hasExponent && holdsCodes(column.source))
    return asText(" Some look like numbers with an exponent, and by its name the column holds codes.");
  if (shape.looksLikeCodes)
    return asText(" Some look like numbers with an exponent and the others are digits alone, as codes are.");
  const found = shape.type();
  if (!found) return asText(" They are numbers of more digits than a number can keep.");
  const [currency] = shape.currencies;
  const note = signNote(column, { reading, file });
  return {
    ...given(found.type, found.what, note === undefined ? "" : ` ${note}`),
    ...(note === undefined ? {} : { numberNote: note }),
    ...(currency ? { currency } : {}),
  };
}

/** Said where every number could be read in both ways: 1,250 is 1250 or 1.25. */
function signNote(
  { numberSigns, openNumber = "" }: ColumnAccumulator,
  { reading, file }: Pick<NumberChoice, "reading" | "file">,
): string | undefined {
  const { onlyComma, onlyPoint, openComma, openPoint } = numberSigns;
  if (onlyComma || onlyPoint || !(openComma || openPoint)) return undefined;
  const sign = openNumber.includes(",") ? "comma" : "point";
  const isDecimal = reading.decimalComma === (sign === "comma");
  const why = file.decimalComma === "locale" ? ", as the language writes numbers" : "";
  return `The ${sign} in ${openNumber} is read as ${isDecimal ? "the decimal sign" : "what groups thousands"}${why}.`;
}

/** A column that contains only "Y" is a mark rather than a yes or no. */
function isClearlyBoolean(column: ColumnAccumulator): boolean {
  const words = new Set(
    column.values?.filter(({ isNoValue }) => !isNoValue).map(({ value }) => value.trim().toLowerCase()),
  );
  return words.has("true") || words.has("false") || words.size === 2;
}

const upTo = (length: number): string => `up to ${count(length)} ${length === 1 ? "character" : "characters"}`;

const MAX_CHOICES = 30;
const MAX_CHOICE_LENGTH = 60;
const LENGTHS = [200, 500, 1_000, 2_000];

function textType(
  column: ColumnAccumulator,
  { rows, why, ...given }: { rows: number; empty: number; reading: ColumnReading; why: string },
): InferredType {
  const { filled, maxLength, values } = column;
  const share = shareOf(filled, rows);
  const mixed =
    why === "" && column.numbers > 0 && column.notNumber !== undefined
      ? ` ${count(column.numbers)} of them ${column.numbers === 1 ? "is a number" : "are numbers"}; others, such as “${column.notNumber}”, are not.`
      : why;
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
      reason: `${share} text, ${column.hasLineBreak ? "with line breaks" : `${upTo(maxLength)}`}.${mixed}`,
    };
  }
  return {
    ...given,
    type: textOf(fitting),
    reason: `${share} text, ${upTo(maxLength)}.${mixed}`,
  };
}
