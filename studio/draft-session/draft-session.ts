import type { ProblemDetails } from "#contract/endpoint";
import type { DraftEdit, DraftState, EditResult, Layout, UndoResult } from "#contract/http/drafts";
import type { AccountId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf, type TextPlace, textAt, textKey } from "#engine/edits/long-text";
import type { Problem } from "#engine/problem";
import { ConfirmedDraft, type Numbered } from "./confirmed-draft.ts";
import { DraftLine } from "./draft-line.ts";
import type { ApplyOutcome, Command, DraftNotice, DraftView, Refusal } from "./draft-view.ts";
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
import type { DraftJournal } from "./journal.ts";
import { itemOf, unplaced } from "./journal-batches.ts";
import { KeptForPerson } from "./kept-for-person.ts";
import { LayoutSaver } from "./layout-saver.ts";
import { OwnEdits } from "./own-edits.ts";
import { StoredItems } from "./stored-items.ts";
import type { DraftTransport } from "./transport.ts";
import { ViewStore } from "./view-store.ts";

export interface DraftSessionParts {
  readonly state: DraftState;
  readonly transport: DraftTransport;
  readonly journal: DraftJournal;
  readonly makeBatchId: () => string;
  readonly me: AccountId;
  readonly check: (definition: AppDefinition) => readonly Problem[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs work when nothing more urgent is to do; gives back how to cancel it. */
  readonly whenIdle: (work: () => void) => () => void;
  /** Runs work after some milliseconds; gives back how to cancel it. */
  readonly after: (milliseconds: number, work: () => void) => () => void;
}

/** More than anybody does on a journey; beyond it one has to connect first. */
const MAX_WAITING = 2_000;
/** How long edits wait for what this browser keeps: storage that does not answer must not hold them up. */
const ADOPT_MS = 3_000;

/**
 * The one owner of an app's definition in the browser. No React, no network, no clock of its
 * own: those come in, so that two sessions and a server fit into a unit test.
 *
 * Two definitions are held. `ConfirmedDraft` is what the server has said, at a revision. `view.definition` is that plus
 * the batches that wait for an answer (`EditQueue`), and is what people see. A batch goes out one at a time under an id
 * of its own; when the connection breaks, the same batch with the same id goes out again, and the server answers it as
 * the first time. Whatever arrives, by broadcast, by answer or by catching up, is a numbered edit, and edits are applied
 * in the order of their numbers: so each is applied exactly once, and every browser ends with the same definition.
 *
 * What waits is also written to the browser's journal before it is said to be kept there, and taken up again by the
 * next session of the same person: an edit survives the tab that made it, and arrives once.
 */
export class DraftSession {
  readonly #parts: DraftSessionParts;
  readonly #confirmed: ConfirmedDraft;
  readonly #queue = new EditQueue();
  readonly #own: OwnEdits;
  readonly #stored: StoredItems;
  readonly #kept: KeptForPerson;
  readonly #layouts: LayoutSaver;
  readonly #line: DraftLine;
  /** Who last changed each long text, as far as it was seen from here. */
  readonly #textAuthors = new Map<string, string>();
  readonly #store: ViewStore;
  #isAdopting = false;
  /** What this browser keeps has not been read yet; what was made before goes first. */
  #awaitsJournal = true;
  #isClosed = false;
  #seenRevision: number | undefined;
  readonly #cancelAdoptTimer: () => void;
  readonly #disconnect: () => void;

