import type { RowKey } from "#contract/http/data";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import type { GridRow, LineDraft, RowPorts, RowSessionState, RowValues } from "./grid-row.ts";
import { hasUnsavedLines } from "./line-drafts.ts";
import { linkDifference, withDifference } from "./link-difference.ts";
import { moved, placementOfStep, type RowPlacement, renumbered, type ShownPlaces } from "./row-places.ts";
import { RowStore, storedRow, withoutIssues } from "./row-store.ts";
import { type DeletedPlace, type MovedBack, RowUndo, type UndoEntry } from "./row-undo.ts";
import { RowWrites, type WriteOptions } from "./row-writes.ts";

type Titles = Readonly<Record<string, string | null>>;
type StepChange = UndoEntry["changes"][number];

/**
 * The live rows that the grid shows, and every write to them. It owns what React must not: the pages that were loaded,
 * values that are shown before they are saved, the queue of writes of each row, refused values, conflicts and undo. It
 * uses no framework: it is driven by calls and read through `state` and `subscribe`.
 *
 *   const session = new RowSession({ ports });
 *   session.write([{ key: row.key, values: { price: "12.00" } }], "Edit price");   // shown at once, then sent
 */
export class RowSession {
  readonly #ports: RowPorts;
  readonly #store: RowStore;
  readonly #undo: RowUndo;
  readonly #writes: RowWrites;
  readonly #abort = new AbortController();
  #cursor: string | undefined;
  #lastStep: Promise<void> = Promise.resolve();
  readonly #stopListening: () => void;
  readonly state: () => RowSessionState;
  readonly subscribe: (listener: () => void) => () => void;

  /** `undo`: the steps that other sheets of the model have left. */
  constructor(input: {
    readonly ports: RowPorts;
    readonly notifyLate?: (message: string) => void;
    readonly undo?: RowUndo;
  }) {
    this.#ports = input.ports;
    this.#store = new RowStore(input.notifyLate);
    this.#undo = input.undo ?? new RowUndo();
    const showLabel = () => this.#store.set({ undoLabel: this.#undo.label, redoLabel: this.#undo.redoLabel });
    this.#stopListening = this.#undo.subscribe(showLabel);
    showLabel();
    this.#writes = new RowWrites({ ports: input.ports, store: this.#store, undo: this.#undo });
    this.state = this.#store.state;
    this.subscribe = this.#store.subscribe;
  }

