import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn, textSize } from "./class-tokens.ts";

export const quoteBlock: BlockType = {
  name: "quote",
  label: "Quote",
  description: "Words of somebody else.",
  category: "text",
  recognise: (node) => isElement(node, "blockquote"),
  properties: [textSize, hiddenOn],
  insert: () => `<blockquote>
  <p>What somebody said.</p>
</blockquote>`,
};
