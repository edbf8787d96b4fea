import type { BlockProperty } from "#engine/block-types/block-type";
import { blockTypeOf } from "#engine/block-types/registry";
import type { OutlineNode } from "#engine/pages/outline/outline-node";

/** What the block type of an element lets people set; nothing for text and template tags. */
export const propertiesOf = (node: OutlineNode, source: string): readonly BlockProperty[] =>
  node.kind === "element" ? (blockTypeOf(node, source)?.properties ?? []) : [];
