import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, textSize } from "./class-tokens.ts";

export const headingBlock: BlockType = {
  name: "heading",
  label: "Heading",
  description: "A title of the page or of a part.",
  category: "text",
  recognise: (node) => isElement(node, "h1", "h2", "h3", "h4"),
  properties: [
    {
      kind: "element",
      label: "Level",
      options: [
        { value: "h1", label: "Page" },
        { value: "h2", label: "Section" },
        { value: "h3", label: "Part" },
        { value: "h4", label: "Small" },
      ],
    },
    align,
    textSize,
    hiddenOn,
  ],
  insert: () => `<h2>A heading</h2>`,
};
