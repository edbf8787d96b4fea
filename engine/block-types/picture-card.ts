import type { BlockType } from "./block-type.ts";
import { emptyPicture } from "./empty-picture.ts";

/** Recognised as a card once it stands. */
export const pictureCardBlock: BlockType = {
  name: "picture-card",
  label: "Card with picture",
  description: "A picture, a heading that is a link, and a text; all of it can be clicked.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: ({ pages: [page] }) => `<article class="card">
  <img class="ratio-4x3" src="${emptyPicture(4, 3)}" alt="" width="800" height="600" loading="lazy">
  <h3><a href="${page ? `{% url "${page.name}" %}` : "/"}">What it is called</a></h3>
  <p>A sentence or two about it.</p>
</article>`,
};
