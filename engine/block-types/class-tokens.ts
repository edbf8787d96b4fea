import type { BlockOption, BlockProperty } from "./block-type.ts";

/** The classes of the theme that a builder chooses from. Each list is one choice: at most one of its classes is set. */
const options = (usual: string, tokens: Readonly<Record<string, string>>): readonly BlockOption[] => [
  { value: undefined, label: usual },
  ...Object.entries(tokens).map(([value, label]) => ({ value, label })),
];
const tokens = (label: string, list: readonly BlockOption[]): BlockProperty => ({
  kind: "token",
  label,
  options: list,
});

export const padding = tokens(
  "Padding",
  options("As usual", { "pad-1": "1", "pad-2": "2", "pad-3": "3", "pad-4": "4", "pad-5": "5", "pad-6": "6" }),
);
export const gap = tokens(
  "Gap",
  options("As usual", { "gap-1": "1", "gap-2": "2", "gap-3": "3", "gap-4": "4", "gap-5": "5", "gap-6": "6" }),
);
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
export const phoneColumns = tokens("On a phone", options("Below each other", { "cols-phone-2": "Two columns" }));
export const tone = tokens(
  "Tone",
  options("Plain", { "tone-soft": "Soft", "tone-accent": "Accent", "tone-strong": "Strong" }),
);
export const width = tokens(
  "Width",
  options("As usual", {
    "width-narrow": "Narrow",
    "width-normal": "Normal",
    "width-wide": "Wide",
    "width-full": "Full",
  }),
);
export const align = tokens(
  "Align",
  options("As usual", { "align-start": "Start", "align-center": "Centre", "align-end": "End" }),
);
export const justify = tokens(
  "Spread",
  options("From the start", {
    "justify-center": "Centre",
    "justify-between": "To both ends",
    "justify-end": "From the end",
  }),
);
export const textSize = tokens("Size", options("Normal", { "text-small": "Small", "text-large": "Large" }));
export const ratio = tokens(
  "Shape",
  options("As it is", { "ratio-1x1": "Square", "ratio-4x3": "4 to 3", "ratio-16x9": "16 to 9" }),
);
export const corners = tokens("Corners", options("As usual", { round: "Round" }));
export const hiddenOn = tokens(
  "Hide",
  options("Never", { "hide-phone": "On a phone", "hide-tablet": "On a tablet", "hide-desktop": "On a desktop" }),
);
