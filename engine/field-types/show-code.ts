import type { DisplayedField, FieldDisplay } from "./field-uses.ts";

/** In the face of code: slugs, UUIDs. */
export const showCode = ({ value }: DisplayedField): FieldDisplay => ({
  inline: `{% if ${value} %}<code>{{ ${value} }}</code>{% endif %}`,
});
