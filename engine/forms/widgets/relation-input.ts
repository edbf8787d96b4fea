import { attributes, inputAttributes, select } from "./markup.ts";
import type { Widget } from "./widget.ts";

/** A row of another model: a select of readable titles while there are few, else its key. */
export const relationInput: Widget = {
  word: "row",
  render(input) {
    const { options, value, texts } = input;
    if (options.kind !== "many") {
      const rows = options.kind === "none" ? [] : options.rows;
      const known = rows.map(({ key, title }) => ({ value: key, label: title }));
      // A row that the caller may not read stays chosen by its key, and its title is not shown.
      const all =
        value === "" || known.some((row) => row.value === value) ? known : [...known, { value, label: `№ ${value}` }];
      return select(input, all, texts.choose);
    }
    const title = options.rows.find(({ key }) => key === value)?.title;
    const own = attributes({ type: "text", inputmode: "numeric", value, autocomplete: "off", title });
    return `<input${inputAttributes(input)}${own}>`;
  },
  // The key is judged when the row is written: whether there is such a row, and whether the caller may read it.
  read: (text) => ({ ok: true, value: /^[1-9]\d{0,15}$/.test(text) ? Number(text) : text }),
  text: (value) => String(value),
};
