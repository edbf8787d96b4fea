import { textFilter } from "./filter-kit.ts";

export const capfirst = textFilter({
  name: "capfirst",
  example: "capfirst",
  summary: "The first letter as a capital.",
  apply: (text, { locale }) => text.replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase(locale)),
});
