import { textFilter } from "./filter-kit.ts";

export const upper = textFilter({
  name: "upper",
  example: "upper",
  summary: "In capitals.",
  apply: (text, { locale }) => text.toLocaleUpperCase(locale),
});
