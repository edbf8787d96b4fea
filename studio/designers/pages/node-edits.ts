import type { Place } from "#engine/pages/edits/page-gesture";
import { textRunChange } from "#engine/pages/edits/text-run";
import { applyChanges } from "#engine/pages/map-offset";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import { decodeReference } from "./decode-reference.ts";
import { nodeLabel } from "./node-label.ts";
import type { PageEdit, PageEditDone } from "./use-page-edit.ts";

/** The edits of one part of a page, as the history names them. */
export function nodeEdits(outline: PageOutline, edit: (edit: PageEdit) => PageEditDone | undefined) {
  const { source } = outline;
  const named = (verb: string, one: OutlineNode) => `${verb} ${nodeLabel(one, source)}`;

  const setText = (text: OutlineNode, value: string): void => {
    const parent = pathTo(outline, text.from).at(-2);
    if (!parent) return;
    const change = textRunChange(source, text, { text: value, decode: decodeReference });
    const inside = applyChanges(source, [change]).slice(
      parent.openTo,
      parent.closeFrom + change.insert.length - (change.to - change.from),
    );
    edit({
      gesture: { kind: "setInline", node: parent.from, source: inside },
      label: `Write in ${nodeLabel(parent, source)}`,
    });
  };

  return {
    setText,
    moveTo: (one: OutlineNode, place: Place | undefined) =>
      place !== undefined &&
      edit({ gesture: { kind: "move", node: one.from, place }, label: named("Move", one) }) !== undefined,
    remove: (one: OutlineNode) => edit({ gesture: { kind: "remove", node: one.from }, label: named("Delete", one) }),
    cut: (one: OutlineNode) => edit({ gesture: { kind: "remove", node: one.from }, label: named("Cut", one) }),
    duplicate: (one: OutlineNode) =>
      edit({ gesture: { kind: "duplicate", node: one.from }, label: named("Duplicate", one) }),
    wrap: (one: OutlineNode, [open, close, name]: readonly [string, string, string]) =>
      edit({ gesture: { kind: "wrap", node: one.from, open, close }, label: `${named("Put", one)} in ${name}` }),
    unwrap: (one: OutlineNode) => edit({ gesture: { kind: "unwrap", node: one.from }, label: named("Unwrap", one) }),
  };
}

export type NodeEdits = ReturnType<typeof nodeEdits>;
