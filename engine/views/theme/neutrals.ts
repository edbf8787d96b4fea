import type { themeNeutrals } from "../../definition/app-theme.ts";
import type { Hex } from "./colour.ts";

/** Backgrounds, lines and texts. Light and dark are drawn separately; a test judges every pair that is read. */
export interface Neutral {
  readonly page: Hex;
  readonly surface: Hex;
  readonly raised: Hex;
  readonly line: Hex;
  readonly lineStrong: Hex;
  readonly text: Hex;
  readonly soft: Hex;
}

export type Mode = "light" | "dark";

const tones = (page: Hex, surface: Hex, raised: Hex, line: Hex, lineStrong: Hex, text: Hex, soft: Hex): Neutral => ({
  page,
  surface,
  raised,
  line,
  lineStrong,
  text,
  soft,
});

export const neutrals: Readonly<Record<(typeof themeNeutrals)[number], Readonly<Record<Mode, Neutral>>>> = {
  cool: {
    light: tones("#ffffff", "#f7f7f9", "#ffffff", "#e4e4ea", "#8b8d99", "#1a1b20", "#5b5e69"),
    dark: tones("#111216", "#18191f", "#1d1e25", "#2a2c35", "#767986", "#ececf1", "#a3a6b3"),
  },
  grey: {
    light: tones("#ffffff", "#f7f7f7", "#ffffff", "#e2e2e2", "#898989", "#1b1b1b", "#5c5c5c"),
    dark: tones("#101010", "#181818", "#1e1e1e", "#2c2c2c", "#777777", "#ededed", "#a6a6a6"),
  },
  warm: {
    light: tones("#ffffff", "#f8f6f5", "#ffffff", "#e5e1de", "#8f8882", "#1d1a17", "#615b56"),
    dark: tones("#12100e", "#1b1815", "#211d1b", "#302c29", "#7d7670", "#efecea", "#aba5a0"),
  },
  sand: {
    light: tones("#fdfaf4", "#f7f2e8", "#fffefd", "#e5e1da", "#8f887b", "#1e1a13", "#625c4f"),
    dark: tones("#12100c", "#1b1813", "#211e17", "#302c25", "#7d776a", "#efece8", "#aba59a"),
  },
  sage: {
    light: tones("#ffffff", "#f5f8f5", "#ffffff", "#dee4df", "#828c84", "#171c18", "#565f57"),
    dark: tones("#0e110f", "#161916", "#1b1f1c", "#292e2a", "#717a72", "#eaeeeb", "#a0a9a1"),
  },
};
