import type { BlockOption, BlockProperty } from "./block-type.ts";

/**
 * The classes of the theme that a builder chooses from (engine/views/theme/vocabulary.ts), in the words of somebody who
 * has a shop. Each list is one choice: at most one of its classes is set.
 */
const options = (usual: string, tokens: Readonly<Record<string, string>>): readonly BlockOption[] => [
  { value: undefined, label: usual },
  ...Object.entries(tokens).map(([value, label]) => ({ value, label })),
];
const tokens = (label: string, list: readonly BlockOption[]): BlockProperty => ({
  kind: "token",
  label,
  options: list,
});

const sizes = (name: string) => ({
  [`${name}-1`]: "Tiny",
  [`${name}-2`]: "Small",
  [`${name}-3`]: "Medium",
  [`${name}-4`]: "Large",
  [`${name}-5`]: "Very large",
  [`${name}-6`]: "Huge",
});

export const padding = tokens("Space inside", options("As usual", sizes("pad")));
export const gap = tokens("Space between", options("As usual", sizes("gap")));
export const columns = tokens(
  "Columns",
  options("As many as fit", {
    "cols-1": "1",
    "cols-2": "2",
    "cols-3": "3",
    "cols-4": "4",
    "cols-5": "5",
    "cols-6": "6",
  }),
);
export const phoneColumns = tokens(
  "On a phone",
  options("As usual", { "cols-phone-1": "One column", "cols-phone-2": "Two columns" }),
);
export const phoneRow = tokens("On a phone", options("In a line", { "stack-phone": "Below each other" }));
export const tone = tokens(
  "Background",
  options("As usual", {
    "tone-plain": "Plain",
    "tone-soft": "Soft grey",
    "tone-accent": "Tint of the accent",
    "tone-strong": "Dark",
  }),
);
export const width = tokens(
  "Width",
  options("As usual", {
    "width-narrow": "Narrow, for reading",
    "width-normal": "Normal",
    "width-wide": "Wide",
    "width-full": "The whole window",
  }),
);
export const align = tokens(
  "Align",
  options("As usual", { "align-start": "At the start", "align-center": "In the middle", "align-end": "At the end" }),
);
export const justify = tokens(
  "Spread",
  options("As usual", {
    "justify-start": "From the start",
    "justify-center": "In the middle",
    "justify-between": "To both ends",
    "justify-end": "From the end",
  }),
);
export const textSize = tokens("Size of text", options("Normal", { "text-small": "Small", "text-large": "Large" }));
export const ratio = tokens(
  "Shape",
  options("As it is", { "ratio-1x1": "Square", "ratio-4x3": "4 to 3", "ratio-16x9": "16 to 9" }),
);
export const corners = tokens("Corners", options("As usual", { round: "Round" }));
export const hiddenOn = tokens(
  "Hide",
  options("Never", { "hide-phone": "On a phone", "hide-tablet": "On a tablet", "hide-desktop": "On a desktop" }),
);

/** Every choice of the vocabulary. A test compares it with the style sheet. */
export const classChoices: readonly BlockProperty[] = [
  padding,
  gap,
  columns,
  phoneColumns,
  phoneRow,
  tone,
  width,
  align,
  justify,
  textSize,
  ratio,
  corners,
  hiddenOn,
];
