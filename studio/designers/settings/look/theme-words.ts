import type { AppTheme } from "#engine/definition/app-theme";

/** The choices of a look, as people call them. */
type Words<Key extends keyof AppTheme> = Readonly<Record<NonNullable<AppTheme[Key]>, string>>;

export const neutralWords: Words<"neutral"> = { cool: "Cool", grey: "Grey", warm: "Warm", sand: "Sand", sage: "Sage" };
export const typefaceWords: Words<"typeface"> = {
  system: "Plain",
  humanist: "Humanist",
  geometric: "Geometric",
  rounded: "Rounded",
  editorial: "Serif headings",
  book: "Book",
  slab: "Slab headings",
  mono: "Typewriter",
};
export const scaleWords: Words<"scale"> = { small: "Small", normal: "Normal", large: "Large" };
export const radiusWords: Words<"radius"> = { none: "Square", small: "Slight", normal: "Normal", large: "Round" };
export const widthWords: Words<"width"> = { narrow: "Narrow", normal: "Normal", wide: "Wide" };
export const schemeWords: Words<"scheme"> = { both: "As the device", light: "Light", dark: "Dark" };
