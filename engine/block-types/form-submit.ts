import type { BlockType } from "./block-type.ts";

export const formSubmitBlock: BlockType = {
  name: "form-submit",
  label: "Send button",
  description: "The button that sends the form.",
  category: "app",
  where: "inForms",
  recognise: (node) => node.kind === "output" && node.name === "submit",
  properties: [],
  insert: () => "{% submit %}",
};
