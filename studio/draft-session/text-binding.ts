import type { TextPlace } from "#engine/edits/long-text";
import { mergeText } from "#engine/edits/merge-text";
import { type TextChange, textChanges } from "#engine/edits/text-changes";
import type { DraftSession } from "./draft-session.ts";

/** An editor of one long text, whatever it is made of. */
export interface BoundEditor {
  read(): string;
  /** Small replacements, in offsets of what `read` gives now, first to last. Must not be taken for typing. */
  replace(changes: readonly TextChange[]): void;
}

/** How long typing rests before it is an edit of the draft. */
const REST_MS = 400;

/**
 * Ties an editor to a long text of the draft, so that neither loses anything of the other. What is typed becomes an
 * edit when the typing rests; what others do comes into the editor at once, in small replacements, merged by lines with
 * what is being typed. Where the lines collide, the editor keeps what is typed, and the draft session has a conflict.
 *
 * `#synced` is the text on which editor and draft agreed last: the base of every merge.
 */
export class TextBinding {
  readonly #session: DraftSession;
  readonly #place: TextPlace;
  readonly #label: string;
  readonly #after: (milliseconds: number, work: () => void) => () => void;
  #editor: BoundEditor | undefined;
  #synced: string;
  #cancel: () => void = () => {};

  constructor(parts: {
    readonly session: DraftSession;
    readonly place: TextPlace;
    /** Of its edits in the history: "Edit books/list.html". */
    readonly label: string;
    readonly after: (milliseconds: number, work: () => void) => () => void;
  }) {
    this.#session = parts.session;
    this.#place = parts.place;
    this.#label = parts.label;
    this.#after = parts.after;
    this.#synced = this.text;
  }

  /** What an editor begins with. */
  get text(): string {
    return plainLines(this.#session.textOf(this.#place) ?? "");
  }

  /** Ties an editor that shows `text` now; gives back how to untie it, which saves what is typed. */
  attach(editor: BoundEditor): () => void {
    this.#editor = editor;
    const stop = this.#session.subscribe(() => this.#pull());
    this.#pull();
    return () => {
      stop();
      this.flush();
      this.#editor = undefined;
    };
  }

  /** A person has changed the text in the editor. */
  typed(): void {
    this.#cancel();
    this.#cancel = this.#after(REST_MS, () => this.flush());
  }

  /** What is typed becomes an edit now. */
  flush(): void {
    this.#cancel();
    const text = this.#editor?.read();
    if (text === undefined || text === this.#synced) return;
    const base = this.#synced;
    this.#synced = text;
    const { recordId, property } = this.#place;
    this.#session.setText({ recordId, property, base: this.#rawOf(base), text, label: this.#label });
    this.#pull();
  }

  /** The draft's own text while it is the one that the editor was synced with, its line ends included. */
  #rawOf(synced: string): string {
    const raw = this.#session.textOf(this.#place);
    return raw !== undefined && plainLines(raw) === synced ? raw : synced;
  }

  #pull(): void {
    const editor = this.#editor;
    // Deleted under one's hands: what is typed stays where it is, to be copied.
    if (!editor || this.#session.textOf(this.#place) === undefined) return;
    const theirs = this.text;
    if (theirs === this.#synced) return;
    const mine = editor.read();
    const merged = mergeText({ base: this.#synced, mine, theirs });
    if (!merged.ok) {
      // The session sees the same collision and keeps both.
      this.flush();
      return;
    }
    this.#synced = theirs;
    const changes = textChanges(mine, merged.text);
    if (changes.length > 0) editor.replace(changes);
  }
}

/** Editors know one kind of line end. */
const plainLines = (text: string): string => text.replace(/\r\n?/g, "\n");
