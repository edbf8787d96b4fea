import type { UndoState } from "#contract/http/drafts";
import type { EditOperation } from "#engine/edits/edit";
import { type LogEntry, textEditOf, undoStacks } from "#engine/edits/undo-stacks";
import type { Pending } from "./edit-queue.ts";

/** What taking something back would do, as far as it is known here. */
export interface Step {
  readonly label: string;
  /** The batch that the server is asked to take back. */
  readonly target: string;
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
}

interface OwnEdit {
  readonly batchId: string;
  readonly label: string;
  /** The batch that it undoes or redoes; "unknown" for one from before this session. */
  readonly answers: string | undefined;
  readonly at: number;
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
}

/** As far back as one goes by hand; further back the server knows. */
const MAX_KEPT = 300;

/**
 * One's own edits since the draft was opened, so that undo shows at once what it does, without a connection too. The
 * stacks are made by the same rules as the server's; what was done before this session only the server knows, and
 * `older` is what it said of that.
 */
export class UndoHistory {
  #confirmed: readonly OwnEdit[] = [];
  #older: UndoState;

  constructor(older: UndoState) {
    this.#older = older;
  }

  confirmed(edit: OwnEdit): void {
    if (this.#confirmed.some((known) => known.batchId === edit.batchId)) return;
    this.#confirmed = [...this.#confirmed, edit].slice(-MAX_KEPT);
    if (edit.answers === undefined) this.#older = { ...this.#older, redo: null };
  }

  /** What the server says can be taken back, when nothing waits. */
  told(state: UndoState): void {
    const { undo, redo } = this.#stacks([]);
    this.#older = { undo: undo.length > 0 ? this.#older.undo : state.undo, redo: redo.length > 0 ? null : state.redo };
  }

  state(pending: readonly Pending[]): UndoState {
    const { undo, redo } = this.#stacks(pending);
    const hasNew = pending.some((batch) => batch.kind === "edit");
    return {
      undo: undo.at(-1)?.label ?? this.#older.undo,
      redo: redo.at(-1)?.label ?? (hasNew ? null : this.#older.redo),
    };
  }

  /** The next to take back or to restore; undefined when it is from before this session. */
  step(which: "undo" | "redo", pending: readonly Pending[]): Step | undefined {
    const edits = this.#all(pending);
    const step = this.#stacks(pending)[which].at(-1);
    const batches = step?.revisions.flatMap((position) => edits[position] ?? []) ?? [];
    const last = batches.at(-1);
    if (!step || !last) return undefined;
    return {
      label: step.label,
      target: last.batchId,
      forward: batches.flatMap((batch) => batch.forward),
      inverse: batches.toReversed().flatMap((batch) => batch.inverse),
    };
  }

  #all(pending: readonly Pending[]): readonly OwnEdit[] {
    const waiting = pending.map(
      (batch): OwnEdit => ({
        batchId: batch.batchId,
        label: batch.label,
        answers: batch.kind === "edit" ? undefined : (batch.target ?? "unknown"),
        at: batch.kind === "edit" ? batch.madeAt : 0,
        forward: batch.forward,
        inverse: batch.inverse,
      }),
    );
    return [...this.#confirmed, ...waiting];
  }

  #stacks(pending: readonly Pending[]) {
    const edits = this.#all(pending);
    const positions = new Map(edits.map((edit, position) => [edit.batchId, position]));
    return undoStacks(
      edits.map(
        (edit, position): LogEntry => ({
          revision: position,
          label: edit.label,
          undoes: edit.answers === undefined ? undefined : (positions.get(edit.answers) ?? -1),
          at: edit.at,
          text: edit.answers === undefined ? textEditOf(edit.forward) : undefined,
        }),
      ),
    );
  }
}
