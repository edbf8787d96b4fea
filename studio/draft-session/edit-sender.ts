import type { ProblemDetails } from "#contract/endpoint";
import type { DraftEdit, DraftState, EditRequest, EditResult, UndoResult } from "#contract/http/drafts";
import type { ConfirmedDraft } from "./confirmed-draft.ts";
import type { EditQueue, Pending } from "./edit-queue.ts";
import type { DraftTransport, EditAnswer } from "./transport.ts";

/** What the line tells the session. */
interface Listener {
  /** Everything up to now is known. */
  readonly caughtUp: (edits: readonly DraftEdit[]) => void;
  readonly accepted: (batch: Pending, result: EditResult | UndoResult) => void;
  readonly refused: (batch: Pending, problem: ProblemDetails) => void;
  readonly reloaded: (state: DraftState) => void;
}

/** More often than this in a row means that merging does not help: the edit is then refused like any other. */
const MAX_OVERTAKEN = 20;
/** An edit that waited longer than this tells the server when it was made. */
const LATE_MS = 2_000;

/**
 * The way to the server: catches up whenever the connection is there again, and sends what waits, one batch at a time.
 * What was not answered is asked again, later and later; the ids of batches make that harmless.
 */
export class EditSender {
  readonly #transport: DraftTransport;
  readonly #queue: EditQueue;
  readonly #confirmed: ConfirmedDraft;
  readonly #listener: Listener;
  readonly #now: () => number;
  readonly #after: (milliseconds: number, work: () => void) => () => void;
  #sending: string | undefined;
  #isJoined = false;
  #isCatchingUp = false;
  #isHeld = true;
  #isClosed = false;
  #retries = 0;
  /** How often the head was refused because a text had changed, although all that is known was merged into it. */
  #overwritten = 0;
  #cancelRetry: () => void = () => {};

  constructor(parts: {
    readonly transport: DraftTransport;
    readonly queue: EditQueue;
    readonly confirmed: ConfirmedDraft;
    readonly listener: Listener;
    readonly now: () => number;
    readonly after: (milliseconds: number, work: () => void) => () => void;
  }) {
    this.#transport = parts.transport;
    this.#queue = parts.queue;
    this.#confirmed = parts.confirmed;
    this.#listener = parts.listener;
    this.#now = parts.now;
    this.#after = parts.after;
  }

  connected(): void {
    this.#isJoined = false;
    this.#sending = undefined;
    void this.catchUp();
  }

  disconnected(): void {
    this.#isJoined = false;
    this.#sending = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
  }

  /** Nothing is sent before this: what an earlier visit left goes first. */
  open(): void {
    this.#isHeld = false;
    this.sendNext();
  }

  async catchUp(): Promise<void> {
    if (this.#isCatchingUp || this.#isClosed) return;
    this.#isCatchingUp = true;
    const answer = await this.#transport.join(this.#confirmed.revision);
    this.#isCatchingUp = false;
    if (this.#isClosed) return;
    if (answer.outcome !== "answered") {
      this.#retryLater(() => void this.catchUp());
      return;
    }
    this.#isJoined = true;
    this.#retries = 0;
    this.#listener.caughtUp(answer.result.edits);
    // The server no longer has the edits in between: the history of a draft is bounded.
    if (this.#confirmed.hasGap) await this.reload();
    this.sendNext();
  }

  /** An edit is missing: nobody sends it again unasked. */
  closeGap(): void {
    if (this.#confirmed.hasGap && this.#isJoined) void this.catchUp();
  }

  /** The draft whole, because what is here can no longer be trusted. */
  async reload(): Promise<void> {
    const answer = await this.#transport.load();
    if (this.#isClosed) return;
    if (answer.outcome === "answered") this.#listener.reloaded(answer.result.state);
    else this.#retryLater(() => void this.reload());
  }

  sendNext(): void {
    const next = this.#queue.head;
    if (!next || !this.#isJoined || this.#sending !== undefined || this.#isHeld) return;
    // While an edit of others is missing, texts cannot be merged with it.
    if (this.#confirmed.hasGap) return;
    this.#sending = next.batchId;
    this.#queue.markSent(next.batchId);
    void this.#send(next);
  }

  async #send(batch: Pending): Promise<void> {
    const answer = await this.#ask(batch);
    // Since then the connection may have broken, and the batch gone out again: that answer counts.
    if (this.#isClosed || this.#sending !== batch.batchId) return;
    this.#sending = undefined;
    if (answer.outcome === "unanswered") {
      this.#retryLater(() => this.sendNext());
      return;
    }
    this.#retries = 0;
    if (answer.outcome === "answered") {
      this.#overwritten = 0;
      this.#listener.accepted(batch, answer.result);
    } else if (this.#isOverwritten(batch, answer.problem)) {
      // Somebody changed a text between our look and the server's: what they did comes, is merged, and this goes again.
      this.#overwritten += 1;
      this.#isJoined = false;
      void this.catchUp();
      return;
    } else {
      this.#overwritten = 0;
      this.#listener.refused(batch, answer.problem);
    }
    this.sendNext();
  }

  #isOverwritten(batch: Pending, { code }: ProblemDetails): boolean {
    return code === "overwritten" && batch.kind === "edit" && this.#overwritten < MAX_OVERTAKEN;
  }

  #ask(batch: Pending): Promise<EditAnswer> {
    const { batchId } = batch;
    if (batch.kind !== "edit")
      return this.#transport[batch.kind]({ batchId, ...(batch.target === undefined ? {} : { target: batch.target }) });
    const isLate = this.#now() - batch.madeAt > LATE_MS;
    return this.#transport.edit({
      batchId,
      seenRevision: batch.seenRevision,
      mergedRevision: this.#confirmed.revision,
      ...(isLate ? { madeAt: new Date(batch.madeAt).toISOString() } : {}),
      label: batch.label,
      operations: batch.operations as EditRequest["operations"],
    });
  }

  #retryLater(work: () => void): void {
    this.#cancelRetry();
    const delay = Math.min(500 * 2 ** this.#retries, 10_000);
    this.#retries += 1;
    this.#cancelRetry = this.#after(delay, work);
  }
}
