import type { AppDefinition } from "#engine/definition/app-definition";
import { isEqualJson } from "#engine/definition/json";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf, type TextPlace, textAt, textKey } from "#engine/edits/long-text";
import { mergeText } from "#engine/edits/merge-text";
import { planUndo } from "#engine/edits/undo";

/** A long text that a batch sets: the text that its author changed. */
export interface TextBase extends TextPlace {
  readonly base: string;
}

/** What a person did, before it is put on top of anything. */
export interface MadeEdit {
  readonly kind: "edit";
  readonly batchId: string;
  readonly label: string;
  readonly operations: readonly EditOperation[];
  readonly seenRevision: number;
  readonly texts: readonly TextBase[];
  /** Milliseconds since 1970, by this browser's clock. */
  readonly madeAt: number;
}

/** An undo or redo, which the server does; with `step` it is shown here before it has. */
export interface MadeTakeBack {
  readonly kind: "undo" | "redo";
  readonly batchId: string;
  readonly label: string;
  readonly target?: string | undefined;
  readonly step?:
    | { readonly forward: readonly EditOperation[]; readonly inverse: readonly EditOperation[] }
    | undefined;
}

interface Placed {
  /** The definition that it is applied to here, what comes of it, and the batch as it really happens. */
  readonly before: AppDefinition;
  readonly after: AppDefinition;
  readonly forward: readonly EditOperation[];
  readonly inverse: readonly EditOperation[];
  /** It has gone out at least once, so the server may have it. */
  readonly wasSent?: boolean;
}
export type PendingEdit = MadeEdit & Placed;
type PendingTakeBack = MadeTakeBack & Placed;
export type Pending = PendingEdit | PendingTakeBack;

/** Two people changed the same lines: what is here, taken out of its batch, for a person to decide. */
export interface Collision extends TextBase {
  readonly label: string;
  readonly mine: string;
}

/**
 * The batches that wait for the server's answer, oldest first, and what they make of the definition that the server has
 * confirmed. Whenever others edit, the queue is put on top of the new definition again; long texts are then merged by
 * lines, so what is sent is always made from the text that the server has. Where lines collide, that text leaves the
 * batch and is handed back.
 */
export class EditQueue {
  #pending: readonly Pending[] = [];

  get all(): readonly Pending[] {
    return this.#pending;
  }

  get head(): Pending | undefined {
    return this.#pending[0];
  }

  has(batchId: string): boolean {
    return this.#pending.some((batch) => batch.batchId === batchId);
  }

  add(batch: Pending): void {
    this.#pending = [...this.#pending, batch];
  }

  /** Puts what was found in this browser in front of what was made since. */
  addFirst(batches: readonly Pending[]): void {
    this.#pending = [...batches, ...this.#pending];
  }

  markSent(batchId: string): void {
    this.#pending = this.#pending.map((batch) => (batch.batchId === batchId ? { ...batch, wasSent: true } : batch));
  }

  remove(batchId: string): void {
    if (this.has(batchId)) this.#pending = this.#pending.filter((batch) => batch.batchId !== batchId);
  }

  /** The server did exactly what the oldest batch shows already. */
  headMakes(
    from: AppDefinition,
    batchId: string | undefined,
    operations: readonly EditOperation[],
  ): Pending | undefined {
    const { head } = this;
    return head !== undefined &&
      head.batchId === batchId &&
      head.before === from &&
      isEqualJson(head.forward, operations)
      ? head
      : undefined;
  }

  /** Puts all on top of another definition. What no longer fits stays and does nothing: the server will refuse it. */
  rebase(onto: AppDefinition): { readonly definition: AppDefinition; readonly collisions: readonly Collision[] } {
    let definition = onto;
    const collisions: Collision[] = [];
    this.#pending = this.#pending.flatMap((batch): Pending[] => {
      const placed =
        batch.kind === "edit" ? placeEdit(batch, definition, collisions) : placeTakeBack(batch, definition);
      if (!placed) return [];
      definition = placed.after;
      return [placed];
    });
    return { definition, collisions };
  }
}

/**
 * An edit on top of a definition, its texts merged with what is there. Undefined when nothing is left of it: all that
 * it did was a text that collides. `collisions` is added to.
 */
export function placeEdit(edit: MadeEdit, before: AppDefinition, collisions: Collision[]): PendingEdit | undefined {
  const merged = mergeTexts(edit, before, collisions);
  return merged.operations.length === 0 ? undefined : { ...merged, ...place(before, merged.operations) };
}

