import type { DataRow } from "#contract/http/data";
import type { CellIssue, GridRow, RowSessionState, RowValues } from "./grid-row.ts";
import { keysIn, linkTitleKey } from "./list-columns.ts";

/** A row as the server gave it, without anything that is being edited. */
export const storedRow = (row: DataRow): GridRow => ({
  key: String(row.id),
  id: row.id,
  version: row.version,
  values: row.values,
  ...titlesOf(row),
  issues: {},
  saving: false,
});

/** The titles of related and linked rows together. */
export function titlesOf(row: DataRow): Pick<GridRow, "titles" | "cut"> {
  if (row.lists === undefined) return { titles: row.titles };
  const titles = { ...row.titles };
  for (const [name, list] of Object.entries(row.lists)) {
    keysIn(row.values[name]).forEach((id, index) => {
      titles[linkTitleKey(name, id)] = list.titles[index] ?? null;
    });
  }
  return { titles, cut: Object.keys(row.lists).filter((name) => row.lists?.[name]?.hasMore) };
}

export const withoutIssues = (row: GridRow, names: readonly string[]): Readonly<Record<string, CellIssue>> =>
  Object.fromEntries(Object.entries(row.issues).filter(([name]) => !names.includes(name)));

let sequence = 0;

/** The rows that the grid shows, what React reads of them, and messages that belong to no cell. */
export class RowStore {
  #state: RowSessionState = {
    rows: [],
    loading: false,
    hasMore: true,
    failure: undefined,
    undoLabel: undefined,
    redoLabel: undefined,
    notice: undefined,
    warnedDelete: undefined,
    waiting: 0,
    saving: 0,
  };
  readonly #listeners = new Set<() => void>();
  readonly #notifyLate: ((message: string) => void) | undefined;
  /** New rows that could not be sent yet. */
  readonly waitingRows = new Set<string>();
  /** Rows that a step of undo changes and the grid does not show, by their keys. */
  readonly #hidden = new Map<string, GridRow>();
  #isClosed = false;

  /** `notifyLate` receives what went wrong with a write that ended after the rows were left. */
  constructor(notifyLate: ((message: string) => void) | undefined) {
    this.#notifyLate = notifyLate;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  readonly state = (): RowSessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
  }

  set(change: Partial<RowSessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  find(key: string): GridRow | undefined {
    return this.#state.rows.find((row) => row.key === key) ?? this.#hidden.get(key);
  }

  hide(row: GridRow): void {
    this.#hidden.set(row.key, row);
  }

  forgetHidden(): void {
    this.#hidden.clear();
  }

  patch(key: string, change: (row: GridRow) => GridRow): void {
    const hidden = this.#hidden.get(key);
    if (hidden) this.#hidden.set(key, change(hidden));
    this.set({ rows: this.#state.rows.map((row) => (row.key === key ? change(row) : row)) });
  }

  remove(key: string): void {
    this.#hidden.delete(key);
    this.set({ rows: this.#state.rows.filter((row) => row.key !== key) });
  }

  /** A number that no other new row or notice has, of another sheet neither. */
  nextNumber(): number {
    sequence += 1;
    return sequence;
  }

  notify(message: string): void {
    if (this.#isClosed) this.#notifyLate?.(message);
    else this.set({ notice: { id: this.nextNumber(), message } });
  }

  /** Counts the cells and new rows that wait until the server can be reached. */
  countWaiting(): void {
    const cells = this.#state.rows.flatMap((row) => Object.values(row.issues).filter(({ kind }) => kind === "waiting"));
    const waiting = cells.length + this.waitingRows.size;
    if (waiting !== this.#state.waiting) this.set({ waiting });
  }

  /** Shows new values before the server has them. Returns the values that were shown before. */
  show(key: string, values: RowValues, titles: Readonly<Record<string, string | null>>): RowValues {
    const row = this.find(key);
    if (!row) return {};
    const names = Object.keys(values);
    this.patch(key, (current) => ({
      ...current,
      values: { ...current.values, ...values },
      titles: { ...current.titles, ...titles },
      issues: withoutIssues(current, names),
      warning: undefined,
      saving: current.id !== undefined,
    }));
    return Object.fromEntries(names.map((name) => [name, row.values[name] ?? null]));
  }
}
