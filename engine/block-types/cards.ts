import type { BlockType } from "./block-type.ts";

export const cardsBlock: BlockType = {
  name: "cards",
  label: "Three cards",
  description: "A row of three cards with an icon, a heading and a text each.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: () => {
    const card = (icon: string, name: string) => `  <article class="card">
    <div class="icon" aria-hidden="true">${icon}</div>
    <h3>${name}</h3>
    <p>What is good about it, in one sentence.</p>
  </article>`;
    return `<div class="columns cols-3">\n${card("★", "First")}\n${card("✓", "Second")}\n${card("♥", "Third")}\n</div>`;
  },
};
