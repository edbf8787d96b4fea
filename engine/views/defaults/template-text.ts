import { escapeHtml } from "../../templates/escaping.ts";

/** A label as text of a template: neither HTML nor a tag of the template, whatever people called their field. */
export const templateText = (label: string): string =>
  escapeHtml(label).replace(/\{/g, "&#123;").replace(/\}/g, "&#125;");

/** A text as a literal of the expression language. */
export const textLiteral = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u{10ffff}]/gu, (character) => character);

/** Lines, moved to the right. */
export const indent = (depth: number, text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(depth) + line))
    .join("\n");
