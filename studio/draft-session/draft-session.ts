import type { ProblemDetails } from "#contract/endpoint";
import type {
  DraftEdit,
  DraftState,
  EditRequest,
  EditResult,
  Layout,
  UndoResult,
  UndoState,
} from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf, type TextPlace, textAt, textKey } from "#engine/edits/long-text";
import type { Problem } from "#engine/problem";
import { basesOf, type Collision, EditQueue, type MadeEdit, type Pending, placeEdit } from "./edit-queue.ts";
import type { DraftTransport, EditAnswer } from "./transport.ts";

/**
 * The one owner of an app's definition in the browser. No React, no network, no clock of its
 * own: those come in, so that two sessions and a server fit into a unit test.
 *
 * Two definitions are held. `confirmed` is what the server has said, at `revision`. `local` is that plus the batches
 * that wait for an answer, and is what people see. A batch goes out one at a time under an id of its own; when the
 * connection breaks, the same batch with the same id goes out again, and the server answers it as the first time.
 * Whatever arrives, by broadcast, by answer or by catching up, is a numbered edit, and edits are applied in the order
 * of their numbers: so each is applied exactly once, and every browser ends with the same definition.
 */
export interface DraftView {
  readonly draftId: DraftId;
  readonly appId: DraftState["appId"];
  readonly revision: number;
  readonly definition: AppDefinition;
  readonly reader: DefinitionReader;
  readonly live: DraftState["live"];
  readonly layouts: DraftState["layouts"];
  readonly staged: DraftState["staged"];
  readonly undoState: UndoState;
  readonly problems: readonly Problem[];
  readonly connection: "online" | "offline";
  /** Edits that the server has not answered yet. */
  readonly waiting: number;
  /** Texts whose lines somebody else changed too: both versions are kept until the person has decided. */
  readonly textConflicts: readonly TextConflict[];
}

export interface TextConflict extends TextPlace {
  /** Of the text: one text has one conflict at a time. */
  readonly id: string;
  /** What the person was doing: "Edit books/list.html". */
  readonly label: string;
  /** What both began from, what is here, and what the draft has now; undefined when it was deleted. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string | undefined;
  /** Who changed it. */
  readonly by: string;
}

/** What a command of engine/edits/commands gives. */
export interface Command {
  readonly label: string;
  readonly operations: readonly EditOperation[];
}

export type ApplyOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Something that a person should be told; the studio shows it as a toast. */
export type DraftNotice =
  /** The server did not take an edit; it was taken back here. */
  | { readonly kind: "refused"; readonly label: string; readonly message: string }
  /** Your edit replaced what somebody else had just set. */
  | { readonly kind: "overtook"; readonly label: string; readonly overtook: EditResult["overtook"] }
  | { readonly kind: "undone" | "redone"; readonly label: string; readonly kept: UndoResult["kept"] }
  /** Somebody else edited. */
  | { readonly kind: "edited"; readonly edit: DraftEdit };

export interface DraftSessionParts {
  readonly state: DraftState;
  readonly transport: DraftTransport;
  readonly makeBatchId: () => string;
  readonly me: AccountId;
  readonly check: (definition: AppDefinition) => readonly Problem[];
  /** Runs work when nothing more urgent is to do; gives back how to cancel it. */
  readonly whenIdle: (work: () => void) => () => void;
  /** Runs work after some milliseconds; gives back how to cancel it. */
  readonly after: (milliseconds: number, work: () => void) => () => void;
}

type Numbered = Pick<DraftEdit, "revision" | "operations"> & {
  readonly batchId?: string | undefined;
  readonly actor?: DraftEdit["actor"] | undefined;
};

/** More often than this in a row means that merging does not help: the edit is then refused like any other. */
const MAX_OVERTAKEN = 20;

export class DraftSession {
  readonly #parts: DraftSessionParts;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(notice: DraftNotice) => void>();
  /** Edits that came before the ones they follow. */
  readonly #early = new Map<number, Numbered>();
  #confirmed: AppDefinition;
  #revision: number;
  readonly #queue = new EditQueue();
  readonly #conflicts = new Map<string, Omit<TextConflict, "theirs">>();
  /** Who last changed each long text, as far as it was seen from here. */
  readonly #textAuthors = new Map<string, string>();
  #view: DraftView;
  #sending: string | undefined;
  #joined = false;
  #catchingUp = false;
  #retries = 0;
  /** How often the head was refused because a text had changed, although all that is known was merged into it. */
  #overtaken = 0;
  #cancelCheck: () => void = () => {};
  #cancelRetry: () => void = () => {};
  #disconnect: () => void;
  #layoutWaiting: Record<string, Layout> = {};
  #cancelLayout: () => void = () => {};

