import { displayOf, starsOf } from "../../field-types/number-limits.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { starText } from "../../templates/filters/stars.ts";
import type { FormField } from "../form-plan.ts";
import { decimalMark, numberText, readNumber } from "../local-number.ts";
import { typedAmount } from "../typed-amount.ts";
import { attributes, inputAttributes, radios } from "./markup.ts";
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
    const number = readNumber(typedAmount(text, field.type, locale), decimalMark(locale));
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

/** Sent as text, so that no digit is lost. */
/** A rating is asked for as one button for each number of stars. */
const isRating = ({ type }: FormField): boolean => displayOf({ type }) === "rating";

const withRating = (widget: Widget): Widget => ({
  ...widget,
  isGroup: isRating,
  render(input) {
    const { field, texts } = input;
    if (!isRating(field)) return widget.render(input);
    const count = starsOf(field);
    const least = Math.max(0, Number(field.type.min ?? 1));
    const options = Array.from({ length: count - least + 1 }, (_, index) => least + index).map((number) => ({
      value: String(number),
      label: `${number} ${starText(number, count)}`,
    }));
    return radios(input, field.required ? options : [...options, { value: "", label: texts.noChoice }]);
  },
});

export const wholeNumber = withRating(numberWidget("wholeNumber", true));
export const bigNumber = numberWidget("wholeNumber", false);
export const decimalNumber = numberWidget("number", false);
export const floatNumber = numberWidget("number", true);
