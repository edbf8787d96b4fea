import { assertNever } from "#engine/assert-never";
import type { InlinePiece } from "#engine/pages/inline/inline-pieces";
import { shownText, type WrittenPiece } from "#engine/pages/inline/inline-source";
import type { ShownPiece, TypedPiece } from "../../page-frame/frame-messages.ts";
import { decodeReference } from "./decode-reference.ts";

interface Context {
  readonly source: string;
  readonly isPre: boolean;
  /** Of a node of this template; undefined when the page does not show it. */
  readonly mark: (from: number) => string | undefined;
}

/** The pieces of a text as the frame shows them. */
export const shownPieces = (pieces: readonly InlinePiece[], context: Context): readonly ShownPiece[] =>
  pieces.map((piece) => shownPiece(piece, context));

function shownPiece(piece: InlinePiece, context: Context): ShownPiece {
  const { source, isPre, mark } = context;
  const { from, to } = piece;
  switch (piece.kind) {
    case "text":
      return { kind: "text", run: from, text: shownText(source.slice(from, to), { decode: decodeReference, isPre }) };
    case "kept":
      return {
        kind: "kept",
        from,
        mark: mark(from) ?? null,
        label: source.slice(from, to),
        isNote: piece.isNote,
      };
    case "element":
      return {
        kind: "element",
        from,
        mark: mark(from) ?? null,
        name: piece.name,
        pieces: shownPieces(piece.pieces, context),
      };
    default:
      return assertNever(piece);
  }
}

export const writtenPieces = (pieces: readonly TypedPiece[]): readonly WrittenPiece[] => pieces.map(writtenPiece);

function writtenPiece(piece: TypedPiece): WrittenPiece {
  switch (piece.kind) {
    case "text":
      return { kind: "text", text: piece.text, run: piece.run ?? undefined };
    case "kept":
    case "value":
      return piece;
    case "element":
      return {
        kind: "element",
        name: piece.name,
        from: piece.from ?? undefined,
        href: piece.href ?? undefined,
        pieces: writtenPieces(piece.pieces),
      };
    default:
      return assertNever(piece);
  }
}
