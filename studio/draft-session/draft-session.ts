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
import { isEqualJson } from "#engine/definition/json";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import type { Problem } from "#engine/problem";
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

interface PendingEdit {
  readonly kind: "edit";
  readonly batchId: string;
  readonly label: string;
  readonly operations: readonly EditOperation[];
  readonly seenRevision: number;
  /** The definition that it was applied to here, what came of it, and the batch as it really happened. */
  readonly before: AppDefinition;
  readonly after: AppDefinition;
  readonly forward: readonly EditOperation[];
}

type Pending = PendingEdit | { readonly kind: "undo" | "redo"; readonly batchId: string };

type Numbered = Pick<DraftEdit, "revision" | "operations"> & { readonly batchId?: string | undefined };

export class DraftSession {
  readonly #parts: DraftSessionParts;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(notice: DraftNotice) => void>();
  /** Edits that came before the ones they follow. */
  readonly #early = new Map<number, Numbered>();
  #confirmed: AppDefinition;
  #revision: number;
  #pending: readonly Pending[] = [];
  #view: DraftView;
  #sending: string | undefined;
  #joined = false;
  #catchingUp = false;
  #retries = 0;
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
    };
    this.#disconnect = parts.transport.connect({
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      edited: (edit) => this.#edited(edit),
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
    if (command.operations.length === 0) return { ok: true };
    const result = applyEdits(this.#view.definition, command.operations);
    if (!result.ok) return { ok: false, message: result.refusal.message };
    if (result.forward.length === 0) return { ok: true };
    const batch: PendingEdit = {
      kind: "edit",
      batchId: this.#parts.makeBatchId(),
      label: command.label,
      operations: command.operations,
      seenRevision: this.#revision,
      before: this.#view.definition,
      after: result.definition,
      forward: result.forward,
    };
    this.#pending = [...this.#pending, batch];
    this.#show({ definition: result.definition, undoState: { undo: command.label, redo: null } });
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
  refreshLive(state: Pick<DraftState, "live" | "staged">): void {
    this.#show({ live: state.live, staged: state.staged });
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
    this.#pending = [...this.#pending, { kind, batchId: this.#parts.makeBatchId() }];
    this.#show({});
    this.#sendNext();
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
    const isFromHere = this.#pending.some((batch) => batch.batchId === edit.batchId);
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
      const [head] = this.#pending;
      if (head?.kind === "edit" && head.batchId === next.batchId && this.#isAsShown(head, next)) {
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
      const { batchId } = next;
      if (batchId) this.#pending = this.#pending.filter((batch) => batch.batchId !== batchId);
    }
    for (const revision of this.#early.keys()) if (revision <= this.#revision) this.#early.delete(revision);
    if (isShown) this.#show({});
    else this.#rebase();
    if (this.#early.size > 0 && this.#joined) void this.#catchUp();
  }

  #isAsShown(head: PendingEdit, confirmed: Numbered): boolean {
    return head.before === this.#confirmed && isEqualJson(head.forward, confirmed.operations);
  }

  /** `local` again: what is confirmed, plus what waits, without what no longer fits (the server will refuse it). */
  #rebase(): void {
    let definition = this.#confirmed;
    this.#pending = this.#pending.map((batch) => {
      if (batch.kind !== "edit") return batch;
      const before = definition;
      const result = applyEdits(before, batch.operations);
      if (!result.ok) return { ...batch, before, after: before, forward: [] };
      definition = result.definition;
      return { ...batch, before, after: result.definition, forward: result.forward };
    });
    this.#show({ definition });
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
    const next = this.#pending[0];
    if (!next || !this.#joined || this.#sending !== undefined) return;
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
    if (answer.outcome === "refused") this.#refused(batch, answer.problem);
    else this.#accepted(batch, answer.result);
    this.#sendNext();
  }

  #accepted(batch: Pending, result: EditResult | UndoResult): void {
    if (result.revision > this.#revision) this.#early.set(result.revision, { ...result, batchId: batch.batchId });
    else this.#pending = this.#pending.filter((other) => other.batchId !== batch.batchId);
    this.#advance();
    // Later edits of ours are not counted in what the server says now; ours is then the newer truth.
    if (!this.#pending.some((other) => other.kind === "edit")) this.#show({ undoState: result.undoState });
    if (batch.kind === "edit") {
      if (result.overtook.length > 0) this.#tell({ kind: "overtook", label: batch.label, overtook: result.overtook });
    } else if ("kept" in result) {
      this.#tell({ kind: batch.kind === "undo" ? "undone" : "redone", label: result.label, kept: result.kept });
    }
  }

  #refused(batch: Pending, problem: ProblemDetails): void {
    this.#pending = this.#pending.filter((other) => other.batchId !== batch.batchId);
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
      waiting: this.#pending.length,
    };
    if (isRedrawn) this.#checkSoon();
    for (const listener of this.#listeners) listener();
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
