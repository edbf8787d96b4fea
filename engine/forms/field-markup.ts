import { unitOf, withUnit } from "../field-types/number-unit.ts";
import { COLLECTION_LIMIT } from "../query/collection-sql.ts";
import { escapeHtml } from "../templates/render/escaping.ts";
import { isOfNewRow } from "./form-lines.ts";
import type { FormField, FormPlan } from "./form-plan.ts";
import type { FormState } from "./form-state.ts";
import { keysIn } from "./widgets/list-input.ts";
import { attributes } from "./widgets/markup.ts";
import { titleOrKey } from "./widgets/pick-rows.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { FieldOptions, WidgetWords } from "./widgets/widget.ts";

export interface FieldContext {
  readonly plan: FormPlan;
  readonly state: FormState;
  readonly words: WidgetWords;
}

const NONE: FieldOptions = { kind: "none" };

export const fieldId = ({ domId }: FormPlan, name: string): string => `${domId}-${name}`;

/** A field: label, help, input, error, in the order in which they are read aloud. */
export function fieldMarkup(field: FormField, { plan, state, words }: FieldContext): string {
  const widget = widgetOf(field);
  const options = state.options.get(field.name) ?? NONE;
  const isGroup = widget.isGroup?.(field, options) ?? false;
  const id = fieldId(plan, field.name);
  const error = state.errors.get(field.name);
  const value = state.values.get(field.name) ?? "";
  const label = `${escapeHtml(field.label)}${field.required || widget.isCheckbox?.(field) ? "" : ` <span class="optional">${words.texts.optional}</span>`}`;
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const help = field.help === undefined ? "" : `<p class="help" id="${helpId}">${escapeHtml(field.help)}</p>`;
  const problem = error === undefined ? "" : `<p class="error" id="${errorId}">${escapeHtml(error)}</p>`;
  const unitId = `${id}-unit`;
  const unit = isGroup ? undefined : unitOf(field);
  const describedBy = [help === "" ? "" : helpId, unit ? unitId : "", problem === "" ? "" : errorId]
    .filter((one) => one !== "")
    .join(" ");
  const cut = field.isCut ? `<p class="help">${escapeHtml(words.texts.find.cut(String(COLLECTION_LIMIT)))}</p>` : "";
  if (field.isReadOnly)
    return readOnly({ label, help: `${help}${cut}`, value: shownText(field, value, { state, words }) });
  const described = attributes({
    "aria-invalid": error === undefined ? undefined : "true",
    "aria-describedby": describedBy === "" ? undefined : describedBy,
  });
  const bare = widget.render({
    ...words,
    field,
    id,
    value,
    isRequired: plan.nativeChecks && field.required && !isOfNewRow(field),
    described,
    options,
    asks: state.asks.get(field.name),
    search: state.searches?.get(field.name),
  });
  const input = unit ? besideUnit(bare, { ...unit, id: unitId }) : bare;
  const isBox = widget.isCheckbox?.(field) ?? false;
  const classes = `field${error === undefined ? "" : " has-error"}${isBox ? " check" : ""}`;
  if (isGroup) return `<fieldset class="${classes}"><legend>${label}</legend>${help}${input}${problem}</fieldset>\n`;
  if (isBox)
    return `<div class="${classes}"><label class="option">${input} <span>${label}</span></label>${help}${problem}</div>\n`;
  return `<div class="${classes}"><label for="${id}">${label}</label>${help}${input}${problem}</div>\n`;
}

/** The unit stands where it stands on pages, and describes the input for those who do not see it. */
function besideUnit(
  input: string,
  { id, text, isBefore }: { readonly id: string; readonly text: string; readonly isBefore: boolean },
): string {
  const unit = `<span class="unit" id="${id}">${escapeHtml(text)}</span>`;
  return `<div class="with-unit">${isBefore ? `${unit}${input}` : `${input}${unit}`}</div>`;
}

/** A value as people read it: the label of a choice, the title of a row, yes or no. */
export function shownText(
  field: FormField,
  value: string,
  { state, words }: Pick<FieldContext, "state" | "words">,
): string {
  if (value === "") return "–";
  if (field.target !== undefined) {
    const options = state.options.get(field.name) ?? NONE;
    return (field.list ? keysIn(value) : [value]).map((key) => titleOrKey(options, key)).join(", ");
  }
  const word = widgetOf(field).word;
  if (word === "yesNo") return value === "true" ? words.yes : words.no;
  return field.choices.find((choice) => choice.value === value)?.label ?? withUnit(value, field);
}

/** Shown and never sent: an input that is disabled would look like one that was left out. */
const readOnly = ({ label, help, value }: { label: string; help: string; value: string }): string =>
  `<div class="field read-only"><p class="label">${label}</p>${help}<p class="value">${escapeHtml(value)}</p></div>\n`;
