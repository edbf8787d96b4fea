import type { FormValues, FormWriter } from "../templates/analyze/form-scope.ts";
import { escapeHtml } from "../templates/render/escaping.ts";
import { confirmMarkup } from "./confirm-markup.ts";
import { conflictMarkup } from "./conflict-markup.ts";
import { type FieldContext, fieldId, fieldMarkup } from "./field-markup.ts";
import type { FormField, FormPlan } from "./form-plan.ts";
import { linesMarkup, linesParts, type RowParts } from "./lines-markup.ts";
import { removalMarkup } from "./removal-markup.ts";
import { attributes } from "./widgets/markup.ts";
import { DO_INPUT, ENTER } from "./widgets/pick-rows.ts";

/** The input that robots fill in and people do not see. Its name means nothing to password managers. */
export const HONEYPOT = "_subject_line";
export const TOKEN_INPUT = "_form";

/** Writes the parts of a form where a template places them. */
export function formWriter(context: FieldContext): FormWriter {
  const { plan, state } = context;
  const byName = new Map(plan.fields.map((field) => [field.name, field]));
  const show = (found: FormField): string =>
    state.kind === "conflict" ? conflictMarkup(found, context) : fieldMarkup(found, context);
  const field = (name: string): string => {
    const found = byName.get(name);
    return found ? show(found) : "";
  };
  return {
    instead: state.kind === "done" ? done(context) : undefined,
    open: () => open(context),
    errors: () => summary(context),
    field,
    rest: (placed) => {
      const fields = plan.fields.filter(({ name, line }) => !line && !placed.has(name)).map(show);
      const lines = plan.lines.flatMap((one) => (placed.has(one.name) ? [] : linesMarkup(one, context, show)));
      return `${fields.join("")}${lines.join("")}${plan.action === "delete" ? removalMarkup(context) : ""}`;
    },
    submit: (label) => submit(label, context),
    lines(name) {
      const lines = plan.lines.find((one) => one.name === name);
      if (!lines) return undefined;
      const { open: before, rows, close: after } = linesParts(lines, context);
      return { open: () => before, rows: rows.map((row) => rowWriter(row, context, show)), close: () => after };
    },
    close: () => "</form>\n",
    state: stateOf(
      state,
      plan.fields.filter(({ line }) => !line),
    ),
  };
}

/** A row of lines as its part of a template writes it: its fields under their names in the row. */
function rowWriter(
  { row, open: before, fields, close: after }: RowParts,
  context: FieldContext,
  show: Show,
): FormWriter {
  return {
    instead: row.isDeleted ? "" : undefined,
    open: () => before,
    errors: () => "",
    field: (name) =>
      fields
        .filter(({ line }) => line?.name === name)
        .map(show)
        .join(""),
    rest: (placed) =>
      fields
        .filter(({ line }) => line && !placed.has(line.name))
        .map(show)
        .join(""),
    submit: () => "",
    lines: () => undefined,
    close: () => after,
    state: stateOf(context.state, fields),
  };
}

type Show = (field: FormField) => string;

const stateOf = ({ kind, values, errors }: FieldContext["state"], fields: readonly FormField[]): FormValues => {
  const named = (of: ReadonlyMap<string, string>) =>
    Object.fromEntries(
      fields.flatMap(({ name, line }) => {
        const text = of.get(name);
        return text === undefined ? [] : [[line?.name ?? name, text] as const];
      }),
    );
  return {
    is_sent: kind !== "fresh" && kind !== "edited",
    is_done: kind === "done",
    has_errors: kind === "refused" || kind === "conflict",
    values: named(values),
    errors: named(errors),
  };
};

const done = ({ plan, state }: FieldContext): string =>
  `<div class="notice success" id="${plan.domId}" role="status"><p>${escapeHtml(state.message ?? "")}</p></div>\n`;

/** The answer to a POST has no fragment of its own, so the address that it is sent to has it. */
function open({ plan, state, words }: FieldContext): string {
  const form = attributes({
    class: `form ${plan.action}`,
    method: "post",
    action: `${state.action}#${plan.domId}`,
    id: plan.domId,
    "accept-charset": "utf-8",
    novalidate: !plan.nativeChecks || state.kind === "conflict",
  });
  const token = `<input${attributes({ type: "hidden", name: TOKEN_INPUT, value: state.token })}>`;
  // With rows to be found, Enter in the input of the search means to look for them.
  const isFinding = [...state.options.values()].some(({ kind }) => kind === "many");
  const enter = isFinding ? { name: DO_INPUT, value: ENTER, formnovalidate: true } : {};
  // Enter means this button, whatever button of a builder's comes first.
  const first = isBlocked(plan, state)
    ? ""
    : `<button${attributes({ type: "submit", class: "unseen", tabindex: "-1", "aria-hidden": "true", ...enter })}>${escapeHtml(plan.submitLabel ?? labelOf(plan, words))}</button>`;
  const pot = plan.protection.honeypot
    ? `<p class="unseen" aria-hidden="true"><label>${escapeHtml(words.texts.send)} <input${attributes({ name: HONEYPOT, tabindex: "-1", autocomplete: "off" })}></label></p>`
    : "";
  const intro = plan.intro === undefined ? "" : `<p class="intro">${escapeHtml(plan.intro)}</p>\n`;
  return `<form${form}>\n${token}${first}${pot}\n${intro}`;
}

const isBlocked = (plan: FormPlan, { removal }: FieldContext["state"]): boolean =>
  plan.action === "delete" && removal?.blockedBy !== undefined;

function summary(context: FieldContext): string {
  const { plan, state, words } = context;
  const { texts } = words;
  if (state.kind === "conflict")
    return `<div class="errors" role="alert" tabindex="-1"><h2>${escapeHtml(texts.conflict.title)}</h2><p>${escapeHtml(texts.conflict.text)}</p></div>\n`;
  const ofFields = plan.fields.flatMap(({ name }) => {
    const message = state.errors.get(name);
    return message === undefined ? [] : [`<li><a href="#${fieldId(plan, name)}">${escapeHtml(message)}</a></li>`];
  });
  const count = state.problems.length + ofFields.length;
  if (count === 0) return "";
  const lines = [...state.problems.map((text) => `<li>${escapeHtml(text)}</li>`), ...ofFields];
  const problems = count === 1 ? texts.oneProblem : texts.problems(String(count));
  const heading = state.isWarned ? texts.warning.title : problems;
  return `<div class="errors" role="alert" tabindex="-1"><h2>${escapeHtml(heading)}</h2><ul>${lines.join("")}</ul>${confirmMarkup(context)}</div>\n`;
}

const labelOf = ({ action }: FormPlan, { texts }: FieldContext["words"]): string =>
  action === "delete" ? texts.delete : texts.save;

function submit(label: string | undefined, { plan, state, words }: FieldContext): string {
  if (isBlocked(plan, state)) return "";
  const text = label ?? plan.submitLabel ?? labelOf(plan, words);
  const isDanger = plan.action === "delete" ? " danger" : "";
  return `<button type="submit" class="button primary${isDanger}">${escapeHtml(text)}</button>`;
}
