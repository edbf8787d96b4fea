import { textFilter } from "./filter-kit.ts";

export const lower = textFilter({
  name: "lower",
  example: "lower",
  summary: "In small letters.",
  apply: (text, { locale }) => text.toLocaleLowerCase(locale),
});
