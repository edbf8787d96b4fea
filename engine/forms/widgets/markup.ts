import { escapeHtml } from "../../templates/render/escaping.ts";
import type { WidgetInput } from "./widget.ts";

/** ` name="value"` of each that is set; true is a name alone. */
export function attributes(given: Readonly<Record<string, string | boolean | undefined>>): string {
  let text = "";
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  }
  return text;
}

/** The attributes that every input has. */
export const inputAttributes = ({ id, field, isRequired, described }: WidgetInput): string =>
  `${attributes({ id, name: field.name, required: isRequired })}${described}`;

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function select(input: WidgetInput, options: readonly Option[], empty: string | undefined): string {
  const all = empty === undefined ? options : [{ value: "", label: empty }, ...options];
  const lines = all.map(
    ({ value, label }) =>
      `<option${attributes({ value, selected: value === input.value })}>${escapeHtml(label)}</option>`,
  );
  return `<select${inputAttributes(input)}>${lines.join("")}</select>`;
}

export function radios(input: WidgetInput, options: readonly Option[]): string {
  const lines = options.map(({ value, label }, index) => {
    const own = attributes({
      type: "radio",
      id: index === 0 ? input.id : `${input.id}-${index + 1}`,
      name: input.field.name,
      value,
      required: input.isRequired,
      checked: value === input.value,
    });
    return `<label class="option"><input${own}${input.described}> <span>${escapeHtml(label)}</span></label>`;
  });
  // Without a choice nothing would be sent, and a field that is not in the body is left as it is.
  return `<input type="hidden" name="${escapeHtml(input.field.name)}" value="">${lines.join("")}`;
}
