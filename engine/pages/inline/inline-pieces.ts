import { holdsOnlyPhrasing, outermostElements, refusalOf } from "../content-model.ts";
import type { OutlineNode } from "../outline/outline-node.ts";
import { type PageOutline, pathTo } from "../outline/page-outline.ts";

/**
 * What stands in an element whose text can be edited in place:
 *
 *   <p>Caf&eacute; <b>{{ name }}</b></p>   →   text `Caf&eacute; `, element b [ kept `{{ name }}` ]
 *
 * A text is one run of the source; what is kept is shown as one unit that can be deleted and not changed.
 */
export type InlinePiece =
  | { readonly kind: "text"; readonly from: number; readonly to: number }
  | { readonly kind: "kept"; readonly from: number; readonly to: number; readonly isNote: boolean }
  | {
      readonly kind: "element";
      readonly name: string;
      readonly from: number;
      readonly openTo: number;
      readonly closeFrom: number;
      readonly to: number;
      readonly pieces: readonly InlinePiece[];
    };

const INLINE = new Set(
  "a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split(
    " ",
  ),
);
/** Text may stand in them, but it is not text of the page's flow. */
const NO_TEXT_ROOT = new Set("html head title body select option optgroup textarea script style svg math".split(" "));
/** Their line breaks are content. */
const KEEPS_LINES = new Set(["pre", "textarea", "listing"]);

/** The pieces of an element, or undefined when something else than text stands in it. */
export function inlinePieces(source: string, node: OutlineNode): readonly InlinePiece[] | undefined {
  const [branch] = node.branches;
  if (node.kind !== "element" || !branch || NO_TEXT_ROOT.has(node.name)) return undefined;
  if (refusalOf([node.name], "#text") !== undefined) return undefined;
  const { from, to } = inlineSpan(source, node);
  const pieces = piecesOf(source, branch.children, { from, to });
  if (pieces?.length === 0 && !holdsOnlyPhrasing(node.name) && !HOLDS_TEXT.has(node.name)) return undefined;
  return pieces;
}

const HOLDS_TEXT = new Set("li td th dt dd blockquote figcaption caption".split(" "));

/** The inside without the white space at its ends, which keeps the lines of the source as they are. */
export function inlineSpan(source: string, node: OutlineNode): { readonly from: number; readonly to: number } {
  const inside = source.slice(node.openTo, node.closeFrom);
  if (KEEPS_LINES.has(node.name)) return { from: node.openTo, to: node.closeFrom };
  const before = /^\s*/.exec(inside)?.[0].length ?? 0;
  const after = before === inside.length ? 0 : (/\s*$/.exec(inside)?.[0].length ?? 0);
  return { from: node.openTo + before, to: node.closeFrom - after };
}

export const keepsLines = (node: OutlineNode): boolean => KEEPS_LINES.has(node.name);

function piecesOf(
  source: string,
  children: readonly OutlineNode[],
  within: { readonly from: number; readonly to: number },
): readonly InlinePiece[] | undefined {
  const pieces: InlinePiece[] = [];
  for (const child of children) {
    const piece = pieceOf(source, child, within);
    if (piece === undefined) return undefined;
    if (piece.to > piece.from) pieces.push(piece);
  }
  return pieces;
}

function pieceOf(
  source: string,
  node: OutlineNode,
  within: { readonly from: number; readonly to: number },
): InlinePiece | undefined {
  const { from, to } = node;
  switch (node.kind) {
    case "text":
      return { kind: "text", from: Math.max(from, within.from), to: Math.max(within.from, Math.min(to, within.to)) };
    case "output":
    case "url":
    case "note":
      return { kind: "kept", from, to, isNote: node.kind === "note" };
    case "branching":
      return outermostElements(node, source).every((name) => name === "#text" || INLINE.has(name))
        ? { kind: "kept", from, to, isNote: false }
        : undefined;
    case "element": {
      if (!INLINE.has(node.name)) return undefined;
      const pieces = piecesOf(source, node.branches[0]?.children ?? [], { from, to });
      const { name, openTo, closeFrom } = node;
      return pieces && { kind: "element", name, from, openTo, closeFrom, to, pieces };
    }
    case "include":
    case "code":
      return undefined;
  }
}

/**
 * The element whose text is meant by a place: the outermost around it that can be edited as text and has text of its
 * own, so that a word in bold is edited with its sentence; a button among others is edited by itself.
 */
export function textRootAt(outline: PageOutline, from: number): OutlineNode | undefined {
  const { source } = outline;
  const path = pathTo(outline, from);
  const editable = path.filter((node) => inlinePieces(source, node) !== undefined);
  return editable.find((node) => hasOwnText(source, node)) ?? editable.at(-1);
}

const hasOwnText = (source: string, node: OutlineNode): boolean =>
  (node.branches[0]?.children ?? []).some(
    ({ kind, from, to }) => kind === "output" || (kind === "text" && source.slice(from, to).trim() !== ""),
  );
