import { describe, expect, it } from "vitest";
import { appThemeSchema, defaultTheme, themeNeutrals } from "#engine/definition/app-theme";
import { accentTrouble } from "#engine/views/theme/palette";
import { accents, themePresets } from "./theme-presets.ts";

describe("what the settings offer", () => {
  it("are looks that can be read", () => {
    for (const { theme } of themePresets) {
      expect(appThemeSchema.parse(theme)).toEqual(theme);
      expect(accentTrouble(theme)).toBeUndefined();
    }
  });

  it("are accents that can be read on every grey", () => {
    for (const { colour } of accents)
      for (const neutral of themeNeutrals)
        expect(accentTrouble({ ...defaultTheme, accent: colour, neutral })).toBeUndefined();
  });
});
