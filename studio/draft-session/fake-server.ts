import type { DraftEdit, DraftState, EditResult, Overwritten, UndoResult } from "#contract/http/drafts";
import type { AccountId, AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf, textKey } from "#engine/edits/long-text";
import { planUndo } from "#engine/edits/undo";
import { undoStacks } from "#engine/edits/undo-stacks";
import { DraftSession } from "./draft-session.ts";
import { type DraftJournal, itemId, type JournalItem, noJournal, type StorageFailure } from "./journal.ts";
import type { DraftTransport, EditAnswer } from "./transport.ts";

const draftId = "019f0000-0000-7000-8000-000000000001" as DraftId;
const appId = "019f0000-0000-7000-8000-000000000002" as AppId;

type Line = "up" | "down" | "loses answers";

interface Client {
  readonly transport: DraftTransport;
  readonly session: DraftSession;
  /** Cuts the connection, or lets requests through whose answers never arrive. */
  line(to: Line): void;
}

/** A server of one draft, for tests of the session: orders batches, remembers them by id, broadcasts, undoes. */
export class FakeServer {
  definition: AppDefinition;
  readonly log: (DraftEdit & { readonly inverse: readonly EditOperation[] })[] = [];
  /** How often each batch came in, whatever became of it. */
  readonly received: string[] = [];
  /** How many edits at the beginning are no longer kept. */
  forgotten = 0;
  /** When set, the next edit is refused with this sentence. */
  refuseNext: string | undefined;
  /** When set, the next edit replaced these, as the server finds when its author had not seen them. */
  overtakesNext: readonly Overwritten[] = [];
  /** Everybody's clock. Tests that join typing by time move it. */
  now = 1_800_000_000_000;
  readonly #clients = new Set<{ send(edit: DraftEdit): void }>();

  constructor(definition: AppDefinition) {
    this.definition = definition;
  }

  get revision(): number {
    return this.log.length;
  }

  state(): DraftState {
    return {
      draftId,
      appId,
      revision: this.revision,
      definition: this.definition as DraftState["definition"],
      layouts: {},
      undoState: { undo: null, redo: null },
      staged: [],
    };
  }

