import type { ProblemDetails } from "#contract/endpoint";
import type { DraftEdit, DraftState, EditResult, UndoResult } from "#contract/http/drafts";
import type { AccountId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf, type TextPlace, textAt, textKey } from "#engine/edits/long-text";
import { ConfirmedDraft, type Numbered } from "./confirmed-draft.ts";
import type { ApplyOutcome, Command, DraftNotice } from "./draft-view.ts";
import {
  basesOf,
  type Collision,
  EditQueue,
  joinTyping,
  type MadeEdit,
  type MadeTakeBack,
  type Pending,
  placeEdit,
  placeTakeBack,
} from "./edit-queue.ts";
import type { DraftJournal, Found } from "./journal.ts";
import { itemOf, unplaced } from "./journal-batches.ts";
import { JournalWriter } from "./journal-writer.ts";
import { UndoHistory } from "./undo-history.ts";
import { UnresolvedEdits } from "./unresolved-edits.ts";

/** More than anybody does on a journey; beyond it one has to connect first. */
const MAX_WAITING = 2_000;

/** What the copy tells the session. */
interface Listener {
  /** Something of what `derived` gives is not as it was. */
  readonly changed: () => void;
  /** There is a batch to send. */
  readonly added: () => void;
  /** This copy is not the server's any more: it is to be loaded again. */
  readonly drifted: () => void;
  readonly tell: (notice: DraftNotice) => void;
}

/**
 * A draft as this browser has it: what the server has confirmed, and on top of it what waits. It makes edits, takes in
 * what the server says in the order of its numbers, and keeps both in step: after every change `definition` is exactly
 * the confirmed one with the queue applied. Of the network it knows nothing.
 */
export class OptimisticDraft {
  readonly confirmed: ConfirmedDraft;
  readonly queue = new EditQueue();
  readonly kept: UnresolvedEdits;
  readonly #own: UndoHistory;
  readonly #stored: JournalWriter;
  readonly #listener: Listener;
  readonly #me: AccountId;
  readonly #makeBatchId: () => string;
  readonly #now: () => number;
  /** Who last changed each long text, as far as it was seen from here. */
  readonly #textAuthors = new Map<string, string>();
  /** Own edits of which it was said what they replaced: an edit comes in the log as well as in its answer. */
  readonly #toldOvertook = new Set<string>();
  #definition: AppDefinition;
  #seenRevision: number | undefined;

  constructor(parts: {
    readonly state: DraftState;
    readonly journal: DraftJournal;
    readonly me: AccountId;
    readonly makeBatchId: () => string;
    readonly now: () => number;
    readonly listener: Listener;
  }) {
    const { state } = parts;
    this.#listener = parts.listener;
    this.#me = parts.me;
    this.#makeBatchId = parts.makeBatchId;
    this.#now = parts.now;
    this.#definition = state.definition;
    this.confirmed = new ConfirmedDraft(state.definition, state.revision);
    this.#own = new UndoHistory(state.undoState);
    this.#stored = new JournalWriter(parts.journal, parts.listener.changed);
    this.kept = new UnresolvedEdits({
      write: (item) => this.#stored.put(item),
      forget: (id) => this.#stored.remove(id),
    });
  }

  /** What is shown: the confirmed draft with everything that waits. */
  get definition(): AppDefinition {
    return this.#definition;
  }

