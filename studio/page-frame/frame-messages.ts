import {
  flag,
  later,
  listOf,
  matching,
  number,
  oneKind,
  oneOf,
  orNull,
  type Read,
  type Reader,
  text,
} from "./reader.ts";

/**
 * What the studio and the frame of the page editor tell each other, over one port. The studio reads what it receives. The
 * frame has its end of the port from the studio, and the page in it can run nothing, so nobody else can write to it.
 */
const mark = matching(/^\d{1,4}\.\d{1,7}$/);

/** Where something can be dropped: between the children of one branch. */
export interface FrameSlot {
  /** The element that holds them; null where that belongs to another template, as in a block of a layout. */
  readonly container: string | null;
  /** The elements of the branch, with their index among its parts. */
  readonly children: readonly { readonly mark: string; readonly index: number }[];
  /** How many parts there are. */
  readonly count: number;
  /** The node that holds them; null for the page itself. */
  readonly parent: number | null;
  readonly branch: number;
  /** Why nothing can be dropped there; null where it can. */
  readonly closed: string | null;
}

/** What stands in a text that is to be edited; offsets name the pieces in the answer. */
export type ShownPiece =
  | { readonly kind: "text"; readonly run: number; readonly text: string }
  /** A value: its mark finds what the page shows for it, else its source is shown. */
  | {
      readonly kind: "kept";
      readonly from: number;
      readonly mark: string | null;
      readonly label: string;
      readonly isNote: boolean;
    }
  | {
      readonly kind: "element";
      readonly from: number;
      readonly mark: string | null;
      readonly name: string;
      readonly pieces: readonly ShownPiece[];
    };

/** What is left of them; null for what is new. */
export type TypedPiece =
  | { readonly kind: "text"; readonly run: number | null; readonly text: string }
  | { readonly kind: "kept"; readonly from: number }
  /** A value that was inserted: its name. */
  | { readonly kind: "value"; readonly source: string }
  | {
      readonly kind: "element";
      readonly from: number | null;
      readonly name: string;
      /** Of a new link: what the studio gave for it. */
      readonly href: string | null;
      readonly pieces: readonly TypedPiece[];
    };
const typedPiece: Reader<TypedPiece> = later(() =>
  oneKind({
    text: { run: orNull(number), text },
    kept: { from: number },
    value: { source: matching(/^\w+(?:\.\w+)*$/) },
    element: { from: orNull(number), name: text, href: orNull(text), pieces: listOf(typedPiece) },
  }),
);

export type ToFrame =
  | { readonly kind: "page"; readonly html: string; readonly token: string; readonly scheme: "light" | "dark" }
  /** `copy` is what ⌘C puts on the clipboard. */
  | { readonly kind: "select"; readonly mark: string | null; readonly label: string; readonly copy: string }
  | { readonly kind: "hover"; readonly mark: string | null }
  | { readonly kind: "slots"; readonly slots: readonly FrameSlot[] }
  /** Something is dragged over the page from outside of it: from the structure, from what can be inserted. */
  | { readonly kind: "carry"; readonly slots: readonly FrameSlot[] }
  | { readonly kind: "carryAt"; readonly x: number; readonly y: number }
  | { readonly kind: "carryEnd"; readonly isDropped: boolean; readonly isCopy: boolean }
  | {
      readonly kind: "editText";
      readonly mark: string;
      readonly pieces: readonly ShownPiece[];
      readonly caret: "all" | "start";
      /** Enter makes two of it. */
      readonly canSplit: boolean;
      /** Line breaks are content. */
      readonly isPre: boolean;
    }
  /** A value is wanted where the caret stands, asked for outside of the frame. */
  | { readonly kind: "askValue" }
  /** The answer to `ask`: an address, or the name of a value and what it is on the page; null when there is to be none. */
  | { readonly kind: "answer"; readonly text: string | null; readonly label: string };

export const fromFrame = oneKind({
  ready: {},
  /** Innermost first. */
  point: { marks: listOf(mark), isDouble: flag },
  drag: { marks: listOf(mark) },
  /** Without a mark: of what is carried from outside. */
  drop: { mark: orNull(mark), parent: orNull(number), branch: number, index: number, isCopy: flag },
  /** It was dropped at a place that is closed. */
  refused: { reason: text },
  /** What stands in the text now; `isEnd` when the editing is over. */
  typed: { pieces: listOf(typedPiece), isEnd: flag },
  split: { first: listOf(typedPiece), second: listOf(typedPiece) },
  /** Where the selected words should lead, or which value is to stand at the caret. */
  ask: { what: oneOf("link", "value") },
  /** A value in a text was double-clicked. */
  value: { from: number },
  cut: {},
  paste: { text },
  key: { key: text, alt: flag, shift: flag, command: flag },
});
export type FromFrame = Read<typeof fromFrame>;
