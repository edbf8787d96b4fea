import type { JsonValue } from "../definition/json.ts";
import { canonicalJson } from "../definition/json.ts";
import { shortHash } from "../short-hash.ts";
import { isCut } from "./cut-lists.ts";
import { isStored, type LineRows, lineName, linesOfRow, storedFields, withLineValues } from "./form-lines.ts";
import type { FormField, FormPlan } from "./form-plan.ts";
import { rowTitle } from "./lines-body.ts";
import { widgetOf } from "./widgets/registry.ts";
import type { WidgetWords } from "./widgets/widget.ts";

type Values = Readonly<Record<string, JsonValue>>;

/** What rows of lines held when a form was opened, each as a short text: by the name of the lines and the row's key. */
export type LineMarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Of the rows that a stored row has now; undefined for a form without lines. */
export function lineMarks(plan: FormPlan, row: Values | undefined): LineMarks | undefined {
  if (!row || plan.lines.length === 0) return undefined;
  const values = withLineValues(plan, row);
  const marks = [...linesOfRow(plan, row)].map(([name, rows]) => {
    const found = plan.lines.find((lines) => lines.name === name);
    const fields = found ? storedFields(found) : [];
    const own = rows.filter(isStored).map(({ id }) => {
      const held = fields.map((field) => values[`${lineName({ name }, id)}.${field.name}`] ?? null);
      return [id.slice(1), shortHash(canonicalJson(held))] as const;
    });
    return [name, Object.fromEntries(own)] as const;
  });
  return Object.fromEntries(marks);
}

export interface ChangedMeanwhile {
  readonly errors: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

interface OpenedLines {
  readonly plan: FormPlan;
  readonly rows: LineRows;
  /** All rows that the form shows. */
  readonly shown: LineRows;
  /** As the form was opened. */
  readonly marks: LineMarks | undefined;
  /** The row that is changed, as it is now. */
  readonly row: Values;
  /** What the form would change, by the names in its body. */
  readonly changed: Values;
}

/**
 * Rows of lines that somebody else has changed since the form was opened, and that it would change or delete: a sentence at
 * each field with the other value, so that nothing is overwritten without having been seen.
 */
export function changedMeanwhile(opened: OpenedLines, words: WidgetWords): ChangedMeanwhile {
  const { plan, rows, shown, marks, row, changed } = opened;
  const errors = new Map<string, string>();
  const problems: string[] = [];
  const now = lineMarks(plan, row) ?? {};
  const values = withLineValues(plan, row);
  const { lines: texts } = words.texts;
  for (const { name: list } of plan.lines) {
    for (const { id, isDeleted } of rows.get(list) ?? []) {
      const [before, after] = [marks?.[list]?.[id.slice(1)], now[list]?.[id.slice(1)]];
      if (before === undefined || after === undefined || before === after) continue;
      const title = rowTitle(plan, shown, { list, row: id });
      const told = (field: FormField): string => texts.inRow(title, texts.changed(textOf(field, values, words)));
      const fields = plan.fields.filter(({ line }) => line?.list === list && line.row === id);
      for (const field of fields) if (Object.hasOwn(changed, field.name)) errors.set(field.name, told(field));
      if (isDeleted) problems.push(texts.inRow(title, texts.changed("…")));
    }
  }
  return { errors, problems };
}

/** The rows without those that the form removes and that went since it was opened: what it asks for is done already. */
export function withoutGoneRows({
  plan,
  rows,
  marks,
  row,
}: Pick<OpenedLines, "plan" | "rows" | "marks" | "row">): LineRows {
  const now = lineMarks(plan, row) ?? {};
  const isGone = (list: string, id: string): boolean =>
    marks?.[list]?.[id.slice(1)] !== undefined && now[list]?.[id.slice(1)] === undefined && !isCut(row, list);
  return new Map(
    [...rows].map(([list, own]) => [list, own.filter(({ id, isDeleted }) => !isDeleted || !isGone(list, id))] as const),
  );
}

/** What a form remembers after it has told of changes: rows that went stay among them. */
export function laterMarks(before: LineMarks | undefined, now: LineMarks | undefined): LineMarks | undefined {
  if (!before || !now) return now;
  return Object.fromEntries(Object.entries(now).map(([list, own]) => [list, { ...before[list], ...own }]));
}

/** A value as people read it; of a row its key. */
function textOf(field: FormField, values: Values, words: WidgetWords): string {
  const value = values[field.name] ?? null;
  if (value === null) return "–";
  const text = widgetOf(field).text(value, words);
  if (field.target !== undefined) return `№ ${text}`;
  return field.choices.find((choice) => choice.value === text)?.label ?? text;
}
