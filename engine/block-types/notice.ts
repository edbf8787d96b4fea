import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn, tone } from "./class-tokens.ts";

export const noticeBlock: BlockType = {
  name: "notice",
  label: "Notice",
  description: "A message that stands out.",
  category: "text",
  recognise: (node, classes) => isElement(node, "div", "p", "aside") && classes.has("notice"),
  properties: [tone, hiddenOn],
  insert: () => `<aside class="notice">
  <p>Something that people should know.</p>
</aside>`,
};
