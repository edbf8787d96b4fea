import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, padding, tone } from "./class-tokens.ts";

export const heroBlock: BlockType = {
  name: "hero",
  label: "Hero",
  description: "The opening of a page: a large heading, a sentence, a button.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "section", "header") && classes.has("hero"),
  properties: [tone, align, padding, hiddenOn],
  insert: () => `<section class="hero">
  <h1>Say what this is</h1>
  <p class="text-large">One sentence about what people can do here, and why they would.</p>
  <div class="row">
    <a class="button primary large" href="/">Begin</a>
    <a class="button large" href="/">Learn more</a>
  </div>
</section>`,
};
