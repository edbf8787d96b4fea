import type { JsonValue } from "#engine/definition/json";
import type { FieldRecord } from "#engine/definition/records/field";
import { dateOrderOf } from "#engine/field-types/date-order";
import { countsEmptyText } from "#engine/field-types/empty-text";
import type { ListedValue } from "#engine/field-types/field-uses";
import type { KeyType } from "#engine/field-types/keys";
import { type ParsedValue, refused } from "#engine/field-types/parsed-value";
import { fieldTypeOf, holdsChoices, holdsNumbers } from "#engine/field-types/registry";
import { decimalMark, numberText, readNumber } from "#engine/forms/local-number";
import { typedAmount } from "#engine/forms/typed-amount";
import { instantFromZone, instantInZone } from "./zoned-time.ts";

/** What reading and writing a cell needs to know besides its field. */
export interface CellContext {
  readonly timeZone: string;
  /** The app's language: its decimal sign, and whether the day or the month comes first. */
  readonly locale: string;
  /** Stored values and labels of a choice field, in order. */
  readonly choices: readonly ListedValue[];
  /** For a relation: what kind of keys the rows have that it points to. */
  readonly key?: KeyType;
}

export type CellReading =
  | { readonly ok: true; readonly value: JsonValue }
  /** A whole sentence: "Price must be a decimal number." */
  | { readonly ok: false; readonly message: string };

/** Shown and read in the app's time zone. */
const isInstant = (field: FieldRecord): boolean => fieldTypeOf(field.type)?.valueType(field.type).kind === "timestamp";

export const isNumeric = (field: FieldRecord): boolean => holdsNumbers(field.type);

/** True or false: a mark that is clicked rather than typed. */
export const isYesNo = (field: FieldRecord): boolean => fieldTypeOf(field.type)?.valueType(field.type).kind === "bool";

export const isAutomatic = (field: FieldRecord): boolean => fieldTypeOf(field.type)?.automatic !== undefined;

/** A value as text that can be edited and read back: what a cell's editor starts with, and what is copied. */
export function cellText(value: JsonValue | undefined, field: FieldRecord, context: CellContext): string {
  if (value === null || value === undefined) return "";
  if (isInstant(field) && typeof value === "string") return instantInZone(value, context.timeZone);
  const type = fieldTypeOf(field.type);
  if (type?.toText) return type.toText(value);
  if (isNumeric(field)) return numberText(String(value), decimalMark(context.locale));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Reads what somebody typed or pasted. Empty text empties the cell, or is refused where a value is needed. */
export function readCell(text: string, field: FieldRecord, context: CellContext): CellReading {
  const refuse = (message: string): CellReading => ({ ok: false, message: `${field.label} ${message}.` });
  const type = fieldTypeOf(field.type);
  if (!type) return refuse("has a type that this studio does not know");
  if (type.automatic) return refuse("is filled in automatically");
  const trimmed = type.input.keepsBlanks ? text : text.trim();
  if (trimmed === "" && countsEmptyText(field.type)) return { ok: true, value: "" };
  if (trimmed === "") return field.required ? refuse("needs a value") : { ok: true, value: null };
  const input = holdsChoices(field) ? choiceValue(trimmed, context) : plainText(trimmed, field, context);
  if (typeof input !== "string")
    return input.ok ? { ok: true, value: input.value as JsonValue } : refuse(input.message);
  const values = context.choices.map((choice) => choice.value);
  const parsed = (context.key ? context.key.parse : type.parseText)(
    isInstant(field) ? instantFromZone(input, context.timeZone) : input,
    field.type,
    { choices: values },
  );
  if (!parsed.ok) return refuse(parsed.message);
  if (type.cast === "jsonb") return { ok: true, value: JSON.parse(String(parsed.value)) as JsonValue };
  return { ok: true, value: parsed.value as JsonValue };
}

/** Choices may be typed by label, in any case. */
function choiceValue(text: string, context: CellContext): string {
  const folded = text.toLowerCase();
  const found =
    context.choices.find((choice) => choice.value === text) ??
    context.choices.find((choice) => choice.label.toLowerCase() === folded || choice.value.toLowerCase() === folded);
  return found?.value ?? text;
}

/**
 * Text as people write it in the app's language (`1.234,50`, `22.11.2026`, `Nov 22 2026`, `acme.com`) as the field type
 * reads it. A number that can be read in two ways is refused with both.
 */
function plainText(typed: string, field: FieldRecord, context: CellContext): string | ParsedValue {
  const type = fieldTypeOf(field.type);
  const mark = decimalMark(context.locale);
  const text = typedAmount(typed, field.type, context.locale);
  const { currency } = field.type;
  if (typeof currency === "string" && /\p{Sc}/u.test(text)) return refused("invalid", `is an amount in ${currency}`);
  if (isNumeric(field) && !context.key) {
    const number = readNumber(text, mark);
    if (number.ok) return number.text;
    if (number.readings) {
      const [first, second] = number.readings;
      return refused("invalid", `can be read in two ways: write ${first} or ${second}`);
    }
  }
  const reading = {
    dateOrder: dateOrderOf(context.locale),
    decimalComma: mark === ",",
    latestYear: new Date().getFullYear() + 10,
  };
  const plain = type?.import?.normalize?.(text, reading) ?? text;
  // An instant without its offset is read in the app's time zone.
  if (typeof plain !== "string") return plain.ok && isInstant(field) ? String(plain.value) : plain;
  return type?.input.complete?.(plain) ?? plain;
}