/** An undo or redo on top of a definition: what the server will do, unless others edit before it does. */
export function placeTakeBack(batch: MadeTakeBack, before: AppDefinition): PendingTakeBack {
  const operations = batch.step ? planUndo({ definition: before, ...batch.step }).operations : [];
  return { ...batch, ...place(before, operations) };
}

function place(before: AppDefinition, operations: readonly EditOperation[]): Placed {
  const result = applyEdits(before, operations);
  return result.ok
    ? { before, after: result.definition, forward: result.forward, inverse: result.inverse }
    : { before, after: before, forward: [], inverse: [] };
}

/** Edits of one long text within this time are one (docs/mechanics.md, 6): while they wait, one batch. */
const JOIN_WITHIN_MS = 2_000;

/** The new edit and the one before it as one, when both are the same text typed on; undefined when they are two. */
export function joinTyping(last: Pending | undefined, next: MadeEdit): MadeEdit | undefined {
  if (last?.kind !== "edit" || last.wasSent || next.madeAt - last.madeAt > JOIN_WITHIN_MS) return undefined;
  // Two gestures of the page editor are two.
  if (last.label !== next.label) return undefined;
  const [text, ...others] = longTextsOf(next.operations);
  if (!text || others.length > 0 || next.operations.length > 1 || last.operations.length > 1) return undefined;
  const typed = valueIn(last.operations, text);
  const [base] = last.texts;
  if (typed === undefined || base === undefined || next.texts[0]?.base !== typed) return undefined;
  const isOnly = (operation: EditOperation | undefined) =>
    operation?.op === "update" && Object.keys(operation.set).length === 1 && operation.unset.length === 0;
  if (!isOnly(last.operations[0]) || !isOnly(next.operations[0])) return undefined;
  return { ...next, batchId: last.batchId, madeAt: last.madeAt, seenRevision: last.seenRevision, texts: [base] };
}

function mergeTexts(edit: MadeEdit, definition: AppDefinition, collisions: Collision[]): MadeEdit {
  if (edit.texts.length === 0) return edit;
  let { operations } = edit;
  const texts: TextBase[] = [];
  for (const text of edit.texts) {
    const mine = valueIn(operations, text);
    const theirs = textAt(definition, text);
    if (mine === undefined) continue;
    // What was typed on top of a text that collided goes with it.
    const under = collisions.findIndex((one) => textKey(one) === textKey(text) && one.mine === text.base);
    if (under >= 0) {
      collisions[under] = { ...(collisions[under] as Collision), mine };
      operations = without(operations, text);
      continue;
    }
    if (theirs === undefined || theirs === text.base) {
      texts.push(text);
      continue;
    }
    const merged = mergeText({ base: text.base, mine, theirs });
    if (merged.ok) {
      operations = withValue(operations, text, merged.text);
      texts.push({ recordId: text.recordId, property: text.property, base: theirs });
    } else {
      collisions.push({ ...text, label: edit.label, mine });
      operations = without(operations, text);
    }
  }
  return { ...edit, operations, texts };
}

/** The texts that a new batch sets, as they are now. */
export const basesOf = (operations: readonly EditOperation[], definition: AppDefinition): readonly TextBase[] =>
  longTextsOf(operations).flatMap((place) => {
    const base = textAt(definition, place);
    return base === undefined ? [] : [{ ...place, base }];
  });

const isAbout = (operation: EditOperation, place: TextPlace): operation is EditOperation & { op: "update" } =>
  operation.op === "update" && operation.id === place.recordId && Object.hasOwn(operation.set, place.property);

function valueIn(operations: readonly EditOperation[], place: TextPlace): string | undefined {
  const last = operations.findLast((operation) => isAbout(operation, place));
  const value = last?.op === "update" ? last.set[place.property] : undefined;
  return typeof value === "string" ? value : undefined;
}

function withValue(operations: readonly EditOperation[], place: TextPlace, value: string): readonly EditOperation[] {
  return operations.map((operation) =>
    isAbout(operation, place) ? { ...operation, set: { ...operation.set, [place.property]: value } } : operation,
  );
}

function without(operations: readonly EditOperation[], place: TextPlace): readonly EditOperation[] {
  return operations.flatMap((operation) => {
    if (!isAbout(operation, place)) return [operation];
    const { [place.property]: _gone, ...set } = operation.set;
    return Object.keys(set).length === 0 && operation.unset.length === 0 ? [] : [{ ...operation, set }];
  });
}
