import { type DraftJournal, itemId, type JournalItem, type StorageFailure } from "./journal.ts";

/**
 * Writes to the journal without being waited for, and knows which items are really there: only those are said to wait
 * in this browser. What could not be written is tried again when something else could.
 */
export class JournalWriter {
  readonly #journal: DraftJournal;
  readonly #changed: () => void;
  readonly #stored = new Set<string>();
  readonly #failed = new Map<string, JournalItem>();
  /** The newest item of each id; an older write that ends later says nothing. */
  readonly #newest = new Map<string, JournalItem>();
  #failure: StorageFailure | undefined;

  constructor(journal: DraftJournal, changed: () => void) {
    this.#journal = journal;
    this.#changed = changed;
  }

  get failure(): StorageFailure | undefined {
    return this.#failure;
  }

  has(id: string): boolean {
    return this.#stored.has(id);
  }

  /** It was found there. */
  found(item: JournalItem): void {
    this.#newest.set(itemId(item), item);
    this.#stored.add(itemId(item));
  }

  put(item: JournalItem): void {
    const id = itemId(item);
    this.#newest.set(id, item);
    this.#stored.delete(id);
    void this.#write(id, item);
  }

  remove(id: string): void {
    this.#newest.delete(id);
    this.#stored.delete(id);
    this.#failed.delete(id);
    if (this.#failed.size === 0) this.#failure = undefined;
    void this.#journal.remove(id);
  }

  async #write(id: string, item: JournalItem): Promise<void> {
    const outcome = await this.#journal.put(item);
    if (this.#newest.get(id) !== item) return;
    if (outcome === "stored") {
      this.#stored.add(id);
      this.#failed.delete(id);
      if (this.#failed.size === 0) this.#failure = undefined;
      else if (this.#failure !== undefined) this.#retry();
    } else {
      this.#failed.set(id, item);
      this.#failure = outcome;
    }
    this.#changed();
  }

  #retry(): void {
    this.#failure = undefined;
    for (const [id, item] of [...this.#failed]) void this.#write(id, item);
  }
}
