import type { DraftEdit } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";

/** An edit with its number, as it came by broadcast, by catching up, or as the answer to one's own. */
export type Numbered = Pick<DraftEdit, "revision" | "operations"> & Partial<DraftEdit>;

/**
 * What the server has said, at a revision, and the edits that came before the ones they follow. Whatever arrives, by
 * whichever way and however often, each edit is handed out once and in the order of its number.
 */
export class ConfirmedDraft {
  readonly #early = new Map<number, Numbered>();
  #definition: AppDefinition;
  #revision: number;

  constructor(definition: AppDefinition, revision: number) {
    this.#definition = definition;
    this.#revision = revision;
  }

  get definition(): AppDefinition {
    return this.#definition;
  }

  get revision(): number {
    return this.#revision;
  }

  /** An edit is missing between what is known. */
  get hasGap(): boolean {
    return this.#early.size > 0;
  }

  /** Keeps an edit for its turn; false when it is known already. The fuller word on an edit wins. */
  hold(edit: Numbered): boolean {
    if (edit.revision <= this.#revision) return false;
    const known = this.#early.get(edit.revision);
    if (known === undefined || (known.actor === undefined && edit.actor !== undefined))
      this.#early.set(edit.revision, edit);
    return known === undefined;
  }

  /** The edit whose turn it is; it stays until `step` says what it made. */
  next(): Numbered | undefined {
    return this.#early.get(this.#revision + 1);
  }

  step(definition: AppDefinition): void {
    this.#revision += 1;
    this.#early.delete(this.#revision);
    this.#definition = definition;
  }

  /** The draft whole, as it was asked for. Edits that came while it was under way are newer than what it says. */
  replace(definition: AppDefinition, revision: number): void {
    if (revision < this.#revision) return;
    this.#definition = definition;
    this.#revision = revision;
    for (const held of this.#early.keys()) if (held <= revision) this.#early.delete(held);
  }
}
