import { escapeHtml } from "../templates/render/escaping.ts";
import { type FieldContext, fieldId, shownText } from "./field-markup.ts";
import type { FormField } from "./form-plan.ts";
import { keysIn } from "./widgets/list-input.ts";
import { attributes } from "./widgets/markup.ts";
import { widgetOf } from "./widgets/registry.ts";

/** The input that says whose value of a field stays. */
export const choiceOf = (name: string): string => `${name}.keep`;

/**
 * A field of which somebody else saved another value meanwhile: both stand side by side, and one is chosen. Where both
 * are the same there is nothing to choose, and nothing is sent.
 */
export function conflictMarkup(field: FormField, { plan, state, words }: FieldContext): string {
  const theirs = theirText(field, state.theirs?.[field.name], words);
  const yours = state.values.get(field.name);
  // A field of the form alone is in no row: what was answered is sent along.
  const isNewRow = field.line?.row.startsWith("n") === true;
  if (yours !== undefined && (isNewRow || (!field.field && !field.list))) return hiddenValues(field, yours);
  if (yours === undefined || yours === theirs) return "";
  const shown = (text: string): string => escapeHtml(shownText(field, text, { state, words }));
  const side = (value: "theirs" | "yours", heading: string, text: string): string =>
    `<label class="option side"><input${attributes({ type: "radio", id: value === "yours" ? fieldId(plan, field.name) : `${fieldId(plan, field.name)}-theirs`, name: choiceOf(field.name), value, checked: value === "yours" })}> <span><b>${escapeHtml(heading)}</b><span class="value">${shown(text)}</span></span></label>`;
  const { conflict } = words.texts;
  const hidden = hiddenValues(field, yours);
  return `<fieldset class="field conflict"><legend>${escapeHtml(field.label)}</legend>${hidden}<div class="sides">${side("theirs", conflict.theirs, theirs)}${side("yours", conflict.yours, yours)}</div></fieldset>\n`;
}

/** A list is sent as many values of one name, after an empty one. */
function hiddenValues({ name, list }: FormField, value: string): string {
  const values = list ? ["", ...keysIn(value)] : [value];
  return values.map((one) => `<input${attributes({ type: "hidden", name, value: one })}>`).join("");
}

const theirText = (field: FormField, value: unknown, words: FieldContext["words"]): string =>
  value === null || value === undefined ? "" : widgetOf(field).text(value as never, words);
