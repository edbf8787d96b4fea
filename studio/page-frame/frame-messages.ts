import {
  flag,
  later,
  listOf,
  matching,
  number,
  object,
  oneKind,
  oneOf,
  orNull,
  type Read,
  type Reader,
  text,
} from "./reader.ts";

/** What the studio and the frame of the page editor tell each other, over one port. Both ends read what they receive. */
const mark = matching(/^\d{1,4}\.\d{1,7}$/);

/** Where something can be dropped: between the children of one branch. */
const slot = object({
  /** The element that holds them; null where that belongs to another template, as in a block of a layout. */
  container: orNull(mark),
  /** The elements of the branch, with their index among its parts. */
  children: listOf(object({ mark, index: number })),
  /** How many parts there are. */
  count: number,
  /** The node that holds them; null for the page itself. */
  parent: orNull(number),
  branch: number,
  /** Why nothing can be dropped there; null where it can. */
  closed: orNull(text),
});
export type FrameSlot = Read<typeof slot>;

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
const shownPiece: Reader<ShownPiece> = later(() =>
  oneKind({
    text: { run: number, text },
    kept: { from: number, mark: orNull(mark), label: text, isNote: flag },
    element: { from: number, mark: orNull(mark), name: matching(/^[a-z]+$/), pieces: listOf(shownPiece) },
  }),
);

/** What is left of them; null for what is new. */
export type TypedPiece =
  | { readonly kind: "text"; readonly run: number | null; readonly text: string }
  | { readonly kind: "kept"; readonly from: number }
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
    element: { from: orNull(number), name: text, href: orNull(text), pieces: listOf(typedPiece) },
  }),
);

export const toFrame = oneKind({
  page: { html: text, token: text, scheme: oneOf("light", "dark") },
  /** `copy` is what ⌘C puts on the clipboard. */
  select: { mark: orNull(mark), label: text, copy: text },
  hover: { mark: orNull(mark) },
  slots: { slots: listOf(slot) },
  /** Something is dragged over the page from outside of it: from the structure, from what can be inserted. */
  carry: { slots: listOf(slot) },
  carryAt: { x: number, y: number },
  carryEnd: { isDropped: flag, isCopy: flag },
  editText: {
    mark,
    pieces: listOf(shownPiece),
    caret: oneOf("all", "start"),
    /** Enter makes two of it. */
    canSplit: flag,
    /** Line breaks are content. */
    isPre: flag,
  },
  /** The answer to `askLink`; null when there is to be none. */
  link: { href: orNull(text) },
});
export type ToFrame = Read<typeof toFrame>;

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
  /** Where the selected words should lead. */
  askLink: {},
  /** A value in a text was double-clicked. */
  value: { from: number },
  cut: {},
  paste: { text },
  key: { key: text, alt: flag, shift: flag, command: flag },
});
export type FromFrame = Read<typeof fromFrame>;
