import { INT, textFilter } from "./filter-kit.ts";

export const wordcount = textFilter({
  name: "wordcount",
  example: "wordcount",
  summary: "How many words.",
  type: INT,
  apply: (text) => text.split(/\s+/).filter((word) => word !== "").length,
});
