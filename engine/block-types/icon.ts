import { type BlockProperty, type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn } from "./class-tokens.ts";
import { iconDrawings, iconSvg } from "./icon-drawings.ts";

const drawing: BlockProperty = {
  kind: "inside",
  label: "Icon",
  options: iconDrawings.map(({ label }) => ({ value: iconSvg(label), label })),
};

/** A drawing of the fixed set, or a sign that one types; it is read out as nothing. */
export const iconBlock: BlockType = {
  name: "icon",
  label: "Icon",
  description: "A drawing in a tinted square, chosen from a list.",
  category: "media",
  recognise: (node, classes) => isElement(node, "span", "div") && classes.has("icon"),
  properties: [drawing, corners, hiddenOn],
  insert: () => `<div class="icon" aria-hidden="true">${iconSvg("Star")}</div>`,
};