  constructor(parts: DraftSessionParts) {
    const { state } = parts;
    this.#parts = parts;
    this.#confirmed = new ConfirmedDraft(state.definition, state.revision);
    this.#own = new OwnEdits(state.undoState);
    this.#stored = new StoredItems(parts.journal, () => this.#show({}));
    this.#kept = new KeptForPerson({
      write: (item) => this.#stored.put(item),
      forget: (id) => this.#stored.remove(id),
    });
    this.#layouts = new LayoutSaver({ save: parts.transport.saveLayout, after: parts.after });
    this.#line = new DraftLine({
      transport: parts.transport,
      queue: this.#queue,
      confirmed: this.#confirmed,
      now: parts.now,
      after: parts.after,
      listener: {
        caughtUp: (edits) => this.#caughtUp(edits),
        accepted: (batch, result) => this.#accepted(batch, result),
        refused: (batch, problem) => this.#refused(batch, problem),
        reloaded: (told) => this.#reloaded(told),
      },
    });
    const first: DraftView = {
      draftId: state.draftId,
      appId: state.appId,
      revision: state.revision,
      definition: state.definition,
      reader: readDefinition(state.definition),
      live: state.live,
      layouts: state.layouts,
      staged: state.staged,
      undoState: state.undoState,
      problems: [],
      connection: "offline",
      waiting: 0,
      stored: 0,
      storageFailure: undefined,
      textConflicts: [],
      refusals: [],
      unreadable: [],
    };
    this.#store = new ViewStore({
      first,
      derive: (definition) => this.#derive(definition),
      check: parts.check,
      whenIdle: parts.whenIdle,
    });
    this.#disconnect = parts.transport.connect({
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      edited: (edit) => this.#edited(edit),
      moved: (canvas, positions) => this.#moved({ [canvas]: positions }),
    });
    this.#cancelAdoptTimer = parts.after(ADOPT_MS, () => this.#goOn());
    void this.#adopt();
  }

  get me(): AccountId {
    return this.#parts.me;
  }

  get view(): DraftView {
    return this.#store.view;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  onNotice(listener: (notice: DraftNotice) => void): () => void {
    return this.#store.onNotice(listener);
  }

  /** Shows an edit at once and sends it. A command that the definition itself refuses changes nothing. */
  apply(command: Command): ApplyOutcome {
    return this.#make(command, basesOf(command.operations, this.view.definition));
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

  undo(): void {
    this.#takeBack("undo");
  }

  redo(): void {
    this.#takeBack("redo");
  }

  /** What an editor shows of a long text: what is here while it is in conflict, else what the draft says. */
  textOf(place: TextPlace): string | undefined {
    return this.#kept.conflict(place)?.mine ?? textAt(this.view.definition, place);
  }

  /** Sets a long text that was made from `base`; what others changed since is merged into it, or set against it. */
  setText(text: TextPlace & { readonly base: string; readonly text: string; readonly label: string }): ApplyOutcome {
    const open = this.#kept.conflict(text);
    if (open) {
      this.#kept.typeOn(open, text.text);
      this.#show({});
      return { ok: true };
    }
    const { recordId, property, base, label } = text;
    const operation: EditOperation = { op: "update", id: recordId, set: { [property]: text.text }, unset: [] };
    return this.#make({ label, operations: [operation] }, [{ recordId, property, base }]);
  }

  /** Ends a conflict with the text that the person decided on; `against` is what they saw of the other's. */
  resolveText(id: string, text: string, against: string): ApplyOutcome {
    const open = this.view.textConflicts.find((conflict) => conflict.id === id);
    if (!open) return { ok: true };
    const { recordId, property, label, base, mine, by } = open;
    this.#kept.settle(id);
    const outcome = this.setText({ recordId, property, label, base: against, text });
    if (!outcome.ok) this.#kept.collide([{ recordId, property, base, mine, label }], () => by);
    this.#show({});
    return outcome;
  }

  /** Lets what is here of a conflict go. */
  dropText(id: string): void {
    this.#kept.settle(id);
    this.#show({});
  }

  /** Lets a refused edit go. */
  letGo(id: string): void {
    this.#kept.letGo(id);
    this.#show({});
  }

  /** Lets something go that this version of the studio cannot read. */
  discard(key: string): void {
    void this.#parts.journal.discard(key);
    this.#show({ unreadable: this.view.unreadable.filter((item) => item.key !== key) });
  }

  /** Does a refused edit once more; the refusal goes when the definition takes it. */
  again(refusal: Refusal): ApplyOutcome {
    const outcome = this.apply({ label: refusal.label, operations: refusal.operations });
    if (outcome.ok) this.letGo(refusal.id);
    return outcome;
  }

  /** When the draft here has come to a revision that the server told of elsewhere. */
  whenAt(revision: number): Promise<void> {
    if (this.view.revision >= revision) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (this.view.revision < revision) return;
        stop();
        resolve();
      });
    });
  }

  /** Moves things on a canvas. Positions are not part of the definition: no undo, no revision, no diff. */
  place(canvas: "models", positions: Layout): void {
    const layouts = { ...this.view.layouts, [canvas]: { ...this.view.layouts[canvas], ...positions } };
    this.#show({ layouts });
    this.#layouts.place(canvas, positions);
  }

  /** After a publish, a rollback or an import: what is live and staged, without losing what waits. */
  refreshLive(state: Pick<DraftState, "live" | "staged" | "layouts">): void {
    this.#show({ live: state.live, staged: state.staged });
    this.#moved(state.layouts);
  }

  close(): void {
    this.#isClosed = true;
    void this.#layouts.flush();
    this.#line.close();
    this.#cancelAdoptTimer();
    this.#disconnect();
    this.#parts.journal.close();
    this.#store.close();
  }

  /** Others' moves, node by node the last one; what was moved here and is not saved yet is newer. */
  #moved(told: DraftState["layouts"]): void {
    const layouts = { ...this.view.layouts };
    for (const [canvas, positions] of Object.entries(told)) {
      layouts[canvas] = { ...layouts[canvas], ...positions, ...this.#layouts.unsaved(canvas) };
    }
    this.#show({ layouts });
  }

  // ── making edits ───────────────────────────────────────────────────────────────────────────────────────────────

  #make(command: Command, texts: MadeEdit["texts"]): ApplyOutcome {
    if (command.operations.length === 0) return { ok: true };
    const { definition } = this.view;
    const refused = applyEdits(definition, command.operations);
    if (!refused.ok) return { ok: false, message: refused.refusal.message };
    if (this.#queue.all.length >= MAX_WAITING) return { ok: false, message: TOO_MANY };
    const made: MadeEdit = {
      kind: "edit",
      batchId: this.#parts.makeBatchId(),
      label: command.label,
      operations: command.operations,
      seenRevision: this.#seenRevision ?? this.#confirmed.revision,
      texts,
      madeAt: this.#parts.now(),
    };
    const typed = joinTyping(this.#queue.all.at(-1), made);
    if (typed) return this.#typeOn(typed);
    const collisions: Collision[] = [];
    const batch = placeEdit(made, definition, collisions);
    this.#collide(collisions);
    if (!batch || batch.forward.length === 0) {
      this.#show({});
      return { ok: true };
    }
    this.#add(batch);
    return { ok: true };
  }

  /** The edit before is still here and is the same text: the two are one. */
  #typeOn(typed: MadeEdit): ApplyOutcome {
    this.#queue.remove(typed.batchId);
    const collisions: Collision[] = [];
    const before = this.#queue.all.at(-1)?.after ?? this.#confirmed.definition;
    const batch = placeEdit(typed, before, collisions);
    this.#collide(collisions);
    if (batch) this.#add(batch);
    else {
      this.#stored.remove(typed.batchId);
      this.#rebase();
    }
    return { ok: true };
  }

  #takeBack(kind: "undo" | "redo"): void {
    const label = this.view.undoState[kind];
    if (label === null) return;
    const step = this.#own.step(kind, this.#queue.all);
    if (!step && this.view.connection === "offline") {
      this.#tell({
        kind: "notTakenBack",
        label,
        message: "It was made before this page was opened: taking it back needs the connection.",
      });
      return;
    }
    const made: MadeTakeBack = {
      kind,
      batchId: this.#parts.makeBatchId(),
      label,
      ...(step ? { target: step.target, step: { forward: step.forward, inverse: step.inverse } } : {}),
    };
    this.#add(placeTakeBack(made, this.view.definition));
  }

  #add(batch: Pending): void {
    this.#queue.add(batch);
    this.#stored.put(itemOf(batch));
    this.#show({ definition: batch.after });
    this.#line.sendNext();
  }

  // ── what this browser keeps ────────────────────────────────────────────────────────────────────────────────────

  /** Takes over what tabs that are gone have left: at the start, and when the connection is back. */
  async #adopt(): Promise<void> {
    if (this.#isAdopting) return;
    this.#isAdopting = true;
    const found = await this.#parts.journal.adopt();
    this.#isAdopting = false;
    if (this.#isClosed) return;
    const edits: Pending[] = [];
    for (const item of found.items) {
      this.#stored.found(item);
      if (item.kind === "conflict" || item.kind === "refusal") this.#kept.found(item);
      else if (!this.#queue.has(item.batchId)) edits.push(unplaced(item, this.#confirmed.definition));
    }
    // What goes out now keeps its place; the rest waits behind what was made earlier.
    if (this.#awaitsJournal) this.#queue.addFirst(edits);
    else for (const edit of edits) this.#queue.add(edit);
    if (found.unreadable.length > 0) {
      const known = new Set(this.view.unreadable.map(({ key }) => key));
      const fresh = found.unreadable.filter(({ key }) => !known.has(key));
      this.#show({ unreadable: [...this.view.unreadable, ...fresh] });
    }
    if (edits.length > 0) this.#tell({ kind: "found", edits: edits.length });
    if (found.items.length > 0) this.#rebase();
    this.#goOn();
  }

  #goOn(): void {
    this.#cancelAdoptTimer?.();
    this.#awaitsJournal = false;
    this.#line.open();
  }

  // ── the connection ─────────────────────────────────────────────────────────────────────────────────────────────

  #connected(): void {
    this.#line.connected();
    if (!this.#awaitsJournal) void this.#adopt();
  }

  #disconnected(): void {
    this.#line.disconnected();
    this.#show({ connection: "offline" });
  }

  #caughtUp(edits: readonly DraftEdit[]): void {
    for (const edit of edits) this.#confirmed.hold(edit);
    this.#show({ connection: "online" });
    this.#advance();
  }

  #edited(edit: DraftEdit): void {
    if (!this.#confirmed.hold(edit)) return;
    this.#advance();
    if (edit.actor.id !== this.#parts.me) this.#tell({ kind: "edited", edit });
  }

  // ── applying what the server has said, in order ────────────────────────────────────────────────────────────────

  #advance(): void {
    let isShown = true;
    const overtaken: DraftEdit[] = [];
    for (let next = this.#confirmed.next(); next; next = this.#confirmed.next()) {
      const before = this.#confirmed.definition;
      const head = this.#queue.headMakes(before, next.batchId, next.operations);
      let inverse: readonly EditOperation[];
      if (head) {
        // The usual case: the server did what is shown already, so nothing is drawn again.
        this.#confirmed.step(head.after);
        inverse = head.inverse;
      } else {
        const result = applyEdits(before, next.operations);
        // The server applied it to the same definition; a refusal here means that this browser has drifted.
        if (!result.ok) {
          void this.#line.reload();
          return;
        }
        this.#confirmed.step(result.definition);
        inverse = result.inverse;
        isShown = false;
      }
      this.#remember(next, inverse);
      if (isAboutMe(next, this.#parts.me)) overtaken.push(next);
    }
    if (isShown) this.#show({});
    else this.#rebase();
    for (const edit of overtaken) {
      const overtook = edit.overtook.filter(({ of }) => of === this.#parts.me);
      this.#tell({ kind: "overtaken", edit, overtook });
    }
    this.#line.closeGap();
  }

  #remember(edit: Numbered, inverse: readonly EditOperation[]): void {
    const { batchId, actor, operations } = edit;
    for (const place of longTextsOf(operations))
      this.#textAuthors.set(textKey(place), actor ? (actor.id === this.#parts.me ? "You" : actor.name) : "You");
    if (batchId === undefined) return;
    const batch = this.#queue.all.find((one) => one.batchId === batchId);
    // Without an actor it is the answer to one's own.
    if (batch || actor === undefined || actor.id === this.#parts.me) {
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
    this.#queue.remove(batchId);
    this.#stored.remove(batchId);
  }

  /** What is shown again: what is confirmed, plus what waits. */
  #rebase(): void {
    const waiting = this.#queue.all;
    const { definition, collisions } = this.#queue.rebase(this.#confirmed.definition);
    this.#collide(collisions);
    if (collisions.length > 0) {
      for (const batch of waiting) {
        const now = this.#queue.all.find(({ batchId }) => batchId === batch.batchId);
        if (!now) this.#stored.remove(batch.batchId);
        else if (now.kind === "edit") this.#stored.put(itemOf(now));
      }
    }
    this.#show({ definition });
  }

  #collide(collisions: readonly Collision[]): void {
    this.#kept.collide(collisions, (id) => this.#textAuthors.get(id) ?? "Somebody");
  }

  #reloaded(state: DraftState): void {
    this.#confirmed.replace(state.definition, state.revision);
    if (this.#queue.all.length === 0) this.#own.told(state.undoState);
    this.#show({ live: state.live, staged: state.staged });
    this.#rebase();
    this.#advance();
  }

  // ── what the server answers ────────────────────────────────────────────────────────────────────────────────────

  #accepted(batch: Pending, result: EditResult | UndoResult): void {
    // An edit that changes nothing makes no revision.
    if (result.operations.length === 0 || result.revision <= this.#confirmed.revision) this.#settled(batch.batchId);
    else this.#confirmed.hold({ revision: result.revision, operations: result.operations, batchId: batch.batchId });
    this.#advance();
    // Later edits of ours are not counted in what the server says now; ours is then the newer truth.
    if (this.#queue.all.length === 0) {
      this.#own.told(result.undoState);
      this.#show({});
    }
    if (batch.kind === "edit") {
      if (result.overtook.length > 0) this.#tell({ kind: "overtook", label: batch.label, overtook: result.overtook });
    } else if ("kept" in result) {
      this.#tell({ kind: batch.kind === "undo" ? "undone" : "redone", label: result.label, kept: result.kept });
    }
  }

  #refused(batch: Pending, problem: ProblemDetails): void {
    // As it is now: a text of it may have become a conflict since it went out.
    const current = this.#queue.all.find(({ batchId }) => batchId === batch.batchId);
    this.#settled(batch.batchId);
    if (batch.kind !== "edit") {
      this.#tell({ kind: "notTakenBack", label: batch.label, message: problem.detail });
    } else if (current?.kind === "edit") {
      for (const other of this.#queue.all)
        if (other.kind !== "edit" && other.target === batch.batchId) this.#settled(other.batchId);
      const refusal = this.#kept.refuse(current, problem, this.#parts.now());
      this.#tell({ kind: "refused", refusal });
    }
    this.#rebase();
    void this.#line.reload();
  }

  // ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────────

  #show(change: Partial<DraftView>): void {
    this.#store.show(change);
  }

  #tell(notice: DraftNotice): void {
    this.#store.tell(notice);
  }

  #derive(definition: AppDefinition) {
    const waiting = this.#queue.all;
    return {
      revision: this.#confirmed.revision,
      undoState: this.#own.state(waiting),
      waiting: waiting.length,
      stored: waiting.filter(({ batchId }) => this.#stored.has(batchId)).length,
      storageFailure: this.#stored.failure,
      textConflicts: this.#kept.conflicts(definition),
      refusals: this.#kept.refusals,
    };
  }
}

const TOO_MANY = `${MAX_WAITING.toLocaleString("en")} edits wait in this browser already. Connect first, so that they are saved.`;

const isAboutMe = (edit: Numbered, me: AccountId): edit is DraftEdit =>
  edit.actor !== undefined && edit.actor.id !== me && (edit.overtook ?? []).some(({ of }) => of === me);
