import type { AppTheme } from "../../definition/app-theme.ts";
import type { Mode } from "./neutrals.ts";
import { type Palette, paletteOf } from "./palette.ts";
import { MONO, typefaces } from "./typefaces.ts";

/** Of corners: parts, inputs, buttons. */
const RADII: Readonly<Record<AppTheme["radius"], readonly [string, string, string]>> = {
  none: ["0", "0", "0"],
  small: ["5px", "4px", "4px"],
  normal: ["10px", "7px", "7px"],
  large: ["20px", "12px", "99px"],
};
const WIDTHS: Readonly<Record<AppTheme["width"], string>> = { narrow: "60rem", normal: "74rem", wide: "88rem" };
const SCALES: Readonly<Record<AppTheme["scale"], string>> = { small: "93.75%", normal: "100%", large: "112.5%" };

/** Colours, sizes and fonts of a theme; light, dark, high contrast. */
export function tokensCss(theme: AppTheme): string {
  const { body, headings } = typefaces[theme.typeface];
  const [radius, small, button] = RADII[theme.radius];
  const first: Mode = theme.scheme === "dark" ? "dark" : "light";
  return `:root {
  color-scheme: ${colourScheme(theme)};
${colours(paletteOf(theme, first))}
  --radius: ${radius};
  --radius-small: ${small};
  --radius-button: ${button};
  --width: ${WIDTHS[theme.width]};
  --sans: ${body};
  --headings: ${headings === body ? "var(--sans)" : headings};
  --mono: ${MONO};
}
html {
  font-size: ${SCALES[theme.scale]};
}
${
  theme.scheme === "both"
    ? `@media (prefers-color-scheme: dark) {
  :root {
${colours(paletteOf(theme, "dark"))}
  }
}
`
    : ""
}@media (prefers-contrast: more) {
  :root {
    --line: var(--line-strong);
    --soft: var(--text);
  }
}
`;
}

/** For `<meta name="color-scheme">`. */
export const colourScheme = ({ scheme }: AppTheme): string => (scheme === "both" ? "light dark" : scheme);

const colours = (palette: Palette): string =>
  `  --page: ${palette.page};
  --surface: ${palette.surface};
  --raised: ${palette.raised};
  --line: ${palette.line};
  --line-strong: ${palette.lineStrong};
  --text: ${palette.text};
  --soft: ${palette.soft};
  --accent: ${palette.accent};
  --accent-text: ${palette.accentText};
  --accent-wash: ${palette.accentWash};
  --danger: ${palette.danger};
  --success: ${palette.success};
  --warning: ${palette.warning};`;
