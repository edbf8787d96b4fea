import { isStored, type LineRow, type LineRows, lineName } from "./form-lines.ts";
import type { FormLines, FormPlan } from "./form-plan.ts";

export const addAction = ({ name }: Pick<FormLines, "name">): string => `add:${name}`;
export const removeAction = (lines: Pick<FormLines, "name">, rowId: string): string =>
  `remove:${lineName(lines, rowId)}`;
export const moveAction = (lines: Pick<FormLines, "name">, rowId: string, way: "up" | "down"): string =>
  `${way}:${lineName(lines, rowId)}`;
export const keepAction = (lines: Pick<FormLines, "name">, rowId: string): string => `keep:${lineName(lines, rowId)}`;

/** The id of the next new row. */
export const nextRowId = (rows: readonly LineRow[]): string =>
  `n${Math.max(0, ...rows.filter((row) => !isStored(row)).map(({ id }) => Number(id.slice(1)))) + 1}`;

export interface ChangedLines {
  readonly rows: LineRows;
  /** A row whose fields were not shown before: a new one, or a stored one that stays after all. */
  readonly added: { readonly lines: FormLines; readonly row: LineRow } | undefined;
}

/** What a button of the form does to its rows; undefined when it is no such button. */
export function changeLines(plan: FormPlan, rows: LineRows, action: string | undefined): ChangedLines | undefined {
  for (const lines of plan.lines) {
    const own = rows.get(lines.name) ?? [];
    const changed = (now: readonly LineRow[], added?: LineRow): ChangedLines => ({
      rows: new Map(rows).set(lines.name, now),
      added: added && { lines, row: added },
    });
    if (action === addAction(lines)) {
      const row = { id: nextRowId(own), isDeleted: false };
      return lines.canAdd && own.length < lines.max ? changed([...own, row], row) : changed(own);
    }
    const moved = lines.position && movedRows(lines, own, action);
    if (moved) return changed(moved);
    const row = own.find(({ id }) => action === removeAction(lines, id) || action === keepAction(lines, id));
    if (!row) continue;
    const isRemoved = action === removeAction(lines, row.id);
    if (isRemoved && !isStored(row)) return changed(own.filter((one) => one !== row));
    const isDeleted = isRemoved && lines.canDelete;
    const now = { ...row, isDeleted };
    return changed(
      own.map((one) => (one === row ? now : one)),
      isDeleted ? undefined : now,
    );
  }
  return undefined;
}

/** Rows of which one has changed places with the next or the one before; new ones stand after all that are stored. */
function movedRows(
  lines: FormLines,
  rows: readonly LineRow[],
  action: string | undefined,
): readonly LineRow[] | undefined {
  const at = rows.findIndex(({ id }) => (["up", "down"] as const).some((way) => action === moveAction(lines, id, way)));
  const row = rows[at];
  if (!row) return undefined;
  const to = at + (action === moveAction(lines, row.id, "up") ? -1 : 1);
  const other = rows[to];
  return other && isStored(row) && isStored(other) ? rows.with(at, other).with(to, row) : rows;
}
