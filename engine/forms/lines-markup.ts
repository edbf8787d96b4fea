import { COLLECTION_LIMIT } from "../query/collection-sql.ts";
import { escapeHtml } from "../templates/render/escaping.ts";
import { addAction, keepAction, moveAction, nextRowId, removeAction } from "./change-lines.ts";
import { type FieldContext, fieldId } from "./field-markup.ts";
import { deleteName, fieldsOfRow, isStored, type LineRow, lineName } from "./form-lines.ts";
import type { FormField, FormLines } from "./form-plan.ts";
import { rowTitle } from "./lines-body.ts";
import { attributes } from "./widgets/markup.ts";
import { DO_INPUT } from "./widgets/pick-rows.ts";

type ShowField = (field: FormField) => string;

/** The rows of lines, each with its fields and what takes it away, and beneath them what adds one. */
export function linesMarkup(lines: FormLines, context: FieldContext, show: ShowField): string {
  const { open, rows, close } = linesParts(lines, context);
  const shown = rows.map((row) => `${row.open}${row.fields.map(show).join("")}${row.close}`);
  return `${open}${shown.join("")}${close}`;
}

/** The same in parts, for a template that places the fields of a row. */
export interface LinesParts {
  readonly open: string;
  readonly rows: readonly RowParts[];
  readonly close: string;
}

export interface RowParts {
  readonly row: LineRow;
  readonly open: string;
  /** None of a row that is to be deleted. */
  readonly fields: readonly FormField[];
  readonly close: string;
}

export function linesParts(lines: FormLines, context: FieldContext): LinesParts {
  const { plan, state, words } = context;
  const { texts } = words;
  const rows = state.lines?.get(lines.name) ?? [];
  const parts = rows.map((row) => rowParts(lines, row, context));
  if (state.kind === "conflict") return { open: "", rows: parts, close: "" };
  const id = fieldId(plan, lines.name);
  const add =
    lines.canAdd && rows.length < lines.max
      ? `<p>${button(texts.lines.add(lines.rowLabel), {
          value: addAction(lines),
          formaction: `${state.action}#${fieldId(plan, lineName(lines, nextRowId(rows)))}`,
        })}</p>`
      : "";
  const cut = lines.isCut ? `<p class="help">${escapeHtml(texts.lines.cut(String(COLLECTION_LIMIT)))}</p>` : "";
  return {
    open: `<fieldset class="field lines" id="${id}"><legend>${escapeHtml(lines.label)}</legend>`,
    rows: parts,
    close: `${cut}${add}</fieldset>\n`,
  };
}

function rowParts(lines: FormLines, row: LineRow, { plan, state, words }: FieldContext): RowParts {
  const { texts } = words;
  const title = rowTitle(plan, state.lines ?? new Map(), { list: lines.name, row: row.id });
  const fields = row.isDeleted ? [] : fieldsOfRow(lines, row);
  // A row without an input of its own would not be in the body, and could neither stay deleted nor be removed.
  const isUnnamed = fields.every(({ isReadOnly }) => isReadOnly) && (lines.canDelete || lines.position !== undefined);
  const mark = isUnnamed
    ? `<input${attributes({ type: "hidden", name: deleteName(lines, row.id), value: row.isDeleted ? "true" : "" })}>`
    : "";
  if (state.kind === "conflict") return { row, open: mark, fields, close: "" };
  const formaction = `${state.action}#${fieldId(plan, lines.name)}`;
  const action = row.isDeleted
    ? `<p>${escapeHtml(texts.lines.removed)}</p>${button(texts.lines.keep, { value: keepAction(lines, row.id), formaction, "aria-label": `${texts.lines.keep}: ${title}` })}`
    : lines.canDelete || (lines.canAdd && !isStored(row))
      ? button(texts.lines.remove, {
          value: removeAction(lines, row.id),
          formaction,
          "aria-label": `${texts.lines.remove}: ${title}`,
        })
      : "";
  const moves = row.isDeleted ? "" : moveButtons(lines, row, { plan, state, words });
  return {
    row,
    open: `<fieldset class="field line" id="${fieldId(plan, lineName(lines, row.id))}" tabindex="-1"><legend>${escapeHtml(title)}</legend>${mark}`,
    fields,
    close: `${moves}${action}</fieldset>`,
  };
}

/** They change the order by hand of rows that are stored; new ones come last. */
function moveButtons(lines: FormLines, row: LineRow, { plan, state, words }: FieldContext): string {
  if (!lines.position || lines.areStoredReadOnly || lines.isCut || !isStored(row)) return "";
  const stored = (state.lines?.get(lines.name) ?? []).filter(isStored);
  const at = stored.findIndex(({ id }) => id === row.id);
  const title = rowTitle(plan, state.lines ?? new Map(), { list: lines.name, row: row.id });
  const one = (way: "up" | "down"): string => {
    const text = words.texts.lines[way];
    const value = moveAction(lines, row.id, way);
    const formaction = `${state.action}#${fieldId(plan, lines.name)}`;
    return button(text, { value, formaction, "aria-label": `${text}: ${title}` });
  };
  return `${at > 0 ? `${one("up")} ` : ""}${at < stored.length - 1 ? `${one("down")} ` : ""}`;
}

/** A button that changes the form and sends nothing. */
const button = (text: string, own: Readonly<Record<string, string>>): string =>
  `<button${attributes({ type: "submit", class: "button", name: DO_INPUT, formnovalidate: true, ...own })}>${escapeHtml(text)}</button>`;
