import type { EditOperation } from "#engine/edits/edit";
import { outermostElements } from "#engine/pages/content-model";
import { extendsLayout, insertPlace } from "#engine/pages/insert-place";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { nodeAt, pageOutline } from "#engine/pages/outline/page-outline";
import { dedent } from "./dedent.ts";
import { nodeEdits } from "./node-edits.ts";
import { type NodeAction, nodeMenu } from "./node-menu.ts";
import { type KeyPress, type KeyTargets, pageKeys } from "./page-keys.ts";
import type { PageEdit, PageEditDone } from "./use-page-edit.ts";

export interface PageActions {
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
  readonly setText: (text: OutlineNode, value: string) => void;
  /** What can be done with a node, in words. */
  readonly of: (node: OutlineNode) => readonly NodeAction[];
  /** False when the key means nothing here. */
  readonly key: (press: KeyPress) => boolean;
  /** What ⌘C puts on the clipboard: source, so that it can be pasted into a source too. */
  readonly copied: () => string;
  readonly cut: () => void;
  readonly paste: (text: string) => void;
  /** With records that are made in the same step. */
  readonly insert: (source: string, label: string, besides?: readonly EditOperation[]) => boolean;
}

interface Parts extends KeyTargets {
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
}

/** What keys and buttons do with the selected part. */
export function pageActions(parts: Parts): PageActions {
  const { outline, selected, edit } = parts;
  const { source } = outline;
  const node = selected === undefined ? undefined : nodeAt(outline, selected);
  const edits = nodeEdits(outline, edit);

  /** At the selected place: into what can hold it, else after it. */
  const insert = (piece: string, label: string, besides: readonly EditOperation[] = []): boolean => {
    const elements = pageOutline(piece).nodes.flatMap((one) => outermostElements(one, piece));
    const place = insertPlace(outline, selected, elements);
    if (!place) return false;
    // A template that extends a layout shows only what stands in its blocks.
    const isOutside = place.parent === undefined && extendsLayout(outline);
    const written = isOutside ? `{% block main %}\n${piece}\n{% endblock %}` : piece;
    return edit({ gesture: { kind: "insert", place, source: written }, label, operations: besides }) !== undefined;
  };

  return {
    edit,
    setText: edits.setText,
    key: pageKeys({ ...parts, node, edits }),
    insert,
    copied: () => (node ? source.slice(node.from, node.to) : ""),
    cut: () => {
      if (node) edits.cut(node);
    },
    paste: (text) => {
      if (text.trim() !== "") insert(dedent(text), "Paste");
    },
    of: (one) => nodeMenu(outline, one, edits),
  };
}
