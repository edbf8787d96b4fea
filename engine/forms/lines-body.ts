import type { JsonValue } from "../definition/json.ts";
import { fieldsOfRow, isStored, type LineRow, type LineRows, linesOfRow } from "./form-lines.ts";
import type { FormFacts, FormLines, FormPlan } from "./form-plan.ts";
import { freshValues } from "./fresh-values.ts";
import type { ReadForm } from "./read-form.ts";
import type { WidgetWords } from "./widgets/widget.ts";

type Values = Readonly<Record<string, JsonValue>>;

/** A write of a form's row with its lines, and which row of the form each item of a list is. */
export interface LinesBody {
  readonly body: Record<string, JsonValue>;
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

/**
 * What is written: of stored rows what differs (`changed`), of new ones everything that was sent. Names are flat in both,
 * `items.n1.quantity`, and nested in the result.
 */
export function linesBody(
  plan: FormPlan,
  { rows, read, changed }: { readonly rows: LineRows; readonly read: ReadForm; readonly changed: Values },
): LinesBody {
  const named = new Set(plan.fields.filter(({ line }) => line).map(({ name }) => name));
  const body = Object.fromEntries(Object.entries(changed).filter(([name]) => !named.has(name)));
  const ids = new Map<string, readonly string[]>();
  for (const lines of plan.lines) {
    const written = (rows.get(lines.name) ?? []).flatMap((row) => {
      const item = itemOf(lines, row, isStored(row) ? changed : read.values);
      return item ? [{ id: row.id, item }] : [];
    });
    if (written.length === 0) continue;
    body[lines.name] = written.map(({ item }) => item);
    ids.set(
      lines.name,
      written.map(({ id }) => id),
    );
  }
  return { body, rows: ids };
}

function itemOf(lines: FormLines, row: LineRow, values: Values): Record<string, JsonValue> | undefined {
  const id = row.id.slice(1);
  if (row.isDeleted) return isStored(row) ? { id, _delete: true } : undefined;
  const own = fieldsOfRow(lines, row).flatMap(({ name, line }) =>
    line && Object.hasOwn(values, name) ? [[line.name, values[name] as JsonValue] as const] : [],
  );
  if (isStored(row)) return own.length === 0 ? undefined : { id, ...Object.fromEntries(own) };
  return Object.fromEntries(own);
}

/** The rows without new ones in which nothing was filled in: they are not written, and nothing is wrong with them. */
export function withoutBlankRows(
  plan: FormPlan,
  rows: LineRows,
  { read, words, facts }: { readonly read: ReadForm; readonly words: WidgetWords; readonly facts: FormFacts },
): LineRows {
  return new Map(
    plan.lines.map((lines) => [
      lines.name,
      (rows.get(lines.name) ?? []).filter((row) => {
        if (isStored(row)) return true;
        const fields = fieldsOfRow(lines, row);
        const fresh = freshValues({ fields }, words, { facts });
        return fields.some(({ name }) => isFilled(read.typed.get(name) ?? "", fresh.get(name) ?? ""));
      }),
    ]),
  );
}

/** A box that is not ticked is sent empty. */
const isFilled = (typed: string, fresh: string): boolean =>
  typed.trim() !== fresh.trim() && !(typed === "" && fresh === "false");

/** The mistakes of a form, those of rows with the number of the row, and those of blank rows left out. */
export function lineErrors(
  plan: FormPlan,
  { rows, filled, errors }: { readonly rows: LineRows; readonly filled: LineRows; readonly errors: ReadForm["errors"] },
  words: WidgetWords,
): ReadForm["errors"] {
  if (plan.lines.length === 0) return errors;
  const told = new Map<string, string>();
  for (const { name, line } of plan.fields) {
    const message = errors.get(name);
    if (message === undefined) continue;
    if (!line) told.set(name, message);
    else if (filled.get(line.list)?.some(({ id }) => id === line.row))
      told.set(name, words.texts.lines.inRow(rowTitle(plan, rows, line), message));
  }
  return told;
}

/** "Item 2": by its place among the rows that are shown. */
export function rowTitle(
  { lines }: Pick<FormPlan, "lines">,
  rows: LineRows,
  { list, row }: { readonly list: string; readonly row: string },
): string {
  const label = lines.find(({ name }) => name === list)?.rowLabel ?? list;
  return `${label} ${(rows.get(list) ?? []).findIndex(({ id }) => id === row) + 1}`;
}

/** What is wrong with how many rows lists would have: more, or fewer, than are allowed. `row` is the row that is changed. */
export const wrongLineCounts = (
  plan: FormPlan,
  { rows, row }: { readonly rows: LineRows; readonly row: Values | undefined },
  { texts }: WidgetWords,
): readonly string[] =>
  plan.lines.flatMap((lines) => {
    const { name, label, min, max } = lines;
    const sent = rows.get(name) ?? [];
    const known = new Set(sent.map(({ id }) => id));
    const unspoken = row ? (linesOfRow({ ...plan, lines: [{ ...lines, blank: 0 }] }, row).get(name) ?? []) : [];
    const count =
      sent.filter(({ isDeleted }) => !isDeleted).length + unspoken.filter(({ id }) => !known.has(id)).length;
    if (count > max) return [texts.lines.atMost(label, String(max))];
    return count < min ? [texts.lines.atLeast(label, String(min))] : [];
  });
