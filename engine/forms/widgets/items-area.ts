import { joinItems, splitItems } from "../../field-types/list-text.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import { textWidget } from "./text-input.ts";
import type { Widget } from "./widget.ts";

/** The items of a list of texts, or of numbers: one a line, or several with commas between. */
const area = (word: "text" | "wholeNumber"): Widget =>
  textWidget({
    word,
    isArea: () => true,
    toJson: (text) => (splitItems(text) ?? []).map((item) => (word === "text" ? item : Number(item))),
  });

const areas = { text: area("text"), wholeNumber: area("wholeNumber") };

export const itemsArea: Widget = {
  ...areas.text,
  render: (input) => `${areas.text.render(input)}<p class="help">${escapeHtml(input.texts.oneEachLine)}</p>`,
  read: (text, reading) => areas[reading.field.type.of === "integer" ? "wholeNumber" : "text"].read(text, reading),
  text: (value) => (Array.isArray(value) ? joinItems(value.map(String), "\n") : ""),
};
