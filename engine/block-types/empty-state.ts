import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const emptyStateBlock: BlockType = {
  name: "empty-state",
  label: "Empty state",
  description: "What stands where there is nothing to show yet.",
  category: "data",
  recognise: (node, classes) => isElement(node, "div") && classes.has("empty"),
  properties: [hiddenOn],
  insert: () => `<div class="empty">
  <p>Nothing here yet.</p>
</div>`,
};
