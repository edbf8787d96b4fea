import { escapeHtml } from "../render/escaping.ts";
import { textFilter } from "./filter-kit.ts";

export const linebreaks = textFilter({
  name: "linebreaks",
  example: "linebreaks",
  summary: "Empty lines make paragraphs, line breaks become <br>.",
  givesHtml: true,
  apply: (text) =>
    text
      .replace(/\r\n|\r/g, "\n")
      .split(/\n{2,}/)
      .filter((paragraph) => paragraph.trim() !== "")
      .map((paragraph) => `<p>${escapeHtml(paragraph.replace(/^\n|\n$/g, "")).replace(/\n/g, "<br>")}</p>`)
      .join(""),
});
