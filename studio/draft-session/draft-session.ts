import type { CanvasName } from "#contract/canvases";
import type { DraftState, Layout } from "#contract/http/drafts";
import type { AccountId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { TextPlace } from "#engine/edits/long-text";
import type { Problem } from "#engine/problem";
import type { ApplyOutcome, Command, DraftNotice, DraftView, Refusal } from "./draft-view.ts";
import { EditSender } from "./edit-sender.ts";
import type { DraftJournal } from "./journal.ts";
import { LayoutSaver } from "./layout-saver.ts";
import { OptimisticDraft } from "./optimistic-draft.ts";
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

/** How long edits wait for what this browser keeps: storage that does not answer must not hold them up. */
const ADOPT_MS = 3_000;

/**
 * The one owner of an app's definition in the browser. No React, no network, no clock of its
 * own: those come in, so that two sessions and a server fit into a unit test.
 *
 * Two definitions are held (`OptimisticDraft`): what the server has said, at a revision, and that plus the batches that wait
 * for an answer, which is what people see. A batch goes out (`EditSender`) one at a time under an id
 * of its own; when the connection breaks, the same batch with the same id goes out again, and the server answers it as
 * the first time. Whatever arrives, by broadcast, by answer or by catching up, is a numbered edit, and edits are applied
 * in the order of their numbers: so each is applied exactly once, and every browser ends with the same definition.
 *
 * What waits is also written to the browser's journal before it is said to be kept there, and taken up again by the
 * next session of the same person: an edit survives the tab that made it, and arrives once.
 */
export class DraftSession {
  readonly #parts: DraftSessionParts;
  readonly #copy: OptimisticDraft;
  readonly #line: EditSender;
  readonly #store: ViewStore;
  readonly #layouts: LayoutSaver;
  #isAdopting = false;
  /** What this browser keeps has not been read yet; what was made before goes first. */
  #awaitsJournal = true;
  #isClosed = false;
  readonly #cancelAdoptTimer: () => void;
  readonly #disconnect: () => void;

  constructor(parts: DraftSessionParts) {
    const { state, transport, journal, me, makeBatchId, now, after } = parts;
    this.#parts = parts;
    this.#copy = new OptimisticDraft({
      state,
      journal,
      me,
      makeBatchId,
      now,
      listener: {
        changed: () => this.#show({}),
        added: () => this.#line.sendNext(),
        drifted: () => void this.#line.reload(),
        tell: (notice) => this.#store.tell(notice),
      },
    });
    this.#line = new EditSender({
      transport,
      queue: this.#copy.queue,
      confirmed: this.#copy.confirmed,
      now,
      after,
      listener: {
        caughtUp: (edits) => {
          this.#copy.hear(edits);
          this.#show({ connection: "online" });
          this.#line.closeGap();
        },
        accepted: (batch, result) => {
          this.#copy.accepted(batch, result);
          this.#line.closeGap();
        },
        refused: (batch, problem) => this.#copy.refused(batch, problem),
        reloaded: (told) => {
          this.#copy.reloaded(told);
          this.#show({ live: told.live, staged: told.staged });
        },
      },
    });
    this.#store = new ViewStore({
      first: firstView(state),
      derive: () => this.#copy.derived(),
      check: parts.check,
      whenIdle: parts.whenIdle,
    });
    this.#layouts = new LayoutSaver({ save: transport.saveLayout, after });
    this.#disconnect = transport.connect({
      connected: () => {
        this.#line.connected();
        if (!this.#awaitsJournal) void this.#adopt();
      },
      disconnected: () => {
        this.#line.disconnected();
        this.#show({ connection: "offline" });
      },
      edited: (edit) => {
        if (!this.#copy.hear([edit])) return;
        this.#line.closeGap();
        if (edit.actor.id !== me) this.#store.tell({ kind: "edited", edit });
      },
      moved: (canvas, positions) => this.#moved({ [canvas]: positions }),
    });
    this.#cancelAdoptTimer = after(ADOPT_MS, () => this.#goOn());
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
    return this.#copy.apply(command);
  }

  /** Runs edits of an input that was opened at a revision: what others set since, their author has not seen. */
  asSeenAt(revision: number, work: () => void): void {
    this.#copy.asSeenAt(revision, work);
  }

  undo(): void {
    this.#copy.takeBack("undo", { isOffline: this.view.connection === "offline" });
  }

  redo(): void {
    this.#copy.takeBack("redo", { isOffline: this.view.connection === "offline" });
  }

  /** What an editor shows of a long text: what is here while it is in conflict, else what the draft says. */
  textOf(place: TextPlace): string | undefined {
    return this.#copy.textOf(place);
  }

  /** Sets a long text that was made from `base`; what others changed since is merged into it, or set against it. */
  setText(text: TextPlace & { readonly base: string; readonly text: string; readonly label: string }): ApplyOutcome {
    return this.#copy.setText(text);
  }

  /** Ends a conflict with the text that the person decided on; `against` is what they saw of the other's. */
  resolveText(id: string, text: string, against: string): ApplyOutcome {
    return this.#copy.resolveText(id, text, against);
  }

  /** Lets what is here of a conflict go. */
  dropText(id: string): void {
    this.#copy.kept.settle(id);
    this.#show({});
  }

  /** Lets a refused edit go. */
  dismiss(id: string): void {
    this.#copy.kept.dismiss(id);
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
    if (outcome.ok) this.dismiss(refusal.id);
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
  place(canvas: CanvasName, positions: Layout): void {
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

  /** Takes over what tabs that are gone have left: at the start, and when the connection is back. */
  async #adopt(): Promise<void> {
    if (this.#isAdopting) return;
    this.#isAdopting = true;
    const found = await this.#parts.journal.adopt();
    this.#isAdopting = false;
    if (this.#isClosed) return;
    const edits = this.#copy.adopt(found, { isFirst: this.#awaitsJournal });
    if (found.unreadable.length > 0) {
      const known = new Set(this.view.unreadable.map(({ key }) => key));
      const fresh = found.unreadable.filter(({ key }) => !known.has(key));
      this.#show({ unreadable: [...this.view.unreadable, ...fresh] });
    }
    if (edits > 0) this.#store.tell({ kind: "found", edits });
    this.#goOn();
  }

  #goOn(): void {
    this.#cancelAdoptTimer?.();
    this.#awaitsJournal = false;
    this.#line.open();
  }

  #show(change: Partial<DraftView>): void {
    this.#store.show({ ...change, definition: this.#copy.definition });
  }
}

const firstView = (state: DraftState): DraftView => ({
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
});
