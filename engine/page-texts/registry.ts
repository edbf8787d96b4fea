import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { PageTexts } from "./page-texts.ts";

/** By language, without its country: `de` serves de, de-AT and de-CH. */
export const pageTexts: Readonly<Record<string, PageTexts>> = { en, de, fr, es, ar };

const languageOf = (locale: string): string => (locale.split("-")[0] ?? "").toLowerCase();

/** The texts in the language of an app; English where there are none. */
export const pageTextsFor = (locale: string): PageTexts => {
  const language = languageOf(locale);
  return (Object.hasOwn(pageTexts, language) ? pageTexts[language] : undefined) ?? en;
};

/** The language in which `pageTextsFor` answers. */
export const pageLanguageFor = (locale: string): string =>
  Object.hasOwn(pageTexts, languageOf(locale)) ? locale : "en";
