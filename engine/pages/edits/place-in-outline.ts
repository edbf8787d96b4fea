import type { Branch, OutlineNode } from "../outline/outline-node.ts";
import { nodeAt, type PageOutline, pathTo } from "../outline/page-outline.ts";
import type { Place } from "./page-gesture.ts";

/** The nodes of a branch that count as its parts: all but white space. */
export const partsOf = (source: string, children: readonly OutlineNode[]): readonly OutlineNode[] =>
  children.filter(({ kind, from, to }) => kind !== "text" || source.slice(from, to).trim() !== "");

export interface FoundPlace {
  readonly parent: OutlineNode | undefined;
  readonly branch: Branch;
  readonly parts: readonly OutlineNode[];
  readonly index: number;
}

export function findPlace(outline: PageOutline, place: Place): FoundPlace | undefined {
  const { source } = outline;
  const parent = place.parent === undefined ? undefined : nodeAt(outline, place.parent);
  if (place.parent !== undefined && !parent) return undefined;
  const whole: Branch = { clause: undefined, from: 0, to: source.length, children: outline.nodes };
  const branch = parent ? parent.branches[place.branch] : whole;
  if (!branch) return undefined;
  const parts = partsOf(source, branch.children);
  return { parent, branch, parts, index: Math.max(0, Math.min(place.index, parts.length)) };
}

/** Where a node stands now. */
export function placeOf(outline: PageOutline, from: number): Place | undefined {
  const path = pathTo(outline, from);
  const node = path.at(-1);
  if (!node) return undefined;
  const parent = path.at(-2);
  if (!parent) return { parent: undefined, branch: 0, index: partsOf(outline.source, outline.nodes).indexOf(node) };
  const branch = parent.branches.findIndex(({ children }) => children.includes(node));
  const index = partsOf(outline.source, parent.branches[branch]?.children ?? []).indexOf(node);
  return { parent: parent.from, branch, index };
}
