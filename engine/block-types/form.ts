import type { BlockType } from "./block-type.ts";

/**
 * A form that is sent to its page. The studio asks first what happens with what is sent, and makes the record; this
 * places one that is there already.
 */
export const formBlock: BlockType = {
  name: "form",
  label: "Form",
  description: "Visitors add a row with it, or change one.",
  category: "app",
  where: "outsideForms",
  recognise: (node) => node.kind === "branching" && node.name === "form",
  properties: [],
  insert: ({ forms: [form] }) => form && formSource(form.name),
};

/** A finished form: its fields in the form's order, and its button. */
export const formSource = (name: string | undefined): string => `{% form${name === undefined ? "" : ` "${name}"`} %}
{% fields %}
<p class="buttons">{% submit %}</p>
{% endform %}`;