  /** A window of somebody; with a browser, what waits is kept there. */
  connect(name: string, window = name, browser?: FakeBrowser): Client {
    let line: Line = "up";
    let batch = 0;
    const me = name as AccountId;
    type Listener = Parameters<DraftTransport["connect"]>[0];
    let listener: Listener | undefined;
    const answer = async <Result>(work: () => Result): Promise<Result | { outcome: "unanswered" }> => {
      await Promise.resolve();
      if (line === "down") return { outcome: "unanswered" };
      const result = work();
      await Promise.resolve();
      // A connection that breaks meanwhile takes the answer with it.
      return (line as Line) === "up" ? result : { outcome: "unanswered" };
    };
    const room = {
      send: (edit: DraftEdit) => {
        if (line === "up") listener?.edited(edit);
      },
    };
    const transport: DraftTransport = {
      connect: (given) => {
        listener = given;
        this.#clients.add(room);
        queueMicrotask(() => line === "up" && given.connected());
        return () => this.#clients.delete(room);
      },
      join: (after) =>
        answer(
          () => ({ outcome: "answered", result: { edits: this.log.slice(Math.max(after, this.forgotten)) } }) as const,
        ),
      load: () => answer(() => ({ outcome: "answered", result: { state: this.state() } }) as const),
      edit: (request) =>
        answer(() => this.#edit({ ...request, me, operations: request.operations as readonly EditOperation[] })),
      undo: (request) => answer(() => this.#takeBack("undo", me, request)),
      redo: (request) => answer(() => this.#takeBack("redo", me, request)),
      saveLayout: async () => {},
    };
    const session = new DraftSession({
      state: this.state(),
      transport,
      journal: browser?.openTab(window, name) ?? noJournal,
      now: () => this.now,
      me,
      makeBatchId: () => `${window}-batch-${++batch}`,
      check: () => [],
      whenIdle: () => () => {},
      after: (_milliseconds, work) => {
        const timer = setTimeout(work, 0);
        return () => clearTimeout(timer);
      },
    });
    return {
      transport,
      session,
      line: (to) => {
        const was = line;
        line = to;
        if (was !== "down" && to === "down") listener?.disconnected();
        if (was !== "up" && to === "up") {
          if (was === "loses answers") listener?.disconnected();
          listener?.connected();
        }
      },
    };
  }

  #edit(request: {
    readonly batchId: string;
    readonly me: AccountId;
    readonly label: string;
    readonly operations: readonly EditOperation[];
    readonly undoes?: number;
    readonly mergedRevision?: number | undefined;
  }): EditAnswer {
    this.received.push(request.batchId);
    const known = this.log.find((edit) => edit.batchId === request.batchId);
    if (known) return { outcome: "answered", result: this.#result(known) };
    if (this.refuseNext !== undefined) {
      const detail = this.refuseNext;
      this.refuseNext = undefined;
      const problem = { type: "about:blank", title: "Refused", status: 422, detail, instance: "", code: "refused" };
      return { outcome: "refused", problem };
    }
    const overwritten = this.#overwritten(request);
    if (overwritten) return overwritten;
    const applied = applyEdits(this.definition, request.operations);
    if (!applied.ok) {
      const problem = {
        type: "about:blank",
        title: "Refused",
        status: 409,
        detail: applied.refusal.message,
        instance: "",
        code: applied.refusal.code,
      };
      return { outcome: "refused", problem };
    }
    this.definition = applied.definition;
    const edit = {
      draftId,
      revision: this.revision + 1,
      batchId: request.batchId,
      actor: { id: request.me, name: request.me },
      label: request.label,
      operations: applied.forward as DraftEdit["operations"],
      ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
      overtook: [...this.overtakesNext],
      at: "2026-11-22T12:00:00Z",
      inverse: applied.inverse,
    };
    this.overtakesNext = [];
    this.log.push(edit);
    for (const client of this.#clients) client.send(edit);
    return { outcome: "answered", result: this.#result(edit) };
  }

  /** As the server does it: a long text that was set after the batch was merged is refused. */
  #overwritten(request: {
    readonly operations: readonly EditOperation[];
    readonly mergedRevision?: number | undefined;
  }): EditAnswer | undefined {
    const { mergedRevision } = request;
    if (mergedRevision === undefined) return undefined;
    const since = new Set(
      this.log.slice(mergedRevision).flatMap((edit) => longTextsOf(edit.operations as EditOperation[]).map(textKey)),
    );
    if (!longTextsOf(request.operations).some((place) => since.has(textKey(place)))) return undefined;
    const problem = {
      type: "about:blank",
      title: "Overwritten",
      status: 409,
      detail: "",
      instance: "",
      code: "overwritten",
    };
    return { outcome: "refused", problem };
  }

  #takeBack(
    which: "undo" | "redo",
    me: AccountId,
    { batchId, target }: { readonly batchId: string; readonly target?: string },
  ): EditAnswer {
    const known = this.log.find((edit) => edit.batchId === batchId);
    if (known) return { outcome: "answered", result: { ...this.#result(known), label: known.label, kept: [] } };
    const own = this.log.filter((edit) => edit.actor.id === me);
    const stacks = undoStacks(
      own.map((edit) => ({
        revision: edit.revision,
        label: edit.label,
        undoes: edit.undoes,
        at: edit.revision * 1e6,
        text: undefined,
      })),
    );
    const revisionOf = (id: string) => own.find((edit) => edit.batchId === id)?.revision ?? -1;
    const step = stacks[which].findLast((one) => target === undefined || one.revisions.includes(revisionOf(target)));
    const last = own.find((edit) => edit.revision === step?.revisions.at(-1));
    if (!last || !step) return refusedWith(`There is nothing to ${which}.`, "conflict");
    const { operations } = planUndo({
      definition: this.definition,
      forward: last.operations as readonly EditOperation[],
      inverse: last.inverse,
    });
    const answer = this.#edit({ batchId, me, label: step.label, operations, undoes: last.revision });
    if (answer.outcome !== "answered") return answer;
    const result: UndoResult = { ...answer.result, label: step.label, kept: [] };
    return { outcome: "answered", result };
  }

  #result(edit: DraftEdit): EditResult {
    return {
      revision: edit.revision,
      operations: edit.operations,
      overtook: edit.overtook,
      undoState: this.#undoState(edit.actor.id),
    };
  }

  #undoState(me: AccountId): EditResult["undoState"] {
    const own = this.log.filter((edit) => edit.actor.id === me);
    const { undo, redo } = undoStacks(
      own.map(({ revision, label, undoes }) => ({ revision, label, undoes, at: revision * 1e6, text: undefined })),
    );
    return { undo: undo.at(-1)?.label ?? null, redo: redo.at(-1)?.label ?? null };
  }
}

const refusedWith = (detail: string, code: string): EditAnswer => ({
  outcome: "refused",
  problem: { type: "about:blank", title: "Refused", status: 409, detail, instance: "", code },
});

/** A browser's storage, for tests of the journal: tabs come and go, accounts are kept apart. */
export class FakeBrowser {
  readonly #kept = new Map<string, { tab: string; readonly owner: string; readonly item: JournalItem }>();
  readonly #open = new Set<string>();
  failure: StorageFailure | undefined;

  get items(): readonly JournalItem[] {
    return [...this.#kept.values()].map(({ item }) => item);
  }

  /** The tab is gone without a word. */
  kill(tab: string): void {
    this.#open.delete(tab);
  }

  openTab(tab: string, owner: string): DraftJournal {
    this.#open.add(tab);
    const isHere = () => this.#open.has(tab);
    return {
      adopt: async () => {
        await Promise.resolve();
        const found = [...this.#kept.values()].filter((kept) => kept.owner === owner && !this.#open.has(kept.tab));
        for (const kept of found) kept.tab = tab;
        return { items: found.map(({ item }) => item), unreadable: [] };
      },
      put: async (item) => {
        await Promise.resolve();
        if (this.failure) return this.failure;
        if (isHere()) this.#kept.set(`${owner} ${itemId(item)}`, { tab, owner, item });
        return "stored";
      },
      remove: async (id) => {
        await Promise.resolve();
        if (isHere()) this.#kept.delete(`${owner} ${id}`);
      },
      discard: async () => {},
      close: () => this.kill(tab),
    };
  }
}

/** Lets every promise and timer of the sessions run out. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) await new Promise((resolve) => setTimeout(resolve, 0));
}
