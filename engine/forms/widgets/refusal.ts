import { assertNever } from "../../assert-never.ts";
import type { ParsedValue } from "../../field-types/parsed-value.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { patternMessageOf } from "../../field-types/text-pattern.ts";
import type { ValueWord } from "../../page-texts/forms/form-texts.ts";
import { decimalMark, numberText } from "../local-number.ts";
import type { ReadValue, WidgetReading } from "./widget.ts";

type Refused = Extract<ParsedValue, { ok: false }>;

/** A value that its field type refused, in the language of the app. */
export function refusalOf({ code, limit }: Refused, reading: WidgetReading, word: ValueWord): ReadValue {
  const { field, texts, locale } = reading;
  const number = limit === undefined ? undefined : numberText(limit, decimalMark(locale));
  const { label } = field;
  switch (code) {
    case "wrong_type":
    case "invalid":
    case "not_a_choice":
      return { ok: false, message: texts.wrong[word](label) };
    case "has_nul":
      return { ok: false, message: texts.wrong.text(label) };
    case "pattern_mismatch":
      return { ok: false, message: patternMessageOf(field.type) ?? texts.otherForm(label) };
    case "too_long":
      return { ok: false, message: texts.tooLong(label, mostOf(field.type)) };
    case "too_short":
      return {
        ok: false,
        message: texts.tooShort(label, String(knownFieldType(field.type).minLength?.(field.type) ?? "")),
      };
    case "too_small":
      return { ok: false, message: number === undefined ? texts.tooSmall(label) : texts.atLeast(label, number) };
    case "too_large":
      return { ok: false, message: number === undefined ? texts.tooLarge(label) : texts.atMost(label, number) };
    case "not_a_step":
      return { ok: false, message: texts.inSteps(label, number ?? "") };
    case "too_many_decimals":
      return { ok: false, message: texts.tooManyDecimals(label) };
    default:
      return assertNever(code);
  }
}

/** The most characters of a text; long texts have a million. */
const mostOf = (type: WidgetReading["field"]["type"]): string => {
  const known = knownFieldType(type);
  const schema = known.jsonSchema(type, { choices: [] });
  const items = (schema.items ?? {}) as { readonly maxLength?: number };
  return String(known.maxLength?.(type) ?? schema.maxLength ?? items.maxLength ?? "");
};
