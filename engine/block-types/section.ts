import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, padding, tone, width } from "./class-tokens.ts";

export const sectionBlock: BlockType = {
  name: "section",
  label: "Section",
  description: "A band across the page that holds other parts.",
  category: "layout",
  recognise: (node) => isElement(node, "section"),
  properties: [tone, width, padding, align, hiddenOn],
  insert: () => `<section class="band">
  <h2>A section</h2>
  <p>What this part is about.</p>
</section>`,
};
