import { templateText } from "../view-types/defaults/template-text.ts";
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

/** A finished form: its heading if it has one, its fields in the form's order, and its button. */
export const formSource = (name: string | undefined, heading = ""): string => `{% form${
  name === undefined ? "" : ` "${name}"`
} %}
${heading}{% fields %}
<p class="buttons">{% submit %}</p>
{% endform %}`;

/** What stands above the fields of a form that takes messages. */
export const CONTACT_HEADING = "<h2>Write to us</h2>\n<p>We are glad to hear from you.</p>\n";

export const formHeading = (label: string): string => `<h2>${templateText(label)}</h2>\n`;
