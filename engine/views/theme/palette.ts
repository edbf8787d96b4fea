import type { AppTheme } from "../../definition/app-theme.ts";
import { contrast, type Hex, hexOfOklch, mix, oklchOf } from "./colour.ts";
import { type Mode, type Neutral, neutrals } from "./neutrals.ts";

/** The colours of one theme, light or dark. */
export interface Palette extends Neutral {
  readonly accent: Hex;
  /** Text on the accent. */
  readonly accentText: Hex;
  /** The accent as a background of text. */
  readonly accentWash: Hex;
  readonly danger: Hex;
  readonly success: Hex;
  readonly warning: Hex;
}

const SIGNALS = {
  light: { danger: "#b3261e", success: "#176c33", warning: "#7f5000" },
  dark: { danger: "#ffaba3", success: "#7fd39a", warning: "#f0c069" },
} as const satisfies Record<Mode, Record<string, Hex>>;

/** How much of the accent its wash has. */
const WASH: Readonly<Record<Mode, number>> = { light: 0.09, dark: 0.14 };

/** Text as WCAG asks it of sizes that people read. */
export const READABLE = 4.5;

export function paletteOf({ accent, neutral, scheme }: AppTheme, mode: Mode): Palette {
  const base = neutrals[neutral][mode];
  // One colour cannot be read on white and on black: the dark page gets a lighter one of the same hue.
  return withAccent(base, mode, mode === "dark" && scheme !== "dark" ? lightened(accent, base) : accent);
}

function withAccent(base: Neutral, mode: Mode, accent: Hex): Palette {
  const accentText = mode === "light" ? "#ffffff" : base.page;
  return { ...base, accent, accentText, accentWash: mix(accent, base.page, WASH[mode]), ...SIGNALS[mode] };
}

/** The pairs of colours in which the accent is read: as a link, and on a button. */
const accentPairs = (palette: Palette): readonly (readonly [Hex, Hex])[] => [
  [palette.accent, palette.page],
  [palette.accent, palette.surface],
  [palette.accent, palette.raised],
  [palette.accent, palette.accentWash],
  [palette.accentText, palette.accent],
];

const isReadable = (palette: Palette): boolean =>
  accentPairs(palette).every(([one, other]) => contrast(one, other) >= READABLE);

const DARK_LIGHTNESS = 0.77;

function lightened(accent: Hex, base: Neutral): Hex {
  const { chroma, hue } = oklchOf(accent);
  return nearest({ base, mode: "dark", chroma: Math.min(chroma, 0.15), hue, from: DARK_LIGHTNESS });
}

/** The mode in which the accent is used as it is. */
const modeOfAccent = ({ scheme }: AppTheme): Mode => (scheme === "dark" ? "dark" : "light");

export interface AccentTrouble {
  readonly mode: Mode;
  /** The lowest of its pairs. */
  readonly contrast: number;
  readonly nearest: Hex;
}

/** What is wrong with a theme's accent, and the nearest that can be read; undefined when it can be read itself. */
export function accentTrouble(theme: AppTheme): AccentTrouble | undefined {
  const mode = modeOfAccent(theme);
  const palette = paletteOf(theme, mode);
  if (isReadable(palette)) return undefined;
  const { lightness, chroma, hue } = oklchOf(theme.accent);
  return {
    mode,
    contrast: Math.min(...accentPairs(palette).map(([one, other]) => contrast(one, other))),
    nearest: nearest({ base: neutrals[theme.neutral][mode], mode, chroma, hue, from: lightness }),
  };
}

interface Search {
  readonly base: Neutral;
  readonly mode: Mode;
  readonly chroma: number;
  readonly hue: number;
  readonly from: number;
}

/** Steps of lightness that nobody can see; at its end is black or white, which can always be read. */
const STEP = 0.004;

function nearest({ base, mode, chroma, hue, from }: Search): Hex {
  const by = mode === "light" ? -STEP : STEP;
  for (let lightness = from; lightness > 0 && lightness < 1; lightness += by) {
    const accent = hexOfOklch({ lightness, chroma, hue });
    if (isReadable(withAccent(base, mode, accent))) return accent;
  }
  return mode === "light" ? "#000000" : "#ffffff";
}
