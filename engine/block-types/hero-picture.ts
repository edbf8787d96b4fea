import type { BlockType } from "./block-type.ts";
import { emptyPicture } from "./empty-picture.ts";

/** Recognised as a hero once it stands. */
export const heroPictureBlock: BlockType = {
  name: "hero-picture",
  label: "Hero with picture",
  description: "The opening of a page, with a picture beside it; below it on a phone.",
  category: "layout",
  recognise: () => false,
  properties: [],
  insert: () => `<section class="hero">
  <div class="columns cols-2">
    <div>
      <h1>Say what this is</h1>
      <p class="text-large">One sentence about what people can do here, and why they would.</p>
      <div class="row">
        <a class="button primary large" href="/">Begin</a>
        <a class="button large" href="/">Learn more</a>
      </div>
    </div>
    <img class="ratio-4x3" src="${emptyPicture(4, 3)}" alt="" width="1200" height="900">
  </div>
</section>`,
};
