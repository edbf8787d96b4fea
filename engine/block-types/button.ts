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
      label: "Kind",
      options: [
        { value: undefined, label: "Framed" },
        { value: "primary", label: "Main" },
        { value: "plain", label: "Without a frame" },
        { value: "danger", label: "For what cannot be undone" },
      ],
    },
    {
      kind: "token",
      label: "Size",
      options: [
        { value: undefined, label: "Normal" },
        { value: "small", label: "Small" },
        { value: "large", label: "Large" },
        { value: "wide", label: "As wide as there is space" },
      ],
    },
    hiddenOn,
  ],
  insert: () => `<p><a class="button primary" href="/">Go on</a></p>`,
};
