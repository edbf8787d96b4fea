import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const listBlock: BlockType = {
  name: "list",
  label: "List",
  description: "Points, one below the other.",
  category: "text",
  recognise: (node) => isElement(node, "ul", "ol"),
  properties: [
    {
      kind: "element",
      label: "Kind",
      options: [
        { value: "ul", label: "Points" },
        { value: "ol", label: "Numbers" },
      ],
    },
    hiddenOn,
  ],
  insert: () => `<ul>
  <li>First</li>
  <li>Second</li>
  <li>Third</li>
</ul>`,
};