  /** What of the view follows from this copy. */
  derived() {
    const waiting = this.queue.all;
    return {
      revision: this.confirmed.revision,
      undoState: this.#own.state(waiting),
      waiting: waiting.length,
      stored: waiting.filter(({ batchId }) => this.#stored.has(batchId)).length,
      storageFailure: this.#stored.failure,
      textConflicts: this.kept.conflicts(this.#definition),
      refusals: this.kept.refusals,
    };
  }

  /** Shows an edit at once. A command that the definition itself refuses changes nothing. */
  apply(command: Command): ApplyOutcome {
    return this.#make(command, basesOf(command.operations, this.#definition));
  }

  /** Runs edits of an input that was opened at a revision: what others set since, their author has not seen. */
  asSeenAt(revision: number, work: () => void): void {
    this.#seenRevision = revision;
    try {
      work();
    } finally {
      this.#seenRevision = undefined;
    }
  }

  /** What an editor shows of a long text: what is here while it is in conflict, else what the draft says. */
  textOf(place: TextPlace): string | undefined {
    return this.kept.conflict(place)?.mine ?? textAt(this.#definition, place);
  }

  /** Sets a long text that was made from `base`; what others changed since is merged into it, or set against it. */
  setText(text: TextPlace & { readonly base: string; readonly text: string; readonly label: string }): ApplyOutcome {
    const open = this.kept.conflict(text);
    if (open) {
      this.kept.typeOn(open, text.text);
      this.#listener.changed();
      return { ok: true };
    }
    const { recordId, property, base, label } = text;
    const operation: EditOperation = { op: "update", id: recordId, set: { [property]: text.text }, unset: [] };
    return this.#make({ label, operations: [operation] }, [{ recordId, property, base }]);
  }

  /** Ends a conflict with the text that the person decided on; `against` is what they saw of the other's. */
  resolveText(id: string, text: string, against: string): ApplyOutcome {
    const open = this.kept.conflicts(this.#definition).find((conflict) => conflict.id === id);
    if (!open) return { ok: true };
    const { recordId, property, label, base, mine, by } = open;
    this.kept.settle(id);
    const outcome = this.setText({ recordId, property, label, base: against, text });
    if (!outcome.ok) this.kept.collide([{ recordId, property, base, mine, label }], () => by);
    this.#listener.changed();
    return outcome;
  }

  #make(command: Command, texts: MadeEdit["texts"]): ApplyOutcome {
    if (command.operations.length === 0) return { ok: true };
    const definition = this.#definition;
    const refused = applyEdits(definition, command.operations);
    if (!refused.ok) return { ok: false, message: refused.refusal.message, refusal: refused.refusal };
    if (this.queue.all.length >= MAX_WAITING) return { ok: false, message: TOO_MANY };
    const made: MadeEdit = {
      kind: "edit",
      batchId: this.#makeBatchId(),
      label: command.label,
      operations: command.operations,
      seenRevision: this.#seenRevision ?? this.confirmed.revision,
      texts,
      madeAt: this.#now(),
    };
    const typed = joinTyping(this.queue.all.at(-1), made);
    if (typed) return this.#typeOn(typed);
    const collisions: Collision[] = [];
    const batch = placeEdit(made, definition, collisions);
    this.#collide(collisions);
    if (!batch || batch.forward.length === 0) {
      this.#listener.changed();
      return { ok: true };
    }
    this.#add(batch);
    return { ok: true };
  }

  /** The edit before is still here and is the same text: the two are one. */
  #typeOn(typed: MadeEdit): ApplyOutcome {
    this.queue.remove(typed.batchId);
    const collisions: Collision[] = [];
    const before = this.queue.all.at(-1)?.after ?? this.confirmed.definition;
    const batch = placeEdit(typed, before, collisions);
    this.#collide(collisions);
    if (batch) this.#add(batch);
    else {
      this.#stored.remove(typed.batchId);
      this.#rebase();
    }
    return { ok: true };
  }

  takeBack(kind: "undo" | "redo", { isOffline }: { readonly isOffline: boolean }): void {
    const label = this.#own.state(this.queue.all)[kind];
    if (label === null) return;
    const step = this.#own.step(kind, this.queue.all);
    if (!step && isOffline) {
      this.#listener.tell({
        kind: "notTakenBack",
        label,
        message: "It was made before this page was opened: taking it back needs the connection.",
      });
      return;
    }
    const made: MadeTakeBack = {
      kind,
      batchId: this.#makeBatchId(),
      label,
      ...(step ? { target: step.target, step: { forward: step.forward, inverse: step.inverse } } : {}),
    };
    this.#add(placeTakeBack(made, this.#definition));
  }

