import { assertNever } from "../../assert-never.ts";
import { alignUnits, textSource, type Unit, unitsOf } from "../edits/text-run.ts";
import type { OutlineNode } from "../outline/outline-node.ts";
import { type InlinePiece, inlinePieces, inlineSpan, keepsLines } from "./inline-pieces.ts";

/** What somebody left in an element after editing its text. Offsets name the pieces that were there before. */
export type WrittenPiece =
  /** `run`: the text that it was; one that was cut in two has two pieces, in their order. */
  | { readonly kind: "text"; readonly text: string; readonly run?: number | undefined }
  | { readonly kind: "kept"; readonly from: number }
  /** A new value: its name. */
  | { readonly kind: "value"; readonly source: string }
  | {
      readonly kind: "element";
      readonly name: string;
      /** The element that was there; undefined for a new one. */
      readonly from?: number | undefined;
      /** Of a new link: the value of the attribute as source. */
      readonly href?: string | undefined;
      readonly pieces: readonly WrittenPiece[];
    };

export type Decode = (reference: string) => string;

/** Elements that writing may add. */
const ADDED = new Set(["strong", "em", "a", "br", "code"]);

/**
 * The inside of an element as source. What nobody touched gives its bytes back, a changed text keeps those of its equal
 * head and tail, and only what was typed is written anew. Several lists are the parts of an element that was split.
 */
export function inlineSources(
  source: string,
  node: OutlineNode,
  { parts, decode }: { readonly parts: readonly (readonly WrittenPiece[])[]; readonly decode: Decode },
): readonly string[] {
  const known = piecesByStart(inlinePieces(source, node) ?? []);
  const isPre = keepsLines(node);
  const texts = runTexts(parts.flat());
  const sources = new Map(
    [...texts].map(([run, written]) => {
      const piece = known.get(run);
      return [
        run,
        piece ? cutRun(source.slice(piece.from, piece.to), written, { decode, isPre }) : written.map(textSource),
      ] as const;
    }),
  );
  const used = new Set<number>();
  const print = (piece: WrittenPiece): string => {
    switch (piece.kind) {
      case "text":
        return piece.run === undefined ? textSource(piece.text) : (sources.get(piece.run)?.shift() ?? "");
      case "kept": {
        const kept = known.get(piece.from);
        used.add(piece.from);
        return kept?.kind === "kept" ? source.slice(kept.from, kept.to) : "";
      }
      case "value":
        return `{{ ${piece.source} }}`;
      case "element":
        return element(piece, piece.pieces.map(print).join(""));
      default:
        return assertNever(piece);
    }
  };
  const element = (piece: Extract<WrittenPiece, { kind: "element" }>, inside: string): string => {
    const was = piece.from === undefined ? undefined : known.get(piece.from);
    if (was?.kind === "element") {
      const isEmptied = inside === "" && was.pieces.length > 0;
      return isEmptied ? "" : source.slice(was.from, was.openTo) + inside + source.slice(was.closeFrom, was.to);
    }
    if (!ADDED.has(piece.name)) return inside;
    if (piece.name === "br") return "<br>";
    if (inside === "") return "";
    const href = piece.href === undefined ? "" : ` href="${piece.href}"`;
    return `<${piece.name}${href}>${inside}</${piece.name}>`;
  };
  // Blanks where a text was split would be the first and the last of a line, where nobody sees them.
  const printed = parts.map((part, index) => {
    const inside = part.map(print).join("");
    const from = index === 0 ? inside : inside.trimStart();
    return index === parts.length - 1 ? from : from.trimEnd();
  });
  // A note is not seen, so nobody meant to delete it.
  const notes = [...known.values()].filter((piece) => piece.kind === "kept" && piece.isNote && !used.has(piece.from));
  const span = inlineSpan(source, node);
  const last = printed.length - 1;
  return printed.map((inside, index) =>
    index === last
      ? source.slice(index === 0 ? node.openTo : span.from, span.from) +
        inside +
        notes.map(({ from, to }) => source.slice(from, to)).join("") +
        source.slice(span.to, node.closeFrom)
      : source.slice(node.openTo, span.from) + inside + source.slice(span.to, node.closeFrom),
  );
}

function piecesByStart(pieces: readonly InlinePiece[]): Map<number, InlinePiece> {
  const found = new Map<number, InlinePiece>();
  const visit = (some: readonly InlinePiece[]): void => {
    for (const piece of some) {
      found.set(piece.from, piece);
      if (piece.kind === "element") visit(piece.pieces);
    }
  };
  visit(pieces);
  return found;
}

/** What is left of each run, in order. */
function runTexts(pieces: readonly WrittenPiece[]): ReadonlyMap<number, string[]> {
  const texts = new Map<number, string[]>();
  const visit = (some: readonly WrittenPiece[]): void => {
    for (const piece of some) {
      if (piece.kind === "element") visit(piece.pieces);
      else if (piece.kind === "text" && piece.run !== undefined)
        texts.set(piece.run, [...(texts.get(piece.run) ?? []), piece.text]);
    }
  };
  visit(pieces);
  return texts;
}

/** A run as source again, cut where its text was cut. */
function cutRun(
  source: string,
  texts: readonly string[],
  { decode, isPre }: { readonly decode: Decode; readonly isPre: boolean },
): string[] {
  const whole = texts.join("");
  const units = isPre ? unitsOf(source, decode) : foldLines(unitsOf(source, decode));
  const { head, tail, middle } = alignUnits(units, whole);
  const typed = [...middle].map((text): Unit => ({ source: textSource(text), text }));
  const all = [...units.slice(0, head), ...typed, ...units.slice(units.length - tail)];
  let at = 0;
  return texts.map((text) => {
    let done = "";
    for (let length = 0; length < text.length && at < all.length; at++) {
      const unit = all[at] as Unit;
      done += unit.source;
      length += unit.text.length;
    }
    return done;
  });
}

/** The text of a run as people see it: a line break of the source with its indentation is one space. */
export const shownText = (
  source: string,
  { decode, isPre }: { readonly decode: Decode; readonly isPre: boolean },
): string => {
  const units = unitsOf(source, decode);
  return (isPre ? units : foldLines(units)).map(({ text }) => text).join("");
};

function foldLines(units: readonly Unit[]): readonly Unit[] {
  const folded: Unit[] = [];
  for (let at = 0; at < units.length; ) {
    const blanks: Unit[] = [];
    while (isBlank(units[at + blanks.length])) blanks.push(units[at + blanks.length] as Unit);
    if (blanks.some(({ text }) => text === "\n"))
      folded.push({ source: blanks.map((unit) => unit.source).join(""), text: " " });
    else folded.push(...blanks);
    at += blanks.length;
    const next = blanks.length === 0 ? units[at] : undefined;
    if (next) {
      folded.push(next);
      at++;
    }
  }
  return folded;
}

/** White space as it is written, not as a reference. */
const isBlank = (unit: Unit | undefined): boolean => unit !== undefined && /^[ \t\r\n]+$/.test(unit.source);
