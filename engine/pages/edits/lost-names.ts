import { type AssistContext, type EditedText, type KnownName, namesAt } from "../../views/assist/names-at.ts";
import type { OutlineNode } from "../outline/outline-node.ts";
import { pageOutline, pathTo } from "../outline/page-outline.ts";
import { namesUsed, type Piece } from "./names-in-piece.ts";

/** A name that a part uses and that would mean nothing, or something else, where it is to stand. */
export interface LostName {
  readonly name: string;
  /** The tag that gives the name: `{% for book in page.items %}`. */
  readonly givenBy: OutlineNode | undefined;
  /** Names of the same type that are known there. */
  readonly instead: readonly string[];
}

/** The names that a piece uses and that are not known, or hold something else, at another place of the page. */
export function lostNames(
  context: AssistContext,
  edited: EditedText,
  { piece, at }: { readonly piece: Piece; readonly at: number },
): readonly LostName[] {
  const used = namesUsed(edited.source, piece);
  if (used.size === 0) return [];
  const here = namesAt(context, edited, { start: piece.from, end: piece.from });
  const there = namesAt(context, edited, { start: at, end: at });
  const isSame = (one: KnownName | undefined, other: KnownName) =>
    one !== undefined && JSON.stringify(one.type) === JSON.stringify(other.type);
  return [...used].flatMap((name): LostName[] => {
    const known = here.get(name);
    if (known === undefined || isSame(there.get(name), known)) return [];
    const instead = [...there].filter(([, other]) => isSame(other, known)).map(([other]) => other);
    return [{ name, givenBy: giverOf(name, edited.source, piece.from), instead }];
  });
}

/** The innermost tag around a place that gives a name to what stands in it. */
function giverOf(name: string, source: string, from: number): OutlineNode | undefined {
  const path = pathTo(pageOutline(source), from).slice(0, -1);
  return path.findLast((node) => {
    const tag = source.slice(node.from, node.openTo);
    const names =
      node.name === "for"
        ? (/^\{%\s*for\s+([\w\s,]+?)\s+in\b/.exec(tag)?.[1] ?? "").split(/[\s,]+/)
        : [...tag.matchAll(/(\w+)=/g)].map(([, word]) => word);
    return node.kind === "branching" && names.includes(name);
  });
}
