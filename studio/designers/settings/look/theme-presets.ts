import { type AppTheme, defaultTheme } from "#engine/definition/app-theme";

export interface ThemePreset {
  readonly label: string;
  /** Everything but the pictures, which stay as they are. */
  readonly theme: Omit<AppTheme, "logo" | "favicon">;
}

/** Looks that fit together. A test judges their accents. */
export const themePresets: readonly ThemePreset[] = [
  { label: "Plain", theme: defaultTheme },
  {
    label: "Paper",
    theme: {
      ...defaultTheme,
      accent: "#8c3a22",
      neutral: "sand",
      typeface: "editorial",
      radius: "small",
      scale: "large",
    },
  },
  {
    label: "Garden",
    theme: { ...defaultTheme, accent: "#1f6b43", neutral: "sage", typeface: "humanist", radius: "large" },
  },
  {
    label: "Gallery",
    theme: {
      ...defaultTheme,
      accent: "#1b1b1b",
      neutral: "grey",
      typeface: "geometric",
      radius: "none",
      width: "wide",
    },
  },
  {
    label: "Harbour",
    theme: { ...defaultTheme, accent: "#0b5a8a", neutral: "cool", typeface: "slab", radius: "small" },
  },
  {
    label: "Kitchen",
    theme: { ...defaultTheme, accent: "#a8330a", neutral: "warm", typeface: "rounded", radius: "large" },
  },
  {
    label: "Night",
    theme: { ...defaultTheme, accent: "#b69cff", neutral: "cool", typeface: "geometric", scheme: "dark" },
  },
  {
    label: "Terminal",
    theme: { ...defaultTheme, accent: "#5fd38a", neutral: "grey", typeface: "mono", radius: "none", scheme: "dark" },
  },
];

/** Accents that can be read on light pages. */
export const accents: readonly { readonly label: string; readonly colour: string }[] = [
  { label: "Indigo", colour: "#4a45d6" },
  { label: "Blue", colour: "#0b5a8a" },
  { label: "Teal", colour: "#0f6b66" },
  { label: "Green", colour: "#1f6b43" },
  { label: "Olive", colour: "#5c6110" },
  { label: "Amber", colour: "#85500a" },
  { label: "Brick", colour: "#a8330a" },
  { label: "Red", colour: "#b01e2e" },
  { label: "Pink", colour: "#a31c66" },
  { label: "Violet", colour: "#7a35b8" },
  { label: "Black", colour: "#1b1b1b" },
];
