import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AppTheme,
  appThemeSchema,
  defaultTheme,
  themeNeutrals,
  themeRadii,
  themeScales,
  themeSchemes,
  themeTypefaces,
  themeWidths,
} from "../../definition/app-theme.ts";
import { contrast, hexOfOklch, oklchOf } from "./colour.ts";
import type { Mode } from "./neutrals.ts";
import { accentTrouble, paletteOf, READABLE } from "./palette.ts";
import { themeOf } from "./theme.ts";

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const themes: fc.Arbitrary<AppTheme> = fc.record({
  accent: hex,
  neutral: fc.constantFrom(...themeNeutrals),
  typeface: fc.constantFrom(...themeTypefaces),
  scale: fc.constantFrom(...themeScales),
  radius: fc.constantFrom(...themeRadii),
  width: fc.constantFrom(...themeWidths),
  scheme: fc.constantFrom(...themeSchemes),
});
const modes: readonly Mode[] = ["light", "dark"];
/** What the style sheet puts on what. */
const pairs = (theme: AppTheme, mode: Mode) => {
  const { page, surface, raised, accentWash, text, soft, accent, accentText, danger, success, warning } = paletteOf(
    theme,
    mode,
  );
  const grounds = { page, surface, raised, accentWash };
  return [
    ...Object.entries(grounds).flatMap(([name, ground]) => [
      [`text on ${name}`, text, ground] as const,
      [`soft on ${name}`, soft, ground] as const,
      [`accent on ${name}`, accent, ground] as const,
      [`danger on ${name}`, danger, ground] as const,
      [`success on ${name}`, success, ground] as const,
      [`warning on ${name}`, warning, ground] as const,
    ]),
    ["a main button", accentText, accent] as const,
    ["a button that deletes", page, danger] as const,
    ["the strong tone", page, text] as const,
  ];
};

describe("the theme", () => {
  it("is under 20 kB whatever is chosen, loads nothing and has an address of its own text", () => {
    fc.assert(
      fc.property(themes, (theme) => {
        const { css, url, hash } = themeOf(theme);
        expect(css.length).toBeLessThan(20_000);
        expect(css).not.toMatch(/url\(|@import|expression|https?:/);
        expect(url).toBe(`/_quintet/theme.css?v=${hash}`);
        expect(themeOf({ ...theme }).url).toBe(url);
      }),
    );
    expect(themeOf().url).toBe(themeOf(defaultTheme).url);
    expect(themeOf({ ...defaultTheme, radius: "none" }).url).not.toBe(themeOf().url);
  });

  it("nests no rule in another, so that an open brace cannot swallow what follows", () => {
    const { css } = themeOf();
    const around: string[] = [];
    for (const [, prelude = "", sign] of css.matchAll(/([^{}]*)([{}])/g)) {
      if (sign === "}") around.pop();
      else {
        expect(around.every((outer) => outer.startsWith("@"))).toBe(true);
        around.push(prelude.slice(prelude.lastIndexOf(";") + 1).trim());
      }
    }
    expect(around).toEqual([]);
    expect(css.match(/[{}]/g)?.filter((sign) => sign === "{").length).toBe(css.split("}").length - 1);
  });

  it("has light colours, dark ones, or both, as was chosen", () => {
    const css = (scheme: AppTheme["scheme"]) => themeOf({ ...defaultTheme, accent: "#7a7fff", scheme }).css;
    expect(css("both")).toContain("color-scheme:light dark");
    expect(css("both")).toContain("prefers-color-scheme");
    expect(css("light")).toContain("color-scheme:light;");
    expect(css("light")).not.toContain("prefers-color-scheme");
    expect(css("dark")).toContain("color-scheme:dark;--page:#111216");
  });

  it("shows no text under a contrast of 4.5 with an accent that is accepted", () => {
    fc.assert(
      fc.property(themes, (theme) => {
        const trouble = accentTrouble(theme);
        const accepted = trouble ? { ...theme, accent: trouble.nearest } : theme;
        expect(accentTrouble(accepted)).toBeUndefined();
        for (const mode of modes.filter((one) => theme.scheme === "both" || theme.scheme === one))
          for (const [name, one, other] of pairs(accepted, mode)) {
            const found = contrast(one, other);
            if (found < READABLE) throw new Error(`${name} in ${mode} is ${found} (${one} on ${other})`);
          }
      }),
      { numRuns: 1_000 },
    );
  });

  it("offers the nearest accent of the same hue", () => {
    expect(accentTrouble(defaultTheme)).toBeUndefined();
    const yellow = accentTrouble({ ...defaultTheme, accent: "#ffd400" });
    expect(yellow?.mode).toBe("light");
    expect(yellow?.contrast).toBeLessThan(1.5);
    const [was, now] = [oklchOf("#ffd400"), oklchOf(yellow?.nearest ?? "")];
    expect(Math.abs(was.hue - now.hue)).toBeLessThan(6);
    expect(accentTrouble({ ...defaultTheme, accent: "#101080", scheme: "dark" })?.mode).toBe("dark");
  });

  it("takes colours there and back", () => {
    fc.assert(
      fc.property(hex, (colour) => {
        expect(hexOfOklch(oklchOf(colour))).toBe(colour);
      }),
    );
  });

  it("takes no other values", () => {
    expect(appThemeSchema.safeParse(defaultTheme).success).toBe(true);
    for (const wrong of [{ accent: "red" }, { accent: "#FFF" }, { typeface: "Comic Sans" }, { font: "x" }])
      expect(appThemeSchema.safeParse({ ...defaultTheme, ...wrong }).success).toBe(false);
  });
});
