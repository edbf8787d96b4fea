import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const dividerBlock: BlockType = {
  name: "divider",
  label: "Divider",
  description: "A line between two parts.",
  category: "layout",
  recognise: (node) => isElement(node, "hr"),
  properties: [hiddenOn],
  insert: () => `<hr>`,
};
