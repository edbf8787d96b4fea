import type { DisplayedField, FieldDisplay } from "./field-uses.ts";

export const showTime = ({ value }: DisplayedField): FieldDisplay => ({
  inline: `{% if ${value} %}<time datetime="{{ ${value} }}">{{ ${value} }}</time>{% endif %}`,
  className: "date",
});

/** The day of a sample row. */
export const sampleDay = (number: number): string => `2026-03-${String((number % 28) + 1).padStart(2, "0")}`;
