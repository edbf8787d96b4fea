import { radios, select } from "./markup.ts";
import type { Widget } from "./widget.ts";

/** Up to so many are all in view. */
const RADIOS = 5;

/** One of a list: radio buttons while they are few, else a select. */
export const choiceInput: Widget = {
  word: "choice",
  isGroup: ({ choices }) => choices.length <= RADIOS,
  render(input) {
    const { field, texts } = input;
    const options = field.choices.map(({ value, label }) => ({ value, label }));
    if (options.length > RADIOS) return select(input, options, texts.choose);
    return radios(input, field.required ? options : [...options, { value: "", label: "–" }]);
  },
  read: (text, { field, texts }) =>
    field.choices.some(({ value }) => value === text)
      ? { ok: true, value: text }
      : { ok: false, message: texts.wrong.choice(field.label) },
  text: (value) => String(value),
};
