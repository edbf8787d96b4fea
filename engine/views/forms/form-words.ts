import type { DefinitionReader } from "../../definition/reader.ts";
import type { WidgetWords } from "../../forms/widgets/widget.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";

/** The language and zone in which an app's forms speak. */
export function formWords(reader: DefinitionReader): WidgetWords {
  const { locale, timeZone } = reader.definition.settings;
  const { yes, no, forms } = pageTextsFor(locale);
  return { locale, timeZone, yes, no, texts: forms };
}
