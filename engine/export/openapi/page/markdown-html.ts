import { type Html, html } from "./html.ts";

/**
 * The little CommonMark that our descriptions are made of: paragraphs, code spans, escapes. Not a Markdown renderer:
 * whatever else is in the text is shown as it is written.
 */
export const markdownHtml = (text: string): readonly Html[] =>
  text.split(/\n{2,}/).map((paragraph) => html`<p>${inlineHtml(paragraph)}</p>`);

export const inlineHtml = (text: string): readonly Html[] =>
  text
    .split(/(`[^`]*`|\\[!-/:-@[-`{-~]|&(?:amp|lt|gt);)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.length > 1 && part.startsWith("`") && part.endsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
      if (part.length === 2 && part.startsWith("\\")) return html`${part.slice(1)}`;
      return html`${ENTITIES[part] ?? part}`;
    });

const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
