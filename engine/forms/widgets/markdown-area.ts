import { escapeHtml } from "../../templates/render/escaping.ts";
import { textWidget } from "./text-input.ts";
import type { Widget } from "./widget.ts";

const area = textWidget({ word: "text", isArea: () => true });
const code = (sign: string): string => `<code>${escapeHtml(sign)}</code>`;

/** Lines of text, with the signs that format it beneath. */
export const markdownArea: Widget = {
  ...area,
  render(input) {
    const help = input.texts.formatting({
      bold: code("**word**"),
      heading: code("# "),
      item: code("- "),
      link: code("[text](https://…)"),
    });
    return `${area.render(input)}<p class="help">${help}</p>`;
  },
};
