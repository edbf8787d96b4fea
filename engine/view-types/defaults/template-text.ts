import { escapeHtml } from "../../templates/render/escaping.ts";

/** A label as text of a template: it is never read as HTML or as a tag. */
export const templateText = (label: string): string =>
  escapeHtml(label).replace(/\{/g, "&#123;").replace(/\}/g, "&#125;");

/** A text as a literal of the expression language. */
export const textLiteral = (text: string): string => JSON.stringify(text.replace(/\p{Surrogate}/gu, "\ufffd"));
