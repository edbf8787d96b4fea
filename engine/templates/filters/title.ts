import { textFilter } from "./filter-kit.ts";

export const title = textFilter({
  name: "title",
  example: "title",
  summary: "Each Word With A Capital.",
  apply: (text, { locale }) =>
    text
      .toLocaleLowerCase(locale)
      .replace(
        /(^|[^\p{L}\p{N}\p{M}'’])(\p{L})/gu,
        (_, before: string, letter: string) => before + letter.toLocaleUpperCase(locale),
      ),
});
