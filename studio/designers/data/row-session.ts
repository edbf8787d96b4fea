import type { DataRow, RowKey } from "#contract/http/data";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import { shortKey } from "../../values/short-key.ts";
import type { CellIssue, GridRow, RowPorts, RowSessionState, RowValues, WriteRefusal } from "./grid-row.ts";

/**
 * The live rows that the grid shows, and everything written to them. It owns what React must not: pages, optimistic
 * values, the queue of writes per row (each names the version that the one before gave back), values that were refused,
 * conflicts, and undo. Framework-free: it is driven by calls and read through `state` and `subscribe`.
 *
 *   const session = openRowSession({ ports, columns });
 *   session.write(row.key, { price: "12.00" });   // shown at once; taken back with a sentence if refused
 */
interface UndoEntry {
  readonly label: string;
  readonly changes: readonly { readonly key: string; readonly from: RowValues; readonly to: RowValues }[];
  /** Rows that the step added. */
  readonly added: readonly string[];
}

interface Step {
  readonly key: string;
  readonly values: RowValues;
  readonly before: RowValues;
}

export type RowSession = ReturnType<typeof openRowSession>;

export function openRowSession(input: {
  readonly ports: RowPorts;
  /** Hears what went wrong with a write that was still under way when the rows were left. */
  readonly tellLate?: (message: string) => void;
}) {
  const { ports } = input;
  const listeners = new Set<() => void>();
  const abort = new AbortController();
  const queues = new Map<string, Promise<void>>();
  const undoStack: UndoEntry[] = [];
  let cursor: string | undefined;
  let sequence = 0;
  let isClosed = false;
  /** New rows that could not be sent. */
  const waitingRows = new Set<string>();
  let state: RowSessionState = {
    rows: [],
    loading: false,
    hasMore: true,
    failure: undefined,
    undoLabel: undefined,
    notice: undefined,
    waiting: 0,
    saving: 0,
  };

  const set = (change: Partial<RowSessionState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const countWaiting = (): void => {
    const cells = state.rows.flatMap((row) => Object.values(row.issues).filter(({ kind }) => kind === "waiting"));
    const waiting = cells.length + waitingRows.size;
    if (waiting !== state.waiting) set({ waiting });
  };
  const find = (key: string): GridRow | undefined => state.rows.find((row) => row.key === key);
  const patch = (key: string, change: (row: GridRow) => GridRow): void =>
    set({ rows: state.rows.map((row) => (row.key === key ? change(row) : row)) });
  const tell = (message: string): void => {
    if (isClosed) input.tellLate?.(message);
    else set({ notice: { id: ++sequence, message } });
  };
  const remember = (entry: UndoEntry): void => {
    undoStack.push(entry);
    if (undoStack.length > 100) undoStack.shift();
    set({ undoLabel: entry.label });
  };

  const gridRow = (row: DataRow): GridRow => ({
    key: String(row.id),
    id: row.id,
    version: row.version,
    values: row.values,
    titles: row.titles,
    issues: {},
    saving: false,
  });

  async function loadMore(): Promise<void> {
    if (state.loading || !state.hasMore || abort.signal.aborted) return;
    set({ loading: true, failure: undefined });
    try {
      const page = await ports.list(cursor, abort.signal);
      const known = new Set(state.rows.map((row) => row.id));
      cursor = page.next ?? undefined;
      // A row that moved while paging must not show twice.
      const fresh = page.rows.filter((row) => !known.has(row.id)).map(gridRow);
      set({ rows: [...state.rows, ...fresh], loading: false, hasMore: page.next !== null });
    } catch (error) {
      if (abort.signal.aborted) return;
      set({ loading: false, failure: ports.explain(error).message });
    }
  }

  /** Runs the writes of one row one after another, so that each knows the version that the one before made. */
  function inTurn(key: string, write: () => Promise<void>): Promise<void> {
    set({ saving: state.saving + 1 });
    const turn = (queues.get(key) ?? Promise.resolve()).then(write).finally(() => {
      set({ saving: state.saving - 1 });
      if (queues.get(key) === turn) queues.delete(key);
    });
    queues.set(key, turn);
    return turn;
  }

  const withoutIssues = (row: GridRow, names: readonly string[]): GridRow["issues"] =>
    Object.fromEntries(Object.entries(row.issues).filter(([name]) => !names.includes(name)));

  /** Shows new values at once. Returns what was there before. */
  function show(key: string, values: RowValues, titles: Readonly<Record<string, string | null>>): RowValues {
    const row = find(key);
    if (!row) return {};
    const names = Object.keys(values);
    const before = Object.fromEntries(names.map((name) => [name, row.values[name] ?? null]));
    patch(key, (current) => ({
      ...current,
      values: { ...current.values, ...values },
      titles: { ...current.titles, ...titles },
      issues: withoutIssues(current, names),
      saving: current.id !== undefined,
    }));
    return before;
  }

  async function send(key: string, values: RowValues, before: RowValues): Promise<boolean> {
    let written = false;
    await inTurn(key, async () => {
      const row = find(key);
      if (!row || row.id === undefined) return;
      try {
        accept(key, await ports.update({ id: row.id, version: row.version }, values), values);
        written = true;
      } catch (error) {
        const refusal = ports.explain(error);
        if (refusal.isConflict) await showConflict(key, row.id, values, before);
        else refuse(key, values, before, refusal);
      }
    });
    countWaiting();
    return written;
  }

  /** One step of undo. What is refused is no part of it: there is nothing to take back. */
  async function sendAll(steps: readonly Step[], label: string): Promise<void> {
    const stored = steps.filter((step) => find(step.key)?.id !== undefined);
    if (stored.length === 0) return;
    const entry: UndoEntry = {
      label,
      added: [],
      changes: stored.map(({ key, before, values }) => ({ key, from: before, to: values })),
    };
    remember(entry);
    const written = await Promise.all(stored.map((step) => send(step.key, step.values, step.before)));
    const index = undoStack.indexOf(entry);
    if (index < 0 || written.every(Boolean)) return;
    const changes = entry.changes.filter((_, at) => written[at]);
    undoStack.splice(index, 1, ...(changes.length > 0 ? [{ ...entry, changes }] : []));
    set({ undoLabel: undoStack.at(-1)?.label });
  }

  /** The server's row is the truth, except where somebody typed on in the meantime. */
  function accept(key: string, saved: DataRow, sent: RowValues): void {
    patch(key, (row) => {
      const typedSince = Object.keys(row.values).filter(
        (name) => name in sent && !isEqualJson(row.values[name], sent[name]),
      );
      const kept = Object.fromEntries(typedSince.map((name) => [name, row.values[name] as JsonValue]));
      return {
        ...row,
        id: saved.id,
        version: saved.version,
        values: { ...row.values, ...saved.values, ...kept },
        titles: { ...row.titles, ...saved.titles },
        saving: typedSince.length > 0,
      };
    });
  }

  /** The value stays in its cell, red, with the sentence; the row holds what is really stored. */
  function refuse(key: string, values: RowValues, before: RowValues, refusal: WriteRefusal): void {
    if (isClosed) tell(`Row ${key} keeps what it had. ${Object.values(refusal.fields)[0] ?? refusal.message}`);
    patch(key, (row) => {
      const issues: Record<string, CellIssue> = { ...row.issues };
      for (const [name, value] of Object.entries(values)) {
        const message =
          refusal.fields[name] ?? (Object.keys(refusal.fields).length === 0 ? refusal.message : undefined);
        if (message !== undefined) issues[name] = { kind: refusal.isAway ? "waiting" : "refused", value, message };
      }
      return { ...row, values: { ...row.values, ...before }, issues, saving: false };
    });
    countWaiting();
  }

  async function showConflict(key: string, id: RowKey, values: RowValues, before: RowValues): Promise<void> {
    const theirs = await ports.read(id).catch(() => undefined);
    if (!theirs) {
      set({ rows: state.rows.filter((row) => row.key !== key) });
      tell(`Row ${id} was deleted by somebody else. Your change was not saved.`);
      return;
    }
    patch(key, (row) => {
      const issues: Record<string, CellIssue> = { ...row.issues };
      const untouched: Record<string, JsonValue> = {};
      for (const [name, yours] of Object.entries(values)) {
        const now = theirs.values[name] ?? null;
        if (isEqualJson(now, before[name] ?? null)) untouched[name] = yours;
        else if (!isEqualJson(now, yours)) {
          issues[name] = {
            kind: "conflict",
            yours,
            theirs: now,
            message: "Somebody else changed this value while you did.",
          };
        }
      }
      const next = {
        ...row,
        version: theirs.version,
        values: { ...theirs.values, ...untouched },
        titles: theirs.titles,
        issues,
        saving: false,
      };
      // Values that nobody else touched are written again on the newer version.
      if (Object.keys(untouched).length > 0) void send(key, untouched, before);
      return next;
    });
  }

  async function create(key: string): Promise<void> {
    await inTurn(key, async () => {
      const row = find(key);
      if (!row || row.id !== undefined) return;
      patch(key, (current) => ({ ...current, saving: true }));
      const sent = row.values;
      try {
        accept(key, await ports.create(sent), sent);
        waitingRows.delete(key);
        remember({ label: "Add row", changes: [], added: [key] });
        const later = find(key);
        const changed = later
          ? Object.entries(later.values).filter(([name, value]) => name in sent && !isEqualJson(value, sent[name]))
          : [];
        if (changed.length > 0) void send(key, Object.fromEntries(changed), sent);
      } catch (error) {
        const refusal = ports.explain(error);
        const wasWaiting = waitingRows.delete(key);
        if (refusal.isAway && !isClosed) waitingRows.add(key);
        patch(key, (current) => {
          const issues: Record<string, CellIssue> = { ...current.issues };
          for (const [name, message] of Object.entries(refusal.fields)) {
            issues[name] = { kind: "refused", value: current.values[name] ?? null, message };
          }
          return { ...current, issues, saving: false };
        });
        const [first = refusal.message] = Object.values(refusal.fields);
        // It is tried again by itself, and told once.
        if (!(wasWaiting && refusal.isAway))
          tell(isClosed ? `The new row was not saved. ${first}` : `The new row is not saved yet. ${first}`);
      }
    });
    countWaiting();
  }

  /** Sends what waits once more. A write whose answer was lost comes back as a conflict of equal values, which is none. */
  async function sendWaiting(): Promise<void> {
    const cells = state.rows.flatMap((row) => {
      const entries = Object.entries(row.issues).flatMap(([name, issue]) =>
        issue.kind === "waiting" ? [[name, issue.value] as const] : [],
      );
      return entries.length > 0 && row.id !== undefined && !row.saving
        ? [{ row, values: Object.fromEntries(entries) }]
        : [];
    });
    const steps = cells.map(({ row: { key }, values }): Step => ({ key, values, before: show(key, values, {}) }));
    await Promise.all([sendAll(steps, "Edit"), ...[...waitingRows].map((key) => create(key))]);
    countWaiting();
  }

  return {
    state: (): RowSessionState => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    loadMore,

    /** Changes cells of one or several rows as one step of undo. New rows only remember them until they are saved. */
    write(
      changes: readonly {
        readonly key: string;
        readonly values: RowValues;
        readonly titles?: Readonly<Record<string, string | null>>;
      }[],
      label: string,
    ): Promise<void> {
      const steps = changes
        .filter((change) => Object.keys(change.values).length > 0)
        .map((change) => ({ ...change, before: show(change.key, change.values, change.titles ?? {}) }));
      return sendAll(steps, label);
    },

    sendWaiting,

    /** Text that the field's type cannot read stays in the cell, red; nothing is sent. */
    keepUnreadable(key: string, name: string, text: string, message: string): void {
      patch(key, (row) => ({ ...row, issues: { ...row.issues, [name]: { kind: "unreadable", text, message } } }));
    },

    /** Puts the stored value back in a red cell. */
    dropIssue(key: string, name: string): void {
      patch(key, (row) => ({ ...row, issues: withoutIssues(row, [name]) }));
      countWaiting();
    },

    /** "Write mine over it": the newer version is known by now. */
    overwrite(key: string, name: string): Promise<void> {
      const row = find(key);
      const issue = row?.issues[name];
      if (issue?.kind !== "conflict") return Promise.resolve();
      const values = { [name]: issue.yours };
      return sendAll([{ key, values, before: show(key, values, {}) }], "Write over");
    },

    /** A row that exists here alone until `saveNew`: at the top, where it is seen, or after the last one. Returns its key. */
    addNew(values: RowValues = {}, at: "start" | "end" = "start"): string {
      const key = `new-${++sequence}`;
      const row: GridRow = { key, id: undefined, version: 0, values, titles: {}, issues: {}, saving: false };
      set({ rows: at === "start" ? [row, ...state.rows] : [...state.rows, row] });
      return key;
    },
    saveNew: create,
    dropNew(key: string): void {
      waitingRows.delete(key);
      countWaiting();
      if (find(key)?.id === undefined) set({ rows: state.rows.filter((row) => row.key !== key) });
    },

    /** Deletes at once; rows that the database protects come back with the reason. */
    async remove(keys: readonly string[]): Promise<void> {
      const failures: string[] = [];
      await Promise.all(
        keys.map((key) =>
          inTurn(key, async () => {
            const row = find(key);
            if (!row) return;
            const index = state.rows.indexOf(row);
            set({ rows: state.rows.filter((other) => other.key !== key) });
            if (row.id === undefined) return;
            try {
              await ports.remove({ id: row.id, version: row.version });
            } catch (error) {
              const refusal = ports.explain(error);
              const current = refusal.isConflict ? await ports.read(row.id).catch(() => undefined) : undefined;
              const rows = [...state.rows];
              rows.splice(Math.min(index, rows.length), 0, current ? gridRow(current) : { ...row, saving: false });
              set({ rows });
              failures.push(
                refusal.isConflict
                  ? `Row ${shortKey(row.id)} was changed by somebody else and was not deleted. Look at it and delete it again.`
                  : refusal.message,
              );
            }
          }),
        ),
      );
      if (failures.length > 0) {
        tell(
          failures.length === 1 ? (failures[0] as string) : `${failures.length} rows were not deleted. ${failures[0]}`,
        );
      }
    },

    /** Takes back the last step with new writes, where nobody changed the values since. */
    async undo(): Promise<void> {
      const entry = undoStack.pop();
      set({ undoLabel: undoStack.at(-1)?.label });
      if (!entry) return;
      for (const key of entry.added) {
        const row = find(key);
        if (!row || row.id === undefined) continue;
        await this.remove([key]);
      }
      let kept = 0;
      await Promise.all(
        entry.changes.map(async (change) => {
          await (queues.get(change.key) ?? Promise.resolve());
          const row = find(change.key);
          if (!row) {
            kept++;
            return;
          }
          const names = Object.keys(change.to).filter((name) => isEqualJson(row.values[name] ?? null, change.to[name]));
          kept += Object.keys(change.to).length - names.length;
          if (names.length === 0) return;
          const values = Object.fromEntries(names.map((name) => [name, change.from[name] ?? null]));
          const before = show(change.key, values, {});
          await send(change.key, values, before);
        }),
      );
      if (kept > 0)
        tell(
          `${entry.label} was not taken back everywhere: ${kept} ${kept === 1 ? "value has" : "values have"} changed since.`,
        );
    },

    /** New rows are saved as when one moves on to another row; what is under way goes on, what waits is sent once more. */
    close(): void {
      if (state.waiting > 0) void sendWaiting();
      for (const row of state.rows)
        if (
          row.id === undefined &&
          !waitingRows.has(row.key) &&
          Object.values(row.values).some((value) => value !== null)
        )
          void create(row.key);
      isClosed = true;
      abort.abort();
      listeners.clear();
    },
  };
}
