import { type AppTheme, defaultTheme } from "../../definition/app-theme.ts";
import { shortHash } from "../../short-hash.ts";
import { baseCss } from "./base.ts";
import { blocksCss } from "./blocks.ts";
import { compactCss } from "./compact-css.ts";
import { controlsCss } from "./controls.ts";
import { elementsCss } from "./elements.ts";
import { formsCss } from "./forms.ts";
import { layoutCss } from "./layout.ts";
import { phoneCss } from "./phone.ts";
import { printCss } from "./print.ts";
import { rowsCss } from "./rows.ts";
import { tokensCss } from "./tokens.ts";
import { vocabularyCss } from "./vocabulary.ts";

export const THEME_PATH = "/_quintet/theme.css";

/** What is the same in every theme: all of it but the tokens. */
const rules: string = compactCss(
  [baseCss, elementsCss, layoutCss, controlsCss, formsCss, rowsCss, blocksCss, vocabularyCss, phoneCss, printCss].join(
    "\n",
  ),
);

/** The style sheet of an app. */
export interface Theme {
  readonly css: string;
  /** Changes with the text. */
  readonly hash: string;
  /** `/_quintet/theme.css?v=…` */
  readonly url: string;
}

const made = new WeakMap<AppTheme, Theme>();

/**
 * The style sheet of an app's pages, served at /_quintet/theme.css: plain CSS without build step, font or image; under
 * 20 kB, and a page needs no other. Its address changes with its text, so it may be cached forever.
 */
export function themeOf(theme: AppTheme = defaultTheme): Theme {
  let known = made.get(theme);
  if (!known) {
    const css = `${compactCss(tokensCss(theme))}\n${rules}\n`;
    const hash = shortHash(css);
    known = { css, hash, url: `${THEME_PATH}?v=${hash}` };
    made.set(theme, known);
  }
  return known;
}

export const themeCss = (theme?: AppTheme): string => themeOf(theme).css;
