import { accepts, isTextual, refuses, TEXT, textOf, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const slice: FilterType = {
  name: "slice",
  example: 'slice:":3"',
  summary: "A part of a list or a text, by positions from 0; negative ones count from the end.",
  argument: "required",
  keepsItems: true,
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter slice needs its positions in quotes: slice:":3", slice:"1:4", slice:"-2:".');
    if (typeof argument?.literal === "string" && !readRange(argument.literal))
      return refuses(`"${argument.literal.slice(0, 20)}" is no slice. Write from:to, such as ":3", "1:4" or "-2:".`);
    if (input.kind === "list") return accepts(input);
    return isTextual(input) ? accepts(TEXT) : wants("slice", "lists and text", input);
  },
  prepare: () => (input, argument) => {
    const range = typeof argument === "string" ? readRange(argument) : undefined;
    if (Array.isArray(input)) return range ? sliced(input, range) : input;
    const text = textOf(input);
    if (text === null || !range) return text;
    return sliced([...text], range).join("");
  },
};

interface Range {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number;
}

/** Python's `from:to:step`, or one number, which is where it ends. */
function readRange(text: string): Range | undefined {
  const match = /^\s*(-?\d{1,9})?\s*(?:(:)\s*(-?\d{1,9})?\s*(?::\s*(-?\d{1,9})?\s*)?)?$/.exec(text);
  if (!match || text.trim() === "") return undefined;
  const [, first, colon, second, third] = match;
  const step = third === undefined ? 1 : Number(third);
  if (step === 0) return undefined;
  const numberOf = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
  return colon === undefined
    ? { from: undefined, to: numberOf(first), step }
    : { from: numberOf(first), to: numberOf(second), step };
}

function sliced<Item>(items: readonly Item[], { from, to, step }: Range): readonly Item[] {
  if (step === 1) return items.slice(from ?? 0, to ?? items.length);
  const { length } = items;
  const place = (position: number): number => (position < 0 ? position + length : position);
  const found: Item[] = [];
  if (step > 0) {
    const end = Math.min(to === undefined ? length : place(to), length);
    for (let at = Math.max(0, place(from ?? 0)); at < end; at += step) found.push(items[at] as Item);
  } else {
    const end = to === undefined ? -1 : Math.max(-1, place(to));
    const start = from === undefined ? length - 1 : Math.min(place(from), length - 1);
    for (let at = start; at > end; at += step) found.push(items[at] as Item);
  }
  return found;
}