  async loadMore(): Promise<void> {
    const { loading, hasMore } = this.state();
    if (loading || !hasMore || this.#abort.signal.aborted) return;
    this.#store.set({ loading: true, failure: undefined });
    try {
      const page = await this.#ports.list(this.#cursor, this.#abort.signal);
      const { rows } = this.state();
      const known = new Set(rows.map((row) => row.id));
      this.#cursor = page.next ?? undefined;
      // A row that moved between two pages must not be shown twice.
      const fresh = page.rows.filter((row) => !known.has(row.id)).map(storedRow);
      this.#store.set({ rows: [...rows, ...fresh], loading: false, hasMore: page.next !== null });
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#store.set({ loading: false, failure: this.#ports.explain(error).message });
    }
  }

  /** Reads the rows again from the first, after writes that did not go through this session. */
  async reload(): Promise<void> {
    const isUnsaved = (row: GridRow) =>
      row.id === undefined || Object.keys(row.issues).length > 0 || hasUnsavedLines(row.lines);
    this.#cursor = undefined;
    this.#store.set({ rows: this.state().rows.filter(isUnsaved), hasMore: true, failure: undefined });
    await this.loadMore();
  }

  /**
   * Changes cells of one or several rows as one step of undo. New rows keep their values until they are saved; those
   * whose keys are in `added` are saved as part of the step. A `signal` stops the writing of many rows.
   */
  write(
    changes: readonly { readonly key: string; readonly values: RowValues; readonly titles?: Titles }[],
    label: string,
    options: WriteOptions = {},
  ): Promise<void> {
    const shown = changes
      .filter((change) => Object.keys(change.values).length > 0)
      .map(({ key, values, titles = {} }) => ({ key, values, before: this.#store.show(key, values, titles) }));
    return this.#writes.sendAll(shown, label, options);
  }

  sendWaiting(): Promise<void> {
    return this.#writes.sendWaiting();
  }

  /** Text that the field's type cannot read stays in the cell, red; nothing is sent. */
  keepUnreadable(cell: { readonly key: string; readonly name: string }, text: string, message: string): void {
    this.#store.patch(cell.key, (row) => ({
      ...row,
      issues: { ...row.issues, [cell.name]: { kind: "unreadable", text, message } },
    }));
  }

  /** Puts the stored value back into a red cell. */
  dropIssue(key: string, name: string): void {
    this.#store.patch(key, (row) => ({ ...row, issues: withoutIssues(row, [name]) }));
    this.#store.countWaiting();
  }

  /** "Write mine over it": the newer version is known by now. */
  overwrite(key: string, name: string): Promise<void> {
    const issue = this.#store.find(key)?.issues[name];
    if (issue?.kind !== "conflict") return Promise.resolve();
    return this.write([{ key, values: { [name]: issue.yours } }], "Write over");
  }

  /** Saves what was not saved because a validation warns of it. */
  async saveAnyway(key: string): Promise<void> {
    const row = this.#store.find(key);
    if (!row) return;
    if (row.id === undefined) return this.#writes.create(key, { isConfirmed: true });
    if (hasUnsavedLines(row.lines)) return this.#writes.saveLines(key, { isConfirmed: true });
    const values = Object.fromEntries(
      Object.entries(row.issues).flatMap(([name, issue]) =>
        issue.kind === "warned" ? [[name, issue.value] as const] : [],
      ),
    );
    const before = this.#store.show(key, values, {});
    return this.#writes.sendAll([{ key, values, before, isConfirmed: true }], "Edit");
  }

  /** Changes rows that belong to a row, here alone: they are saved by `saveLines`, or with the row while it is new. */
  draftLines(key: string, list: string, lines: readonly LineDraft[]): void {
    this.#store.patch(key, (row) => ({
      ...row,
      lines: { ...row.lines, [list]: lines },
      warning: undefined,
      linesProblem: undefined,
    }));
  }

  saveLines(key: string): Promise<void> {
    return this.#writes.saveLines(key);
  }

  /** Leaves the rows that belong to a row as they are stored. */
  dropLines(key: string): void {
    this.#store.patch(key, (row) => ({ ...row, lines: undefined, linesProblem: undefined, warning: undefined }));
  }

  /** Moves a row in the order by hand in which the rows are shown: at once here, then on the server. */
  async move({ key, places, placement }: RowMove): Promise<void> {
    const { rows } = this.state();
    const row = this.#store.find(key);
    const back = row && placeOf(rows, row, places);
    if (!row || row.id === undefined || placement.anchor.id === undefined) return;
    this.#store.set({ rows: moved(rows, key, placement) });
    const { side, anchor } = placement;
    const entry: UndoEntry = {
      label: "Move row",
      changes: [],
      added: [],
      ...(back ? { moved: { id: row.id, places, ...back } } : {}),
    };
    this.#undo.remember(entry);
    const isDone = await this.#place({ id: row.id, places, side, anchor: anchor.id as RowKey });
    if (isDone) return;
    this.#undo.replace(entry, undefined);
    this.#store.set({ rows: inOrderOf(this.state().rows, rows) });
  }

  /** Tells the server where a row is to be; the numbers of the other rows of its list follow. */
  async #place({ id, places, side, anchor }: MovedBack): Promise<boolean> {
    const key = this.state().rows.find((row) => row.id === id)?.key ?? (await this.#reach(String(id)));
    const before = this.#store.find(key)?.values[places.name];
    if (!(await this.#writes.place(key, places.name, { [side]: anchor }))) return false;
    const row = this.#store.find(key);
    const now = row?.values[places.name];
    if (row && typeof before === "number" && typeof now === "number") {
      this.#store.set({ rows: renumbered(this.state().rows, places, { row, from: before, to: now }) });
    }
    return true;
  }

  /** Gives what takes the move back, where the sheet shows the row and it was moved. */
  async #moveBack(back: MovedBack): Promise<MovedBack | undefined> {
    const { rows } = this.state();
    const [row, anchor] = [back.id, back.anchor].map((id) => rows.find((each) => each.id === id));
    const before = row && placeOf(rows, row, back.places);
    if (row && anchor) this.#store.set({ rows: moved(rows, row.key, { side: back.side, anchor }) });
    const isDone = await this.#place(back);
    if (!isDone) this.#store.set({ rows: inOrderOf(this.state().rows, rows) });
    this.#store.forgetHidden();
    return isDone && before ? { id: back.id, places: back.places, ...before } : undefined;
  }

  /** Adds a row that exists only here until `saveNew`: at the top, where it is seen, if nothing else is said. Gives its key. */
  addNew(values: RowValues = {}, at: "start" | "end" | { readonly after: string } = "start"): string {
    const key = `new-${this.#store.nextNumber()}`;
    const row: GridRow = { key, id: undefined, version: 0, values, titles: {}, issues: {}, saving: false };
    const { rows } = this.state();
    const index = at === "start" ? 0 : at === "end" ? rows.length : rows.findIndex((each) => each.key === at.after) + 1;
    this.#store.set({ rows: rows.toSpliced(index, 0, row) });
    return key;
  }

  saveNew(key: string): Promise<void> {
    return this.#writes.create(key);
  }

  dropNew(key: string): void {
    this.#store.waitingRows.delete(key);
    this.#store.countWaiting();
    if (this.#store.find(key)?.id === undefined) this.#store.remove(key);
  }

  /** Deletes at once, as one step of undo; rows that the database protects return with the reason. */
  remove(keys: readonly string[]): Promise<void> {
    return this.#writes.remove(keys);
  }

  /** Deletes what was not deleted because a validation warns of it. */
  async deleteAnyway(): Promise<void> {
    const { warnedDelete } = this.state();
    this.keepWarned();
    if (warnedDelete) await this.#writes.remove(warnedDelete.keys, { isConfirmed: true });
  }

  /** Leaves those rows as they are. */
  keepWarned(): void {
    this.#store.set({ warnedDelete: undefined });
  }

  /** Takes back the last step with new writes, where nobody has changed the values since. */
  undo(): Promise<void> {
    return this.#step("undo");
  }

  /** Does again what was taken back last, unless something else was done since. */
  redo(): Promise<void> {
    return this.#step("redo");
  }

  /** One after another: what was taken back can be done again once the server has it. */
  #step(direction: "undo" | "redo"): Promise<void> {
    const step = this.#lastStep.then(() => this.#stepNow(direction));
    this.#lastStep = step.catch(() => undefined);
    return step;
  }

  async #stepNow(direction: "undo" | "redo"): Promise<void> {
    const taken = this.#undo.take(direction);
    if (!taken) return;
    const { label, added, changes, deleted } = taken.entry;
    if (taken.entry.moved) {
      const back = await this.#moveBack(taken.entry.moved);
      return taken.done({ label, changes: [], added: [], ...(back ? { moved: back } : {}) });
    }
    await Promise.all(added.map((key) => this.#writes.settled(key)));
    const places = await this.#removeAdded(added);
    const restored = await this.#writes.restore((await deleted) ?? []);
    const outcomes = await Promise.all(
      changes.map(async (change) => this.#takeBack({ ...change, key: await this.#reach(change.key) })),
    );
    this.#store.forgetHidden();
    taken.done({
      label,
      changes: outcomes.flatMap(({ back }) => back ?? []),
      added: restored.map(String),
      ...(places.length > 0 ? { deleted: Promise.resolve(places) } : {}),
    });
    const kept = outcomes.reduce((sum, outcome) => sum + outcome.kept, 0);
    if (kept === 0) return;
    const values = kept === 1 ? "1 value has" : `${kept} values have`;
    this.#store.notify(
      `${label} was not ${direction === "undo" ? "taken back" : "done again"} everywhere: ${values} changed since.`,
    );
  }

  /** Takes away the rows that a step added; those that were refused are only here. */
  async #removeAdded(added: readonly string[]): Promise<readonly DeletedPlace[]> {
    const keys = await Promise.all(added.map((key) => this.#reach(key)));
    const rows = keys.flatMap((key) => this.#store.find(key) ?? []);
    for (const row of rows) if (row.id === undefined) this.dropNew(row.key);
    const stored = rows.filter(({ id }) => id !== undefined).map(({ key }) => key);
    return stored.length > 0 ? this.#writes.removeForGood(stored) : [];
  }

  /** The key of a step's row in this sheet; a row that the sheet does not show is read for the step. */
  async #reach(key: string): Promise<string> {
    if (this.#store.find(key)) return key;
    const id = this.#undo.idOf(key);
    if (id === undefined || this.#store.find(String(id))) return String(id ?? key);
    const row = await this.#ports.read(id);
    if (row) this.#store.hide(storedRow(row));
    return String(id);
  }

  /** Writes the earlier values of one row. `back` takes that back; `kept` is how many values had changed since. */
  async #takeBack({ key, from, to }: StepChange): Promise<{ readonly kept: number; readonly back?: StepChange }> {
    await this.#writes.settled(key);
    const row = this.#store.find(key);
    if (!row) return { kept: 1 };
    const isList = (name: string) => this.#ports.lists?.has(name) === true;
    const names = Object.keys(to).filter((name) => isList(name) || isEqualJson(row.values[name] ?? null, to[name]));
    const kept = Object.keys(to).length - names.length;
    if (names.length === 0) return { kept };
    const earlier = (name: string): JsonValue =>
      isList(name)
        ? [...withDifference(row.values[name], linkDifference(to[name], from[name], this.#writes.keepingOf(name)))]
        : (from[name] ?? null);
    const values = Object.fromEntries(names.map((name) => [name, earlier(name)]));
    const before = this.#store.show(key, values, {});
    const stored = await this.#writes.send({ key, values, before });
    return { kept, ...(stored ? { back: { key, from: before, to: this.#writes.asUndone(values, stored) } } : {}) };
  }

  /** Saves new rows, as when one moves on to another row. Writes under way go on; what waits is sent once more. */
  close(): void {
    if (this.state().waiting > 0) void this.#writes.sendWaiting();
    for (const row of this.state().rows) {
      const isFilled = hasUnsavedLines(row.lines) || Object.values(row.values).some((value) => value !== null);
      if (row.id !== undefined && hasUnsavedLines(row.lines)) void this.saveLines(row.key);
      if (row.id === undefined && !this.#store.waitingRows.has(row.key) && isFilled) void this.saveNew(row.key);
    }
    this.#stopListening();
    this.#store.close();
    this.#abort.abort();
  }
}

interface RowMove {
  readonly key: string;
  readonly places: ShownPlaces;
  readonly placement: RowPlacement;
}

/** Next to which row of its list a row is now. */
function placeOf(
  rows: readonly GridRow[],
  row: GridRow,
  places: ShownPlaces,
): Pick<MovedBack, "side" | "anchor"> | undefined {
  const before = placementOfStep(rows, places, { row, step: -1 })?.anchor.id;
  if (before !== undefined) return { side: "after", anchor: before };
  const after = placementOfStep(rows, places, { row, step: 1 })?.anchor.id;
  return after === undefined ? undefined : { side: "before", anchor: after };
}

/** Rows in the order of an earlier list; later ones stay at the end. */
function inOrderOf(rows: readonly GridRow[], earlier: readonly GridRow[]): readonly GridRow[] {
  const at = new Map(earlier.map(({ key }, index) => [key, index]));
  return rows.toSorted((a, b) => (at.get(a.key) ?? rows.length) - (at.get(b.key) ?? rows.length));
}
