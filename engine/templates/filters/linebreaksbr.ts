import { escapeHtml } from "../render/escaping.ts";
import { textFilter } from "./filter-kit.ts";

export const linebreaksbr = textFilter({
  name: "linebreaksbr",
  example: "linebreaksbr",
  summary: "Line breaks become <br>.",
  givesHtml: true,
  apply: (text) => escapeHtml(text).replace(/\r\n|\r|\n/g, "<br>"),
});
