import type { BlockType } from "#engine/block-types/block-type";
import { outermostElements } from "#engine/pages/content-model";
import type { Place } from "#engine/pages/edits/page-gesture";
import { findPlace, partsOf } from "#engine/pages/edits/place-in-outline";
import { refusalAt } from "#engine/pages/edits/plan-page-edit";
import { extendsLayout } from "#engine/pages/insert-place";
import type { Branch, OutlineNode } from "#engine/pages/outline/outline-node";
import { type PageOutline, pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { FrameSlot } from "../../page-frame/frame-messages.ts";

/** What is dragged: a part of the page, or something that can be inserted. */
export type Carried =
  | { readonly kind: "node"; readonly node: OutlineNode; readonly label: string }
  | { readonly kind: "piece"; readonly source: string; readonly label: string; readonly type?: BlockType };

export interface DropRules {
  readonly outline: PageOutline;
  /** Why the values of a part would not be known at an offset; undefined when they are. */
  readonly lostAt: (node: OutlineNode, at: number) => string | undefined;
}

/** Why something cannot be dropped at a place; undefined when it can. */
export function dropRefusal({ outline, lostAt }: DropRules, carried: Carried, place: Place): string | undefined {
  const isOwn = carried.kind === "node";
  if (
    isOwn &&
    place.parent !== undefined &&
    pathTo(outline, place.parent).some(({ from }) => from === carried.node.from)
  )
    return "A part cannot be moved into itself.";
  const refused = refusalAt(outline, place, elementsOf(outline, carried));
  if (refused !== undefined) return refused;
  const found = findPlace(outline, place);
  return isOwn && found ? lostAt(carried.node, found.branch.from) : undefined;
}

/** The branches of a page in which something may be dropped, and those that are closed to it, with the reason. */
export function dropSlots(rules: DropRules, carried: Carried, mark: (from: number) => string): readonly FrameSlot[] {
  const { outline } = rules;
  const { source } = outline;
  const slots: FrameSlot[] = [];
  const add = (
    node: OutlineNode | undefined,
    branch: number,
    { children }: Pick<Branch, "children">,
    inside?: number,
  ) => {
    const parts = partsOf(source, children);
    slots.push({
      container: inside === undefined ? null : mark(inside),
      children: parts.flatMap((part, index) => (part.kind === "element" ? [{ mark: mark(part.from), index }] : [])),
      count: parts.length,
      parent: node?.from ?? null,
      branch,
      closed: dropRefusal(rules, carried, { parent: node?.from, branch, index: 0 }) ?? null,
    });
  };
  const visit = (node: OutlineNode, container: number | undefined): void => {
    if (carried.kind === "node" && node.from === carried.node.from) return;
    const inside = node.kind === "element" ? node.from : container;
    for (const [branch, given] of node.branches.entries()) {
      if (!isText(node)) add(node, branch, given, inside);
      for (const child of given.children) visit(child, inside);
    }
  };
  if (!extendsLayout(outline)) add(undefined, 0, { children: outline.nodes });
  for (const node of outline.nodes) visit(node, undefined);
  return slots;
}

const elementsOf = (outline: PageOutline, carried: Carried): readonly string[] =>
  carried.kind === "node"
    ? outermostElements(carried.node, outline.source)
    : pageOutline(carried.source).nodes.flatMap((node) => outermostElements(node, carried.source));

/** Text is edited in them; a part that is dropped belongs beside. */
export const isText = ({ kind, name }: OutlineNode): boolean => kind === "element" && TEXTS.has(name);
const TEXTS = new Set("p h1 h2 h3 h4 h5 h6 a span strong em b i small code button label title head html".split(" "));
