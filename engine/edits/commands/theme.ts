import { type AppTheme, defaultTheme } from "../../definition/app-theme.ts";
import { isEqualJson, type JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { SETTINGS_ID } from "../edit.ts";
import { type EditCommand, update } from "./edit-command.ts";

/** The look of the app: its own, or the default one. */
export const themeOfApp = (reader: DefinitionReader): AppTheme => reader.definition.settings.theme ?? defaultTheme;

/**
 * Changes parts of the look; `undefined` removes a picture. A look that becomes the default one is removed, so that an
 * app that was tried on and put back is the app that it was.
 */
export function setTheme(
  reader: DefinitionReader,
  change: { readonly [Key in keyof AppTheme]?: AppTheme[Key] | undefined },
  label: string,
): EditCommand {
  const entries = Object.entries({ ...themeOfApp(reader), ...change }).filter(([, value]) => value !== undefined);
  const theme = Object.fromEntries(entries) as Readonly<Record<string, JsonValue>>;
  if (isEqualJson(theme, themeOfApp(reader))) return { label, operations: [] };
  return {
    label,
    operations: [update(SETTINGS_ID, { theme: isEqualJson(theme, defaultTheme) ? undefined : theme })],
  };
}
