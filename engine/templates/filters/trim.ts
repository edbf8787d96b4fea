import { textFilter } from "./filter-kit.ts";

export const trim = textFilter({
  name: "trim",
  example: "trim",
  summary: "Without blanks at both ends.",
  apply: (text) => text.trim(),
});
