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
  <h2>What this part is about</h2>
  <p>One or two sentences that say why it matters to people.</p>
</section>`,
};
