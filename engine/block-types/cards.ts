import type { BlockType } from "./block-type.ts";

export const cardsBlock: BlockType = {
  name: "cards",
  label: "Three cards",
  description: "A row of three cards with a heading and a text each.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: () => `<div class="columns cols-3">
  <article class="card">
    <h3>First</h3>
    <p>What is good about it.</p>
  </article>
  <article class="card">
    <h3>Second</h3>
    <p>What is good about it.</p>
  </article>
  <article class="card">
    <h3>Third</h3>
    <p>What is good about it.</p>
  </article>
</div>`,
};