  constructor(parts: DraftSessionParts) {
    const { state } = parts;
    this.#parts = parts;
    this.#confirmed = state.definition;
    this.#revision = state.revision;
    this.#view = {
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
      textConflicts: [],
    };
    this.#disconnect = parts.transport.connect({
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      edited: (edit) => this.#edited(edit),
      moved: (canvas, positions) => this.#moved({ [canvas]: positions }),
    });
    this.#checkSoon();
  }

  get view(): DraftView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (notice: DraftNotice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  /** Shows an edit at once and sends it. A command that the definition itself refuses changes nothing. */
  apply(command: Command): ApplyOutcome {
    return this.#make(command, basesOf(command.operations, this.#view.definition));
  }

  /** What an editor shows of a long text: what is here while it is in conflict, else what the draft says. */
  textOf(place: TextPlace): string | undefined {
    return this.#conflicts.get(textKey(place))?.mine ?? textAt(this.#view.definition, place);
  }

  /** Sets a long text that was made from `base`; what others changed since is merged into it, or set against it. */
  setText(text: TextPlace & { readonly base: string; readonly text: string; readonly label: string }): ApplyOutcome {
    const open = this.#conflicts.get(textKey(text));
    if (open) {
      this.#conflicts.set(open.id, { ...open, mine: text.text });
      this.#show({});
      return { ok: true };
    }
    const { recordId, property, base, label } = text;
    const operation: EditOperation = { op: "update", id: recordId, set: { [property]: text.text }, unset: [] };
    return this.#make({ label, operations: [operation] }, [{ recordId, property, base }]);
  }

  /** Ends a conflict with the text that the person decided on; `against` is what they saw of the other's. */
  resolveText(id: string, text: string, against: string): ApplyOutcome {
    const open = this.#conflicts.get(id);
    if (!open) return { ok: true };
    this.#conflicts.delete(id);
    const { recordId, property, label } = open;
    const outcome = this.setText({ recordId, property, label, base: against, text });
    if (!outcome.ok) this.#conflicts.set(id, open);
    this.#show({});
    return outcome;
  }

  /** Lets what is here of a conflict go. */
  dropText(id: string): void {
    this.#conflicts.delete(id);
    this.#show({});
  }

  #make(command: Command, texts: MadeEdit["texts"]): ApplyOutcome {
    if (command.operations.length === 0) return { ok: true };
    const { definition } = this.#view;
    const refused = applyEdits(definition, command.operations);
    if (!refused.ok) return { ok: false, message: refused.refusal.message };
    const made: MadeEdit = {
      kind: "edit",
      batchId: this.#parts.makeBatchId(),
      label: command.label,
      operations: command.operations,
      seenRevision: this.#revision,
      texts,
    };
    const collisions = new Map<string, Collision>();
    const batch = placeEdit(made, definition, collisions);
    this.#collide([...collisions.values()]);
    if (!batch || batch.forward.length === 0) {
      this.#show({});
      return { ok: true };
    }
    this.#queue.add(batch);
    this.#show({ definition: batch.after, undoState: { undo: command.label, redo: null } });
    this.#sendNext();
    return { ok: true };
  }

  undo(): void {
    if (this.#view.undoState.undo !== null) this.#takeBack("undo");
  }

  redo(): void {
    if (this.#view.undoState.redo !== null) this.#takeBack("redo");
  }

  /** Moves things on a canvas. Positions are not part of the definition: no undo, no revision, no diff. */
  place(canvas: "models", positions: Layout): void {
    const layouts = { ...this.#view.layouts, [canvas]: { ...this.#view.layouts[canvas], ...positions } };
    this.#layoutWaiting[canvas] = { ...this.#layoutWaiting[canvas], ...positions };
    this.#show({ layouts });
    this.#cancelLayout();
    this.#cancelLayout = this.#parts.after(400, () => void this.#saveLayouts());
  }

  /** After a publish, a rollback or an import: what is live and staged, without losing what waits. */
  refreshLive(state: Pick<DraftState, "live" | "staged" | "layouts">): void {
    this.#show({ live: state.live, staged: state.staged });
    this.#moved(state.layouts);
  }

  close(): void {
    if (Object.keys(this.#layoutWaiting).length > 0) void this.#saveLayouts();
    this.#cancelCheck();
    this.#cancelRetry();
    this.#cancelLayout();
    this.#disconnect();
    this.#listeners.clear();
    this.#noticeListeners.clear();
  }

  #takeBack(kind: "undo" | "redo"): void {
    this.#queue.add({ kind, batchId: this.#parts.makeBatchId() });
    this.#show({});
    this.#sendNext();
  }

  /** Others' moves, node by node the last one; what was moved here and is not saved yet is newer. */
  #moved(told: DraftState["layouts"]): void {
    const layouts = { ...this.#view.layouts };
    for (const [canvas, positions] of Object.entries(told)) {
      layouts[canvas] = { ...layouts[canvas], ...positions, ...this.#layoutWaiting[canvas] };
    }
    this.#show({ layouts });
  }

  async #saveLayouts(): Promise<void> {
    const waiting = this.#layoutWaiting;
    this.#layoutWaiting = {};
    for (const [canvas, positions] of Object.entries(waiting)) {
      try {
        await this.#parts.transport.saveLayout(canvas as "models", positions);
      } catch {
        // Positions are a convenience: they go out with the next move, and losing them loses no drawing.
        this.#layoutWaiting[canvas] = { ...positions, ...this.#layoutWaiting[canvas] };
      }
    }
  }

  // ── the connection ─────────────────────────────────────────────────────────────────────────────────────────────

  #connected(): void {
    this.#joined = false;
    this.#sending = undefined;
    void this.#catchUp();
  }

  #disconnected(): void {
    this.#joined = false;
    this.#sending = undefined;
    this.#show({ connection: "offline" });
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    const answer = await this.#parts.transport.join(this.#revision);
    this.#catchingUp = false;
    if (answer.outcome !== "answered") {
      this.#retryLater(() => void this.#catchUp());
      return;
    }
    for (const edit of answer.result.edits) this.#early.set(edit.revision, edit);
    this.#joined = true;
    this.#retries = 0;
    this.#show({ connection: "online" });
    this.#advance();
    this.#sendNext();
  }

  #edited(edit: DraftEdit): void {
    if (edit.revision <= this.#revision || this.#early.has(edit.revision)) return;
    this.#early.set(edit.revision, edit);
    const isMine = edit.actor.id === this.#parts.me;
    const isFromHere = this.#queue.has(edit.batchId);
    // The same person in another window: what can be undone is theirs too.
    if (isMine && !isFromHere) this.#show({ undoState: { undo: edit.label, redo: null } });
    this.#advance();
    if (!isMine) this.#tell({ kind: "edited", edit });
  }

  // ── applying what the server has said, in order ────────────────────────────────────────────────────────────────

  #advance(): void {
    let isShown = true;
    for (let next = this.#early.get(this.#revision + 1); next; next = this.#early.get(this.#revision + 1)) {
      this.#early.delete(next.revision);
      const head = this.#queue.headMakes(this.#confirmed, next.batchId, next.operations);
      if (head) {
        // The usual case: the server did what is shown already, so nothing is drawn again.
        this.#confirmed = head.after;
      } else {
        const result = applyEdits(this.#confirmed, next.operations);
        // The server applied it to the same definition; a refusal here means that this browser has drifted.
        if (!result.ok) {
          void this.#reload();
          return;
        }
        this.#confirmed = result.definition;
        isShown = false;
      }
      this.#revision = next.revision;
      for (const place of longTextsOf(next.operations))
        this.#textAuthors.set(textKey(place), next.actor?.name ?? "somebody");
      if (next.batchId) this.#queue.remove(next.batchId);
    }
    for (const revision of this.#early.keys()) if (revision <= this.#revision) this.#early.delete(revision);
    if (isShown) this.#show({});
    else this.#rebase();
    if (this.#early.size > 0 && this.#joined) void this.#catchUp();
  }

  /** What is shown again: what is confirmed, plus what waits. */
  #rebase(): void {
    const { definition, collisions } = this.#queue.rebase(this.#confirmed);
    this.#collide(collisions);
    this.#show({ definition });
  }

  #collide(collisions: readonly Collision[]): void {
    for (const { recordId, property, base, mine, label } of collisions) {
      const id = textKey({ recordId, property });
      const open = this.#conflicts.get(id);
      const by = this.#textAuthors.get(id) ?? "somebody";
      this.#conflicts.set(id, open ? { ...open, mine } : { id, recordId, property, base, mine, label, by });
    }
  }

  async #reload(): Promise<void> {
    const answer = await this.#parts.transport.load();
    if (answer.outcome !== "answered") {
      this.#retryLater(() => void this.#reload());
      return;
    }
    const { state } = answer.result;
    // Edits that came while it was under way are newer than what it says.
    if (state.revision >= this.#revision) {
      this.#confirmed = state.definition;
      this.#revision = state.revision;
    }
    this.#show({ live: state.live, staged: state.staged, undoState: state.undoState });
    this.#rebase();
    this.#advance();
  }

  // ── sending, one batch at a time ───────────────────────────────────────────────────────────────────────────────

  #sendNext(): void {
    const next = this.#queue.head;
    // While an edit of others is missing, texts cannot be merged with it.
    if (!next || !this.#joined || this.#sending !== undefined || this.#early.size > 0) return;
    this.#sending = next.batchId;
    void this.#send(next);
  }

  async #send(batch: Pending): Promise<void> {
    const { transport } = this.#parts;
    const answer: EditAnswer =
      batch.kind === "edit"
        ? await transport.edit({
            batchId: batch.batchId,
            seenRevision: batch.seenRevision,
            mergedRevision: this.#revision,
            label: batch.label,
            operations: batch.operations as EditRequest["operations"],
          })
        : await transport[batch.kind](batch.batchId);
    // Since then the connection may have broken, and the batch gone out again: that answer counts.
    if (this.#sending !== batch.batchId) return;
    this.#sending = undefined;
    if (answer.outcome === "unanswered") {
      this.#retryLater(() => this.#sendNext());
      return;
    }
    this.#retries = 0;
    if (answer.outcome === "answered") this.#overtaken = 0;
    if (answer.outcome === "refused") this.#refused(batch, answer.problem);
    else this.#accepted(batch, answer.result);
    this.#sendNext();
  }

  #accepted(batch: Pending, result: EditResult | UndoResult): void {
    if (result.revision > this.#revision) this.#early.set(result.revision, { ...result, batchId: batch.batchId });
    else this.#queue.remove(batch.batchId);
    this.#advance();
    // Later edits of ours are not counted in what the server says now; ours is then the newer truth.
    if (!this.#queue.all.some((other) => other.kind === "edit")) this.#show({ undoState: result.undoState });
    if (batch.kind === "edit") {
      if (result.overtook.length > 0) this.#tell({ kind: "overtook", label: batch.label, overtook: result.overtook });
    } else if ("kept" in result) {
      this.#tell({ kind: batch.kind === "undo" ? "undone" : "redone", label: result.label, kept: result.kept });
    }
  }

  #refused(batch: Pending, problem: ProblemDetails): void {
    if (problem.code === "overtaken" && batch.kind === "edit" && this.#overtaken < MAX_OVERTAKEN) {
      // Somebody changed a text between our look and the server's: what they did comes, is merged, and this goes again.
      this.#overtaken += 1;
      this.#joined = false;
      void this.#catchUp();
      return;
    }
    this.#overtaken = 0;
    this.#queue.remove(batch.batchId);
    this.#rebase();
    const label = batch.kind === "edit" ? batch.label : batch.kind === "undo" ? "Undo" : "Redo";
    this.#tell({ kind: "refused", label, message: problem.detail });
    void this.#reload();
  }

  #retryLater(work: () => void): void {
    this.#cancelRetry();
    const delay = Math.min(500 * 2 ** this.#retries, 10_000);
    this.#retries += 1;
    this.#cancelRetry = this.#parts.after(delay, work);
  }

  // ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────────

  #show(change: Partial<DraftView>): void {
    const before = this.#view;
    const definition = change.definition ?? before.definition;
    const isRedrawn = definition !== before.definition;
    this.#view = {
      ...before,
      ...change,
      reader: isRedrawn ? readDefinition(definition) : before.reader,
      revision: this.#revision,
      waiting: this.#queue.all.length,
      textConflicts: this.#openConflicts(definition),
    };
    if (isRedrawn) this.#checkSoon();
    for (const listener of this.#listeners) listener();
  }

  /** The same list while nothing of it has changed, so that nothing is drawn again. */
  #openConflicts(definition: AppDefinition): readonly TextConflict[] {
    const before = this.#view.textConflicts;
    const now = [...this.#conflicts.values()].map((open, index): TextConflict => {
      const theirs = textAt(definition, open);
      const known = before[index];
      return known?.id === open.id && known.mine === open.mine && known.theirs === theirs ? known : { ...open, theirs };
    });
    return now.length === before.length && now.every((conflict, index) => conflict === before[index]) ? before : now;
  }

  /** Checks are off the key path: they run when the browser is idle, on the newest definition only. */
  #checkSoon(): void {
    this.#cancelCheck();
    this.#cancelCheck = this.#parts.whenIdle(() => this.#show({ problems: this.#parts.check(this.#view.definition) }));
  }

  #tell(notice: DraftNotice): void {
    for (const listener of this.#noticeListeners) listener(notice);
  }
}
