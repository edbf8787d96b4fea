import { outermostElements } from "#engine/pages/content-model";
import { partsOf } from "#engine/pages/edits/place-in-outline";
import { refusalAt } from "#engine/pages/edits/plan-page-edit";
import { extendsLayout } from "#engine/pages/insert-place";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { FrameSlot } from "../../page-frame/frame-messages.ts";

/** The branches of a page in which a node may be dropped, with the elements between which the gaps lie. */
export function dropSlots(
  outline: PageOutline,
  dragged: OutlineNode,
  mark: (from: number) => string,
): readonly FrameSlot[] {
  const { source } = outline;
  const elements = outermostElements(dragged, source);
  const slots: FrameSlot[] = [];
  const visit = (node: OutlineNode, container: number | undefined): void => {
    if (node.from === dragged.from) return;
    const inside = node.kind === "element" ? node.from : container;
    for (const [branch, { children }] of node.branches.entries()) {
      const place = { parent: node.from, branch, index: 0 };
      const parts = partsOf(source, children);
      if (refusalAt(outline, place, elements) === undefined && !TEXTS.has(node.name))
        slots.push({
          container: inside === undefined ? null : mark(inside),
          children: parts.flatMap((part, index) => (part.kind === "element" ? [{ mark: mark(part.from), index }] : [])),
          count: parts.length,
          parent: node.from,
          branch,
        });
      for (const child of children) visit(child, inside);
    }
  };
  for (const node of outline.nodes) if (node.kind !== "text" || !extendsLayout(outline)) visit(node, undefined);
  return slots;
}

/** Text is edited in them; a part that is dropped belongs beside. */
const TEXTS = new Set("p h1 h2 h3 h4 h5 h6 a span strong em b i small code button label title head html".split(" "));
