import type { RowKey } from "#contract/http/data";
import type { RowValues } from "./grid-row.ts";
import type { ShownPlaces } from "./row-places.ts";

/** One step that Undo takes back. */
export interface UndoEntry {
  readonly label: string;
  readonly changes: readonly { readonly key: string; readonly from: RowValues; readonly to: RowValues }[];
  /** Keys of the rows that the step added, also those that are not saved yet because they were refused. */
  readonly added: readonly string[];
  /** The rows that the step deleted, and where they stood in the grid; known when the server has answered. */
  readonly deleted?: Promise<readonly DeletedPlace[]>;
  /** Where the row that the step moved was before. */
  readonly moved?: MovedBack;
}

export interface MovedBack {
  readonly id: RowKey;
  readonly places: ShownPlaces;
  readonly side: "after" | "before";
  readonly anchor: RowKey;
}

export interface DeletedPlace {
  readonly id: RowKey;
  readonly index: number;
}

const MAX_ENTRIES = 100;

/**
 * The steps of one model's rows that can be taken back, newest last, and those that were and can be done again. All
 * sheets of the model share them, one after another: leaving the sheet, or filtering it, loses none.
 */
export class RowUndo {
  readonly #entries: UndoEntry[] = [];
  readonly #undone: UndoEntry[] = [];
  /** Of the rows that a step names by its key in a sheet. */
  readonly #ids = new Map<string, RowKey>();
  readonly #listeners = new Set<() => void>();

  get label(): string | undefined {
    return this.#entries.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.#undone.at(-1)?.label;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new step: what was taken back before it can no longer be done again. */
  remember(entry: UndoEntry): void {
    this.#undone.length = 0;
    this.#add(entry);
  }

  #add(entry: UndoEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    this.#tell();
  }

  /** Puts `entry` in the place of one that is remembered, or forgets that one. */
  replace(remembered: UndoEntry, entry: UndoEntry | undefined): void {
    const index = this.#entries.indexOf(remembered);
    if (index < 0) return;
    this.#entries.splice(index, 1, ...(entry ? [entry] : []));
    this.#tell();
  }

  /** The last step of one direction. `done` receives what takes its undoing back, if anything does. */
  take(direction: "undo" | "redo"): { readonly entry: UndoEntry; done(back: UndoEntry): void } | undefined {
    const entry = (direction === "undo" ? this.#entries : this.#undone).pop();
    this.#tell();
    if (!entry) return undefined;
    const done = (back: UndoEntry): void => {
      if (back.changes.length + back.added.length === 0 && !back.deleted && !back.moved) return;
      if (direction === "redo") this.#add(back);
      else {
        this.#undone.push(back);
        this.#tell();
      }
    };
    return { entry, done };
  }

  /** A sheet's row has this id; another sheet may have the row under another key, or not at all. */
  named(key: string, id: RowKey): void {
    this.#ids.set(key, id);
  }

  idOf(key: string): RowKey | undefined {
    return this.#ids.get(key);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
