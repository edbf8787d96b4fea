import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { Problem } from "#engine/problem";
import type { DraftNotice, DraftView } from "./draft-view.ts";

/** What of the view is never set but always follows from the rest. */
type Derived = Omit<
  DraftView,
  | "draftId"
  | "appId"
  | "definition"
  | "reader"
  | "live"
  | "layouts"
  | "staged"
  | "problems"
  | "connection"
  | "unreadable"
>;

/**
 * The one view of a draft and who looks at it. Each change makes a new view, in which everything that did not change is
 * the same object as before; the checks run on it when nothing more urgent is to do.
 */
export class ViewStore {
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(notice: DraftNotice) => void>();
  /** What was to be told before anybody listened. */
  readonly #untold: DraftNotice[] = [];
  readonly #derive: () => Derived;
  readonly #check: (definition: AppDefinition) => readonly Problem[];
  readonly #whenIdle: (work: () => void) => () => void;
  #view: DraftView;
  #cancelCheck: () => void = () => {};

  constructor(parts: {
    readonly first: DraftView;
    readonly derive: () => Derived;
    readonly check: (definition: AppDefinition) => readonly Problem[];
    readonly whenIdle: (work: () => void) => () => void;
  }) {
    this.#view = parts.first;
    this.#derive = parts.derive;
    this.#check = parts.check;
    this.#whenIdle = parts.whenIdle;
    this.#checkSoon();
  }

  get view(): DraftView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (notice: DraftNotice) => void): () => void {
    this.#noticeListeners.add(listener);
    for (const notice of this.#untold.splice(0)) listener(notice);
    return () => this.#noticeListeners.delete(listener);
  }

  show(change: Partial<DraftView>): void {
    const before = this.#view;
    const definition = change.definition ?? before.definition;
    const isRedrawn = definition !== before.definition;
    const derived = this.#derive();
    const { undo, redo } = derived.undoState;
    const isSameUndo = undo === before.undoState.undo && redo === before.undoState.redo;
    this.#view = {
      ...before,
      ...change,
      ...derived,
      reader: isRedrawn ? readDefinition(definition) : before.reader,
      undoState: isSameUndo ? before.undoState : derived.undoState,
    };
    if (isRedrawn) this.#checkSoon();
    for (const listener of this.#listeners) listener();
  }

  tell(notice: DraftNotice): void {
    // What is found at the start comes before anybody listens.
    if (this.#noticeListeners.size === 0 && this.#untold.length < 100) this.#untold.push(notice);
    for (const listener of this.#noticeListeners) listener(notice);
  }

  close(): void {
    this.#cancelCheck();
    this.#listeners.clear();
    this.#noticeListeners.clear();
  }

  /** Checks are off the key path: they run when the browser is idle, on the newest definition only. */
  #checkSoon(): void {
    this.#cancelCheck();
    this.#cancelCheck = this.#whenIdle(() => this.show({ problems: this.#check(this.#view.definition) }));
  }
}
