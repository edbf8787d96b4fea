import { type AppTheme, defaultTheme } from "../../definition/app-theme.ts";
import { contrast, type Hex } from "../../views/theme/colour.ts";
import type { Mode } from "../../views/theme/neutrals.ts";
import { type Palette, paletteOf, READABLE } from "../../views/theme/palette.ts";
import type { PageCheck } from "./page-check.ts";
import { classNames, outward, type RenderedElement } from "./rendered-element.ts";

/** Backgrounds that are set inside one another: the inner one keeps the text colour of the outer. */
const GROUNDS: Readonly<Record<string, (palette: Palette) => Hex>> = {
  "tone-plain": ({ page }) => page,
  "tone-soft": ({ surface }) => surface,
  "tone-accent": ({ accentWash }) => accentWash,
  "tone-strong": ({ text }) => text,
};

export const checkContrast: PageCheck = (elements, { theme = defaultTheme }) =>
  elements.flatMap((element) => {
    const tone = toneOf(element);
    if (tone === undefined || tone === "tone-strong") return [];
    const isOnDark = [...outward(element)].some((one) => toneOf(one) === "tone-strong");
    if (!isOnDark) return [];
    const worst = Math.min(...modesOf(theme).map((mode) => contrastOn(tone, paletteOf(theme, mode))));
    if (worst >= READABLE) return [];
    return [
      {
        code: "PAGE_W007" as const,
        message: `This has a light background inside a dark one, whose text it keeps: the contrast is ${worst.toFixed(1)} to 1, and people need 4.5 to 1.`,
        hint: "Take the background away from one of them.",
        mark: element.mark,
      },
    ];
  });

/** Inside the dark tone, text has the colour of the page. */
const contrastOn = (tone: string, palette: Palette): number =>
  contrast(palette.page, (GROUNDS[tone] as (palette: Palette) => Hex)(palette));

const toneOf = (element: RenderedElement): string | undefined =>
  [...classNames(element)].find((name) => Object.hasOwn(GROUNDS, name));

const modesOf = ({ scheme }: AppTheme): readonly Mode[] => (scheme === "both" ? ["light", "dark"] : [scheme]);
