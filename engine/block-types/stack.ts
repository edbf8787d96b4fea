import { type BlockType, isElement } from "./block-type.ts";
import { align, gap, hiddenOn, width } from "./class-tokens.ts";

export const stackBlock: BlockType = {
  name: "stack",
  label: "Stack",
  description: "Parts below each other with even gaps.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "div") && classes.has("stack"),
  properties: [gap, align, width, hiddenOn],
  insert: () => `<div class="stack">
  <p>One</p>
  <p>Two</p>
</div>`,
};
