import type { BlockType } from "./block-type.ts";
import { iconSvg } from "./icon-drawings.ts";

export const cardsBlock: BlockType = {
  name: "cards",
  label: "Three cards",
  description: "A row of three cards with an icon, a heading and a text each.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: () => {
    const card = (icon: string, name: string) => `  <article class="card">
    <div class="icon" aria-hidden="true">${iconSvg(icon)}</div>
    <h3>${name}</h3>
    <p>What is good about it, in one sentence.</p>
  </article>`;
    return `<div class="columns cols-3">\n${card("Star", "First")}\n${card("Check mark", "Second")}\n${card("Heart", "Third")}\n</div>`;
  },
};
