import type { DefinitionReader } from "../definition/reader.ts";
import { textDirection } from "../page-texts/text-direction.ts";
import { themeUrl } from "./theme/theme.ts";

/** `app` in the templates of every page. */
export function appVariable(reader: DefinitionReader) {
  const { label, locale } = reader.definition.settings;
  return { label, locale, direction: textDirection(locale), theme_url: themeUrl };
}
