import type { BlockType } from "./block-type.ts";

export const formErrorsBlock: BlockType = {
  name: "form-errors",
  label: "Mistakes",
  description: "The list of what is wrong, above the fields.",
  category: "app",
  where: "inForms",
  recognise: (node) => node.kind === "output" && node.name === "errors",
  properties: [],
  insert: () => "{% errors %}",
};
