import { escapeHtml } from "../../templates/render/escaping.ts";
import { pickRows, rowBoxes } from "./pick-rows.ts";
import { readKey } from "./relation-input.ts";
import type { FieldOptions, Widget } from "./widget.ts";

/** Up to so many rows are all in view. */
const BOXES = 20;

/** The keys of a list as its input holds them. */
export const keysIn = (text: string): readonly string[] => (text === "" ? [] : text.split(","));

/** Rows of which any number is chosen: a box for each while they are few, else they are found by title. */
export const listInput: Widget = {
  word: "row",
  isGroup: () => true,
  render(input) {
    const { options, value, texts } = input;
    const keys = keysIn(value);
    if (options.kind === "many" || (options.kind === "few" && options.rows.length > BOXES))
      return pickRows(input, { type: "checkbox", keys });
    const rows = options.kind === "none" ? [] : options.rows;
    // What is chosen and not offered any more stays in view, so that it can be taken away.
    const others = keys.filter((key) => !rows.some((row) => row.key === key));
    const all = [...rows, ...others.map((key) => ({ key, title: titleOf(options, key) }))];
    const none = all.length === 0 ? `<p class="help">${escapeHtml(texts.find.none)}</p>` : "";
    return `${rowBoxes(input, { type: "checkbox", keys }, all)}${none}`;
  },
  read: (text) => ({ ok: true, value: [...new Set(keysIn(text))].map(readKey) }),
  empty: () => [],
  text: (value) => (Array.isArray(value) ? value.map(String).join(",") : String(value)),
};

const titleOf = (options: FieldOptions, key: string): string =>
  (options.kind === "few" && options.chosen?.find((row) => row.key === key)?.title) || `№ ${key}`;
