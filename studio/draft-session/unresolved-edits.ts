import type { ProblemDetails } from "#contract/endpoint";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type TextPlace, textAt, textKey } from "#engine/edits/long-text";
import type { Refusal, TextConflict } from "./draft-view.ts";
import type { Collision, MadeEdit } from "./edit-queue.ts";
import type { JournalItem } from "./journal.ts";

type OpenConflict = Omit<TextConflict, "theirs">;

/**
 * What waits for a person and not for the server: texts that collide and edits that were refused. It stays until they
 * have decided, also over a reload: every change of it is told to `changed`, which writes it down.
 */
export class UnresolvedEdits {
  readonly #conflicts = new Map<string, OpenConflict>();
  #refusals: readonly Refusal[] = [];
  #shown: readonly TextConflict[] = [];
  readonly #write: (item: JournalItem) => void;
  readonly #forget: (id: string) => void;

  constructor(parts: { readonly write: (item: JournalItem) => void; readonly forget: (id: string) => void }) {
    this.#write = parts.write;
    this.#forget = parts.forget;
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  /** The newest conflict of a text: what is typed on goes there. */
  conflict(place: TextPlace): OpenConflict | undefined {
    return [...this.#conflicts.values()].findLast((open) => textKey(open) === textKey(place));
  }

  /** The same list while nothing of it has changed, so that nothing is drawn again. */
  conflicts(definition: AppDefinition): readonly TextConflict[] {
    const before = this.#shown;
    const now = [...this.#conflicts.values()].map((open, index): TextConflict => {
      const theirs = textAt(definition, open);
      const known = before[index];
      return known?.id === open.id && known.mine === open.mine && known.theirs === theirs ? known : { ...open, theirs };
    });
    if (now.length !== before.length || now.some((conflict, index) => conflict !== before[index])) this.#shown = now;
    return this.#shown;
  }

  collide(collisions: readonly Collision[], authorOf: (id: string) => string): void {
    for (const { recordId, property, base, mine, label } of collisions) {
      const key = textKey({ recordId, property });
      // Typed on top of what is in conflict already, or a version of its own, which nothing may overwrite.
      const under = [...this.#conflicts.values()].find((open) => textKey(open) === key && open.mine === base);
      this.#keep(
        under
          ? { ...under, mine }
          : { id: this.#freeId(key), recordId, property, base, mine, label, by: authorOf(key) },
      );
    }
  }

  #freeId(key: string): string {
    let id = key;
    for (let next = 2; this.#conflicts.has(id); next++) id = `${key} ${next}`;
    return id;
  }

  typeOn(open: OpenConflict, mine: string): void {
    this.#keep({ ...open, mine });
  }

  settle(id: string): OpenConflict | undefined {
    const open = this.#conflicts.get(id);
    this.#conflicts.delete(id);
    if (open) this.#forget(id);
    return open;
  }

  refuse(edit: MadeEdit, problem: ProblemDetails, at: number): Refusal {
    const { deletedId, deletedIn } = (problem.extra ?? {}) as { deletedId?: unknown; deletedIn?: unknown };
    const refusal: Refusal = {
      id: edit.batchId,
      label: edit.label,
      message: problem.detail,
      operations: edit.operations,
      ...(typeof deletedId === "string" && typeof deletedIn === "number"
        ? { deleted: { recordId: deletedId, revision: deletedIn } }
        : {}),
      at,
    };
    this.#refusals = [...this.#refusals, refusal];
    this.#write({ kind: "refusal", ...refusal, operations: [...refusal.operations] });
    return refusal;
  }

  dismiss(id: string): void {
    this.#refusals = this.#refusals.filter((refusal) => refusal.id !== id);
    this.#forget(id);
  }

  /** What an earlier visit left; what is here already is newer. */
  found(item: Extract<JournalItem, { kind: "conflict" | "refusal" }>): void {
    if (item.kind === "refusal") {
      if (!this.#refusals.some(({ id }) => id === item.id)) this.#refusals = [...this.#refusals, item];
    } else if (!this.#conflicts.has(item.id)) this.#conflicts.set(item.id, item);
  }

  #keep(open: OpenConflict): void {
    this.#conflicts.set(open.id, open);
    const { id, recordId, property, label, base, mine, by } = open;
    this.#write({ kind: "conflict", id, recordId, property, label, base, mine, by });
  }
}
