import type { BlockType } from "./block-type.ts";

/** Recognised as a card once it stands. */
export const priceCardBlock: BlockType = {
  name: "price-card",
  label: "Card with price",
  description: "An offer: its name, its price, what is in it, and a button.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: () => `<article class="card">
  <h3>Name of the offer</h3>
  <p class="price">€ 25</p>
  <p>For whom it is.</p>
  <ul>
    <li>The first thing in it</li>
    <li>The second thing in it</li>
  </ul>
  <p><a class="button primary" href="/">Choose it</a></p>
</article>`,
};
