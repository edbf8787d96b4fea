import type { EditOperation, EditTargetId } from "./edit.ts";

/**
 * What one author can undo and redo, read from the shared log. Nothing else is stored, so it survives a reload and is
 * the same on every device: an entry of an undo or redo names the entry that it reverses (`undoes`).
 *
 *   edit 5, edit 7, entry 9 undoes 7  →  undo: [5], redo: [9];  entry 11 undoes 9 (a redo)  →  undo: [5, 11]
 */
export interface LogEntry {
  readonly revision: number;
  readonly label: string;
  readonly undoes: number | undefined;
  /** Milliseconds since any fixed point. */
  readonly at: number;
  /** The one property that the entry sets, when it is an edit of one text; entries of one text join. */
  readonly text: { readonly id: EditTargetId; readonly property: string } | undefined;
}

/** One thing to undo: usually an entry, or several edits of one text within two seconds. Oldest first. */
export interface UndoStep {
  readonly revisions: readonly number[];
  /** Of the original edit, also when it was undone and redone. */
  readonly label: string;
}

export interface UndoStacks {
  /** The last is next. */
  readonly undo: readonly UndoStep[];
  readonly redo: readonly UndoStep[];
}

/** Edits of one text by one author within this time are one (docs/mechanics.md, 6), if they are the same act. */
const JOIN_WITHIN_MS = 2_000;

export function undoStacks(entries: readonly LogEntry[]): UndoStacks {
  const undo: (UndoStep & { readonly first?: LogEntry })[] = [];
  const redo: UndoStep[] = [];
  for (const entry of entries) {
    if (entry.undoes === undefined) {
      redo.length = 0;
      const last = undo.at(-1);
      if (last?.first && joins(last.first, entry)) {
        undo[undo.length - 1] = { ...last, revisions: [...last.revisions, entry.revision] };
      } else undo.push({ revisions: [entry.revision], label: entry.label, first: entry });
      continue;
    }
    const answers = (step: UndoStep): boolean => step.revisions.at(-1) === entry.undoes;
    const undone = undo.findLastIndex(answers);
    const redone = redo.findLastIndex(answers);
    if (undone >= 0) {
      const [step] = undo.splice(undone, 1);
      redo.push({ revisions: [entry.revision], label: (step as UndoStep).label });
    } else if (redone >= 0) {
      const [step] = redo.splice(redone, 1);
      undo.push({ revisions: [entry.revision], label: (step as UndoStep).label });
    }
  }
  return { undo: undo.map(({ revisions, label }) => ({ revisions, label })), redo };
}

function joins(first: LogEntry, next: LogEntry): boolean {
  return (
    first.text !== undefined &&
    next.text !== undefined &&
    first.text.id === next.text.id &&
    first.text.property === next.text.property &&
    first.label === next.label &&
    next.at - first.at <= JOIN_WITHIN_MS
  );
}

/** The property that a batch sets, when it sets one text and nothing else. */
export function textEditOf(forward: readonly EditOperation[]): LogEntry["text"] {
  const [only, ...others] = forward;
  if (others.length > 0 || only?.op !== "update" || only.unset.length > 0) return undefined;
  const [entry, ...more] = Object.entries(only.set);
  return entry && more.length === 0 && typeof entry[1] === "string" ? { id: only.id, property: entry[0] } : undefined;
}
