import type { FormField } from "../form-plan.ts";
import { radios, select } from "./markup.ts";
import type { Widget } from "./widget.ts";

/** Up to so many are all in view. */
const RADIOS = 5;

const choiceWidget = (isInView: (field: FormField) => boolean): Widget => ({
  word: "choice",
  isGroup: isInView,
  render(input) {
    const { field, texts } = input;
    const listed = field.choices
      .filter(({ value, retired }) => !retired || value === input.value)
      .map(({ value, label }) => ({ value, label }));
    const isListed = input.value === "" || listed.some(({ value }) => value === input.value);
    // A row keeps a choice that was taken off the list, so its form shows it by what is stored.
    const options = isListed ? listed : [...listed, { value: input.value, label: input.value }];
    if (!isInView(field)) return select(input, options, texts.choose);
    return radios(input, field.required ? options : [...options, { value: "", label: texts.noChoice }]);
  },
  read: (text, { field, texts, held }) =>
    text === held || field.choices.some(({ value, retired }) => value === text && !retired)
      ? { ok: true, value: text }
      : { ok: false, message: texts.wrong.choice(field.label) },
  text: (value) => String(value),
});

/** One of a list: radio buttons while they are few, else a select. */
export const choiceInput = choiceWidget(({ choices }) => choices.filter(({ retired }) => !retired).length <= RADIOS);
export const choiceRadios = choiceWidget(() => true);
export const choiceSelect = choiceWidget(() => false);
