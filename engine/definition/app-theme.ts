import * as z from "zod";
import { readPictureText } from "./theme-picture.ts";

/** How the pages of an app look. Every list is closed and ours: a page never loads anything from another host. */
export const themeNeutrals = ["cool", "grey", "warm", "sand", "sage"] as const;
export const themeTypefaces = [
  "system",
  "humanist",
  "geometric",
  "rounded",
  "editorial",
  "book",
  "slab",
  "mono",
] as const;
export const themeScales = ["small", "normal", "large"] as const;
export const themeRadii = ["none", "small", "normal", "large"] as const;
export const themeWidths = ["narrow", "normal", "wide"] as const;
export const themeSchemes = ["both", "light", "dark"] as const;

/** 48 kB as base64. */
const MAX_TEXT = 64_000;

const picture = z
  .string()
  .max(MAX_TEXT, "has more than 48 kB")
  .check((context) => {
    const read = readPictureText(context.value);
    if (!read.ok) context.issues.push({ code: "custom", message: `is not taken: ${read.reason}`, input: "…" });
  });

export const appThemeSchema = z.strictObject({
  /** `#rrggbb`: links and main buttons. Used as it is on light pages; dark pages use a lighter one of the same hue. */
  accent: z.string().regex(/^#[0-9a-f]{6}$/, "must be a colour such as #4a45d6"),
  /** The hue of backgrounds, lines and texts. */
  neutral: z.enum(themeNeutrals),
  typeface: z.enum(themeTypefaces),
  /** The size of text. */
  scale: z.enum(themeScales),
  /** How round corners are. */
  radius: z.enum(themeRadii),
  /** How wide the content of a page may be. */
  width: z.enum(themeWidths),
  /** Light, dark, or as the visitor's device prefers. */
  scheme: z.enum(themeSchemes),
  /** Base64 of a PNG or WebP file of at most 48 kB: it replaces the app's name in the header. */
  logo: picture.optional(),
  /** The same, for the browser's tab. */
  favicon: picture.optional(),
});
export type AppTheme = z.infer<typeof appThemeSchema>;

/** The look of an app that has none of its own. */
export const defaultTheme: AppTheme = {
  accent: "#4a45d6",
  neutral: "cool",
  typeface: "system",
  scale: "normal",
  radius: "normal",
  width: "normal",
  scheme: "both",
};
