import type { JsonValue } from "../../definition/json.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import { attributes, select } from "./markup.ts";
import { DO_INPUT, findAction, pickRows, titleOrKey } from "./pick-rows.ts";
import type { Widget, WidgetInput } from "./widget.ts";

/** A row of another model: a select of readable titles while there are few, else it is found by its title. */
export const relationInput: Widget = {
  word: "row",
  isGroup: (_field, options) => options.kind === "many",
  render(input) {
    const { options, value, texts, field } = input;
    if (options.kind === "many") {
      const keys = value === "" ? [] : [value];
      return pickRows(input, { type: "radio", keys, ...(field.required ? {} : { none: texts.noChoice }) });
    }
    const rows = options.kind === "none" ? [] : options.rows;
    const known = rows.map(({ key, title }) => ({ value: key, label: title }));
    // A row that the caller may not read stays chosen by its key, and its title is not shown.
    const all =
      value === "" || known.some((row) => row.value === value)
        ? known
        : [...known, { value, label: titleOrKey(options, value) }];
    const chosen = select(input, all, texts.choose);
    return options.kind === "few" && options.follows ? `${chosen}<p>${refresh(input)}</p>` : chosen;
  },
  // The key is judged when the row is written: whether there is such a row, and whether the caller may read it.
  read: (text) => ({ ok: true, value: readKey(text) }),
  text: (value) => String(value),
};

/** Without a script, rows that depend on other fields of the form are asked for by a button. */
function refresh({ field, texts }: WidgetInput): string {
  const button = attributes({
    type: "submit",
    class: "button",
    name: DO_INPUT,
    value: findAction(field.name),
    formnovalidate: true,
    "aria-label": `${texts.find.refresh}: ${field.label}`,
  });
  return `<button${button}>${escapeHtml(texts.find.refresh)}</button>`;
}

/** A key as JSON has it. */
export const readKey = (text: string): JsonValue => (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : text);
