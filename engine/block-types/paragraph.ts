import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, textSize, width } from "./class-tokens.ts";

export const paragraphBlock: BlockType = {
  name: "paragraph",
  label: "Paragraph",
  description: "Text.",
  category: "text",
  recognise: (node) => isElement(node, "p"),
  properties: [textSize, align, width, hiddenOn],
  insert: () => `<p>Write here.</p>`,
};
