import type { FormField } from "../form-plan.ts";
import { attributes, inputAttributes, select } from "./markup.ts";
import type { Widget } from "./widget.ts";

const boxWhere = (isBox: (field: FormField) => boolean): Widget => ({
  word: "yesNo",
  isCheckbox: isBox,
  render(input) {
    const { field, value, yes, no, texts } = input;
    if (!isBox(field)) {
      const options = [
        { value: "true", label: yes },
        { value: "false", label: no },
      ];
      return select(input, options, field.required ? texts.choose : "–");
    }
    // Nobody must tick the box of a model's field: not ticked is no.
    const own = attributes({ type: "checkbox", value: "true", checked: value === "true" });
    const isConsent = field.field === undefined;
    const hidden = `<input${attributes({ type: "hidden", name: field.name, value: "" })}>`;
    return `${hidden}<input${inputAttributes({ ...input, isRequired: isConsent && input.isRequired })}${own}>`;
  },
  read: (text, { field, texts }) =>
    text === "true" || text === "false"
      ? { ok: true, value: text === "true" }
      : { ok: false, message: texts.wrong.yesNo(field.label) },
  empty: (field) => (isBox(field) ? false : null),
  text: (value) => String(value),
});

/**
 * A box to tick where the field is required, else yes, no and no answer. A box that is not ticked is not sent, so an
 * empty input of the same name stands before it and the last value counts.
 */
export const checkbox = boxWhere(({ required }) => required);
/** A box whether it is required or not: not ticked is no. */
export const tickBox = boxWhere(() => true);
/** Yes, no, and no answer yet. */
export const yesNoSelect = boxWhere(() => false);