  #add(batch: Pending): void {
    this.queue.add(batch);
    this.#stored.put(itemOf(batch));
    this.#definition = batch.after;
    this.#listener.changed();
    this.#listener.added();
  }

  /** Takes up what tabs that are gone have left; gives how many edits of it are to be sent. */
  adopt(found: Found, { isFirst }: { readonly isFirst: boolean }): number {
    const edits: Pending[] = [];
    for (const item of found.items) {
      this.#stored.found(item);
      if (item.kind === "conflict" || item.kind === "refusal") this.kept.found(item);
      else if (!this.queue.has(item.batchId)) edits.push(unplaced(item, this.confirmed.definition));
    }
    // What goes out now keeps its place; the rest waits behind what was made earlier.
    if (isFirst) this.queue.addFirst(edits);
    else for (const edit of edits) this.queue.add(edit);
    if (found.items.length > 0) this.#rebase();
    return edits.length;
  }

  /** Takes in an edit that the server has numbered; false when it was known. */
  hear(edits: readonly Numbered[]): boolean {
    const isNew = edits.map((edit) => this.confirmed.hold(edit)).includes(true);
    this.#advance();
    return isNew;
  }

  #advance(): void {
    let isShown = true;
    const overwritten: DraftEdit[] = [];
    const overtaking: { readonly batch: Pending; readonly overtook: EditResult["overtook"] }[] = [];
    for (let next = this.confirmed.next(); next; next = this.confirmed.next()) {
      const before = this.confirmed.definition;
      const head = this.queue.headMakes(before, next.batchId, next.operations);
      let inverse: readonly EditOperation[];
      if (head) {
        // The usual case: the server did what is shown already, so nothing is drawn again.
        this.confirmed.step(head.after);
        inverse = head.inverse;
      } else {
        const result = applyEdits(before, next.operations);
        // The server applied it to the same definition; a refusal here means that this browser has drifted.
        if (!result.ok) {
          this.#listener.drifted();
          return;
        }
        this.confirmed.step(result.definition);
        inverse = result.inverse;
        isShown = false;
      }
      const batch = this.queue.all.find(({ batchId }) => batchId === next.batchId);
      if (batch) overtaking.push({ batch, overtook: next.overtook ?? [] });
      this.#remember(next, inverse);
      if (isAboutMe(next, this.#me)) overwritten.push(next);
    }
    if (isShown) this.#listener.changed();
    else this.#rebase();
    // When the answer was lost, the log is all that says it.
    for (const { batch, overtook } of overtaking) this.#tellOvertook(batch, overtook);
    for (const edit of overwritten) {
      const overtook = edit.overtook.filter(({ of }) => of === this.#me);
      this.#listener.tell({ kind: "overwritten", edit, overtook });
    }
  }

  #tellOvertook({ kind, batchId, label }: Pending, overtook: EditResult["overtook"]): void {
    if (kind !== "edit" || overtook.length === 0 || this.#toldOvertook.has(batchId)) return;
    this.#toldOvertook.add(batchId);
    this.#listener.tell({ kind: "overtook", label, overtook });
  }

  #remember(edit: Numbered, inverse: readonly EditOperation[]): void {
    const { batchId, actor, operations } = edit;
    for (const place of longTextsOf(operations))
      this.#textAuthors.set(textKey(place), actor ? (actor.id === this.#me ? "You" : actor.name) : "You");
    if (batchId === undefined) return;
    const batch = this.queue.all.find((one) => one.batchId === batchId);
    // Without an actor it is the answer to one's own.
    if (batch || actor === undefined || actor.id === this.#me) {
      const isTakeBack = batch ? batch.kind !== "edit" : edit.undoes !== undefined;
      this.#own.confirmed({
        batchId,
        label: batch?.label ?? edit.label ?? "",
        answers: isTakeBack ? (batch?.kind !== "edit" && batch?.target) || "unknown" : undefined,
        at: batch?.kind === "edit" ? batch.madeAt : edit.at ? Date.parse(edit.at) : 0,
        forward: operations,
        inverse,
      });
    }
    this.#settled(batchId);
  }

  /** A batch that waits no longer. */
  #settled(batchId: string): void {
    this.queue.remove(batchId);
    this.#stored.remove(batchId);
  }

  /** What is shown again: what is confirmed, plus what waits. */
  #rebase(): void {
    const waiting = this.queue.all;
    const { definition, collisions } = this.queue.rebase(this.confirmed.definition);
    this.#collide(collisions);
    if (collisions.length > 0) {
      for (const batch of waiting) {
        const now = this.queue.all.find(({ batchId }) => batchId === batch.batchId);
        if (!now) this.#stored.remove(batch.batchId);
        else if (now.kind === "edit") this.#stored.put(itemOf(now));
      }
    }
    this.#definition = definition;
    this.#listener.changed();
  }

  #collide(collisions: readonly Collision[]): void {
    this.kept.collide(collisions, (id) => this.#textAuthors.get(id) ?? "Somebody");
  }

  /** The draft whole, as the server has it now. */
  reloaded(state: DraftState): void {
    this.confirmed.replace(state.definition, state.revision);
    if (this.queue.all.length === 0) this.#own.told(state.undoState);
    this.#rebase();
    this.#advance();
  }

  accepted(batch: Pending, result: EditResult | UndoResult): void {
    // An edit that changes nothing makes no revision.
    if (result.operations.length === 0 || result.revision <= this.confirmed.revision) this.#settled(batch.batchId);
    else this.confirmed.hold({ revision: result.revision, operations: result.operations, batchId: batch.batchId });
    this.#advance();
    // Later edits of ours are not counted in what the server says now; ours is then the newer truth.
    if (this.queue.all.length === 0) {
      this.#own.told(result.undoState);
      this.#listener.changed();
    }
    if (batch.kind === "edit") {
      this.#tellOvertook(batch, result.overtook);
    } else if ("kept" in result) {
      this.#listener.tell({
        kind: batch.kind === "undo" ? "undone" : "redone",
        label: result.label,
        kept: result.kept,
      });
    }
  }

  refused(batch: Pending, problem: ProblemDetails): void {
    // As it is now: a text of it may have become a conflict since it went out.
    const current = this.queue.all.find(({ batchId }) => batchId === batch.batchId);
    this.#settled(batch.batchId);
    if (batch.kind !== "edit") {
      this.#listener.tell({ kind: "notTakenBack", label: batch.label, message: problem.detail });
    } else if (current?.kind === "edit") {
      for (const other of this.queue.all)
        if (other.kind !== "edit" && other.target === batch.batchId) this.#settled(other.batchId);
      const refusal = this.kept.refuse(current, problem, this.#now());
      this.#listener.tell({ kind: "refused", refusal });
    }
    this.#rebase();
    this.#listener.drifted();
  }
}

const TOO_MANY = `${MAX_WAITING.toLocaleString("en")} edits wait in this browser already. Connect first, so that they are saved.`;

const isAboutMe = (edit: Numbered, me: AccountId): edit is DraftEdit =>
  edit.actor !== undefined && edit.actor.id !== me && (edit.overtook ?? []).some(({ of }) => of === me);
