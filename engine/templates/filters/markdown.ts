import { parseMarkdown } from "../markdown/parse-markdown.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { textFilter } from "./filter-kit.ts";

/** The only filter whose result has elements that an author chose, of a fixed list; HTML in the text stays text. */
export const markdown = textFilter({
  name: "markdown",
  example: "markdown",
  summary:
    "Markdown as HTML: headings, bold, lists, links, quotes, code, tables, pictures. HTML in the text stays text.",
  givesHtml: true,
  apply: (text) => renderMarkdown(parseMarkdown(text)),
});
