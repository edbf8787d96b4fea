import { shortHash } from "../../short-hash.ts";
import { baseCss } from "./base.ts";
import { blocksCss } from "./blocks.ts";
import { controlsCss } from "./controls.ts";
import { elementsCss } from "./elements.ts";
import { formsCss } from "./forms.ts";
import { layoutCss } from "./layout.ts";
import { phoneCss } from "./phone.ts";
import { printCss } from "./print.ts";
import { rowsCss } from "./rows.ts";
import { tokensCss } from "./tokens.ts";

/**
 * The style sheet of hosted apps, served by the engine at /_quintet/theme.css. Plain CSS without build step, font or
 * image; under 20 kB, and a page needs no other sheet. Its address changes with its text, so it may be cached forever.
 */
export const themeCss: string = [
  tokensCss,
  baseCss,
  elementsCss,
  layoutCss,
  controlsCss,
  formsCss,
  rowsCss,
  blocksCss,
  phoneCss,
  printCss,
].join("\n");

export const THEME_PATH = "/_quintet/theme.css";

/** `/_quintet/theme.css?v=…` */
export const themeUrl = `${THEME_PATH}?v=${shortHash(themeCss)}`;
