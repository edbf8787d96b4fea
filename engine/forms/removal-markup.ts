import { escapeHtml } from "../templates/render/escaping.ts";
import type { FieldContext } from "./field-markup.ts";
import { type RemovedRows, TYPED_COUNT } from "./form-state.ts";
import { attributes } from "./widgets/markup.ts";

/** The input in which the number of rows is typed. */
export const COUNT_INPUT = "_count";

/** The first rows by title, and a mark that there are more. */
function titlesMarkup({ titles, count }: RemovedRows): string {
  if (titles.length === 0) return "";
  const lines = titles.map((title) => `<li>${escapeHtml(title)}</li>`);
  return `<ul>${lines.join("")}${count > titles.length ? "<li>…</li>" : ""}</ul>`;
}

/** What else goes with the row, before it is deleted. */
export function removalMarkup({ plan, state, words }: FieldContext): string {
  const { removal } = state;
  const { remove } = words.texts;
  if (!removal) return "";
  const { rows, hidden, total, blockedBy, blocking } = removal;
  if (blockedBy !== undefined) {
    const named = blocking.map((of) => `<li>${escapeHtml(`${of.count} ${of.label}`)}${titlesMarkup(of)}</li>`);
    const list = named.length === 0 ? "" : `<ul class="removed">${named.join("")}</ul>`;
    return `<p class="notice warning">${escapeHtml(remove.blocked(blockedBy || remove.hidden))}</p>${list}\n`;
  }
  const lines = rows.map((of) => `<li>${escapeHtml(remove.goes(`${of.count} ${of.label}`))}${titlesMarkup(of)}</li>`);
  if (hidden > 0) lines.push(`<li>${escapeHtml(remove.goes(`${hidden} ${remove.hidden}`))}</li>`);
  const list =
    lines.length === 0 ? "" : `<h2>${escapeHtml(remove.also)}</h2><ul class="removed">${lines.join("")}</ul>`;
  const id = `${plan.domId}-count`;
  const typed =
    total > TYPED_COUNT
      ? `<div class="field"><label for="${id}">${escapeHtml(remove.typeNumber(String(total)))}</label><input${attributes({ id, name: COUNT_INPUT, inputmode: "numeric", autocomplete: "off", required: true })}></div>`
      : "";
  return `<div class="removal"><p>${escapeHtml(remove.question)}</p>${list}${typed}</div>\n`;
}
