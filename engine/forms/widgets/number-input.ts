import { knownFieldType } from "../../field-types/registry.ts";
import { decimalMark, numberText, readNumber } from "../local-number.ts";
import { attributes, inputAttributes } from "./markup.ts";
import { refusalOf } from "./refusal.ts";
import type { Widget } from "./widget.ts";

/** Numbers with the marks of the app's language. Not `type="number"`: it drops what it cannot read. */
const numberWidget = (word: "number" | "wholeNumber", isJsonNumber: boolean): Widget => ({
  word,
  render: (input) => {
    const mode = word === "number" ? "decimal" : "numeric";
    const own = attributes({
      type: "text",
      inputmode: mode,
      value: input.value,
      placeholder: input.field.placeholder,
      autocomplete: "off",
    });
    return `<input${inputAttributes(input)}${own}>`;
  },
  read(text, reading) {
    const { field, texts, locale } = reading;
    const number = readNumber(text, decimalMark(locale));
    if (!number.ok) {
      const { readings } = number;
      const message = readings ? texts.twoReadings(field.label, ...readings) : texts.wrong[word](field.label);
      return { ok: false, message };
    }
    const parsed = knownFieldType(field.type).parseText(number.text, field.type, { choices: [] });
    if (!parsed.ok) return refusalOf(parsed, reading, word);
    return { ok: true, value: isJsonNumber ? Number(number.text) : number.text };
  },
  text: (value, { locale }) => numberText(String(value), decimalMark(locale)),
});

export const wholeNumber = numberWidget("wholeNumber", true);
/** Sent as text, so that no digit is lost. */
export const bigNumber = numberWidget("wholeNumber", false);
export const decimalNumber = numberWidget("number", false);
export const floatNumber = numberWidget("number", true);
