import { editedSource, plainLines } from "#engine/edits/line-ends";
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
 * `#source` is the draft's text on which editor and draft agreed last, with its own line ends: the base of every merge.
 * The editor knows one kind of line end, so `#synced` is the same text as it shows it.
 */
export class TextBinding {
  readonly #session: DraftSession;
  readonly #place: TextPlace;
  readonly #label: string;
  readonly #after: (milliseconds: number, work: () => void) => () => void;
  #editor: BoundEditor | undefined;
  #source: string;
  #cancel: () => void = () => {};

  constructor(parts: {
    readonly session: DraftSession;
    readonly place: TextPlace;
    /** The label of its edits in the history: "Edit books/list.html". */
    readonly label: string;
    readonly after: (milliseconds: number, work: () => void) => () => void;
  }) {
    this.#session = parts.session;
    this.#place = parts.place;
    this.#label = parts.label;
    this.#after = parts.after;
    this.#source = parts.session.textOf(parts.place) ?? "";
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
    const base = this.#source;
    // The lines that the editor left alone keep their line ends.
    this.#source = editedSource(base, text);
    const { recordId, property } = this.#place;
    this.#session.setText({ recordId, property, base, text: this.#source, label: this.#label });
    this.#pull();
  }

  get #synced(): string {
    return plainLines(this.#source);
  }

  #pull(): void {
    const editor = this.#editor;
    const source = this.#session.textOf(this.#place);
    // Deleted under one's hands: what is typed stays where it is, to be copied.
    if (!editor || source === undefined || source === this.#source) return;
    const theirs = plainLines(source);
    const mine = editor.read();
    const merged = mergeText({ base: this.#synced, mine, theirs });
    if (!merged.ok) {
      // The session sees the same collision and keeps both.
      this.flush();
      return;
    }
    this.#source = source;
    const changes = textChanges(mine, merged.text);
    if (changes.length > 0) editor.replace(changes);
  }
}
