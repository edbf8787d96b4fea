import { escapeHtml } from "../templates/render/escaping.ts";
import { addAction, keepAction, nextRowId, removeAction } from "./change-lines.ts";
import { type FieldContext, fieldId } from "./field-markup.ts";
import { deleteName, fieldsOfRow, isStored, type LineRow, lineName, MAX_LINES } from "./form-lines.ts";
import type { FormField, FormLines } from "./form-plan.ts";
import { rowTitle } from "./lines-body.ts";
import { attributes } from "./widgets/markup.ts";
import { DO_INPUT } from "./widgets/pick-rows.ts";

type ShowField = (field: FormField) => string;

/** The rows of lines, each with its fields and what takes it away, and beneath them what adds one. */
export function linesMarkup(lines: FormLines, context: FieldContext, show: ShowField): string {
  const { plan, state, words } = context;
  const { texts } = words;
  const rows = state.lines?.get(lines.name) ?? [];
  const shown = rows.map((row) => rowMarkup(lines, row, { context, show }));
  if (state.kind === "conflict") return shown.join("");
  const id = fieldId(plan, lines.name);
  const add =
    lines.canAdd && rows.length < MAX_LINES
      ? `<p>${button(texts.lines.add(lines.rowLabel), {
          value: addAction(lines),
          formaction: `${state.action}#${fieldId(plan, lineName(lines, nextRowId(rows)))}`,
        })}</p>`
      : "";
  return `<fieldset class="field lines" id="${id}"><legend>${escapeHtml(lines.label)}</legend>${shown.join("")}${add}</fieldset>\n`;
}

interface ShownRow {
  readonly context: FieldContext;
  readonly show: ShowField;
}

function rowMarkup(lines: FormLines, row: LineRow, { context, show }: ShownRow): string {
  const { plan, state, words } = context;
  const { texts } = words;
  const title = rowTitle(plan, state.lines ?? new Map(), { list: lines.name, row: row.id });
  // A stored row of which nothing can be changed is in the body all the same only when it is deleted.
  const mark = row.isDeleted
    ? `<input${attributes({ type: "hidden", name: deleteName(lines, row.id), value: "true" })}>`
    : "";
  const fields = row.isDeleted ? "" : fieldsOfRow(lines, row).map(show).join("");
  if (state.kind === "conflict") return `${mark}${fields}`;
  const formaction = `${state.action}#${fieldId(plan, lines.name)}`;
  const action = row.isDeleted
    ? `<p>${escapeHtml(texts.lines.removed)}</p>${button(texts.lines.keep, { value: keepAction(lines, row.id), formaction, "aria-label": `${texts.lines.keep}: ${title}` })}`
    : lines.canDelete || !isStored(row)
      ? button(texts.lines.remove, {
          value: removeAction(lines, row.id),
          formaction,
          "aria-label": `${texts.lines.remove}: ${title}`,
        })
      : "";
  return `<fieldset class="field line" id="${fieldId(plan, lineName(lines, row.id))}" tabindex="-1"><legend>${escapeHtml(title)}</legend>${mark}${fields}${action}</fieldset>`;
}

/** A button that changes the form and sends nothing. */
const button = (text: string, own: Readonly<Record<string, string>>): string =>
  `<button${attributes({ type: "submit", class: "button", name: DO_INPUT, formnovalidate: true, ...own })}>${escapeHtml(text)}</button>`;
