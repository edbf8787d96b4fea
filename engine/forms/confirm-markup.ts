import { escapeHtml } from "../templates/render/escaping.ts";
import type { FieldContext } from "./field-markup.ts";
import { attributes } from "./widgets/markup.ts";

/** The box whose tick says that a row is saved, or deleted, although that breaks validations that only warn. */
export const CONFIRM_INPUT = "_confirm";

export function confirmMarkup({ plan, state, words }: FieldContext): string {
  if (!state.isWarned) return "";
  const box = attributes({ type: "checkbox", id: `${plan.domId}-confirm`, name: CONFIRM_INPUT, value: "true" });
  const { confirm, confirmDelete } = words.texts.warning;
  const label = plan.action === "delete" ? confirmDelete : confirm;
  return `<div class="field check"><label class="option"><input${box}> <span>${escapeHtml(label)}</span></label></div>`;
}
