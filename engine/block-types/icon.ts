import { type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn } from "./class-tokens.ts";

/** A sign that one types, such as ★ or an emoji: no font and no picture is loaded, and it is read out as nothing. */
export const iconBlock: BlockType = {
  name: "icon",
  label: "Icon",
  description: "A sign in a tinted square. Type any sign or emoji.",
  category: "media",
  recognise: (node, classes) => isElement(node, "span", "div") && classes.has("icon"),
  properties: [corners, hiddenOn],
  insert: () => `<div class="icon" aria-hidden="true">★</div>`,
};
