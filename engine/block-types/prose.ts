import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn, textSize } from "./class-tokens.ts";

export const proseBlock: BlockType = {
  name: "prose",
  label: "Article",
  description: "Running text of several paragraphs, in a readable width.",
  category: "text",
  recognise: (node, classes) => isElement(node, "div", "article") && classes.has("prose"),
  properties: [textSize, hiddenOn],
  insert: () => `<div class="prose">
  <h2>A heading</h2>
  <p>The first paragraph.</p>
  <p>The second paragraph.</p>
</div>`,
};
