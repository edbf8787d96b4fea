import { defaultTheme } from "../definition/app-theme.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { textDirection } from "../page-texts/text-direction.ts";
import { themeOf } from "./theme/theme.ts";
import { themePictures } from "./theme/theme-pictures.ts";
import { colourScheme } from "./theme/tokens.ts";

/** `app` in the templates of every page. */
export function appVariable(reader: DefinitionReader) {
  const { label, locale, theme } = reader.definition.settings;
  const { logo, favicon } = themePictures(theme);
  return {
    label,
    locale,
    direction: textDirection(locale),
    theme_url: themeOf(theme).url,
    color_scheme: colourScheme(theme ?? defaultTheme),
    logo_url: logo?.path ?? null,
    logo_width: logo?.width ?? null,
    logo_height: logo?.height ?? null,
    favicon_url: favicon?.path ?? null,
  };
}
