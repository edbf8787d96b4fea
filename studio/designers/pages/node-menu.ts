import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { NodeEdits } from "./node-edits.ts";
import { stepPlaces } from "./step-places.ts";

export interface NodeAction {
  readonly label: string;
  readonly run: () => void;
}

/** What can be done with a node, in words. */
export function nodeMenu(outline: PageOutline, one: OutlineNode, edits: NodeEdits): readonly NodeAction[] {
  const { moveTo, duplicate, wrap, unwrap, remove } = edits;
  const { ArrowUp: up, ArrowDown: down, ArrowLeft: out } = stepPlaces(outline, one);
  return [
    ...(up ? [{ label: "Move up", run: () => moveTo(one, up) }] : []),
    ...(down ? [{ label: "Move down", run: () => moveTo(one, down) }] : []),
    ...(out ? [{ label: "Move out", run: () => moveTo(one, out) }] : []),
    { label: "Duplicate", run: () => duplicate(one) },
    { label: "Put in a section", run: () => wrap(one, ['<section class="band">', "</section>", "a section"]) },
    { label: "Show only if …", run: () => wrap(one, ["{% if app.label %}", "{% endif %}", "a condition"]) },
    ...(one.branches.length > 0 ? [{ label: "Take the frame away", run: () => unwrap(one) }] : []),
    { label: "Delete", run: () => remove(one) },
  ];
}
