import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const buttonBlock: BlockType = {
  name: "button",
  label: "Button",
  description: "A link that looks like a button.",
  category: "text",
  recognise: (node, classes) => isElement(node, "a", "button") && classes.has("button"),
  properties: [
    { kind: "attribute", name: "href", label: "Leads to", hint: "An address such as /books/" },
    {
      kind: "token",
      label: "Look",
      options: [
        { value: undefined, label: "Quiet" },
        { value: "primary", label: "Main" },
      ],
    },
    hiddenOn,
  ],
  insert: () => `<p><a class="button primary" href="/">Go on</a></p>`,
};
