import type { BlockType } from "./block-type.ts";

export const formFieldBlock: BlockType = {
  name: "form-field",
  label: "Field",
  description: "One field of the form: its label, help, input and error.",
  category: "app",
  where: "inForms",
  recognise: (node) => node.kind === "output" && node.name === "field",
  properties: [],
  insert: ({ formFields: [field] }) => (field === undefined ? undefined : `{% field "${field}" %}`),
};
