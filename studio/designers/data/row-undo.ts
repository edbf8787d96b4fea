import type { RowKey } from "#contract/http/data";
import type { RowValues } from "./grid-row.ts";
import type { RowStore } from "./row-store.ts";

/** One step that Undo takes back. */
export interface UndoEntry {
  readonly label: string;
  readonly changes: readonly { readonly key: string; readonly from: RowValues; readonly to: RowValues }[];
  /** Keys of the rows that the step added. */
  readonly added: readonly string[];
  /** The rows that the step deleted, and where they stood in the grid; known when the server has answered. */
  readonly deleted?: Promise<readonly DeletedPlace[]>;
}

export interface DeletedPlace {
  readonly id: RowKey;
  readonly index: number;
}

const MAX_ENTRIES = 100;

/** The steps that can be taken back, newest last. */
export class RowUndo {
  readonly #store: RowStore;
  readonly #entries: UndoEntry[] = [];

  constructor(store: RowStore) {
    this.#store = store;
  }

  remember(entry: UndoEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    this.#showLabel();
  }

  /** Puts `entry` in the place of one that is remembered, or forgets that one. */
  replace(remembered: UndoEntry, entry: UndoEntry | undefined): void {
    const index = this.#entries.indexOf(remembered);
    if (index < 0) return;
    this.#entries.splice(index, 1, ...(entry ? [entry] : []));
    this.#showLabel();
  }

  pop(): UndoEntry | undefined {
    const entry = this.#entries.pop();
    this.#showLabel();
    return entry;
  }

  #showLabel(): void {
    this.#store.set({ undoLabel: this.#entries.at(-1)?.label });
  }
}
