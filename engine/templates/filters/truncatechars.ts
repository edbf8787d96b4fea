import { accepts, checkCount, countOf, isTextual, TEXT, textOf, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

const RANGE = { min: 1, max: 100_000 };
/** Beyond Latin letters a character may be several code points. */
const segmentable = /[\u0300-\uffff]/;

export const truncatechars: FilterType = {
  name: "truncatechars",
  example: "truncatechars:20",
  summary: "At most so many characters; what is cut ends in ….",
  argument: "required",
  check: (input, argument) =>
    checkCount("truncatechars", argument, RANGE) ??
    (isTextual(input) ? accepts(TEXT) : wants("truncatechars", "text", input)),
  prepare:
    ({ locale }) =>
    (input, argument) => {
      const text = textOf(input);
      const limit = countOf(argument, { ...RANGE, otherwise: RANGE.max });
      if (text === null || text.length <= limit) return text;
      // A visible character may be several units long, but rarely more than a dozen; the rest of the text is not
      // examined.
      const characters = charactersOf(text.slice(0, limit * 12), locale);
      if (characters.length <= limit && text.length <= limit * 12) return text;
      const kept = characters.slice(0, limit - 1).join("");
      return `${kept.trimEnd()}…`;
    },
};

/** Visible characters, so that no emoji and no accent is cut in two. */
function charactersOf(text: string, locale: string): readonly string[] {
  if (!segmentable.test(text)) return [...text];
  return Array.from(new Intl.Segmenter(locale, { granularity: "grapheme" }).segment(text), (part) => part.segment);
}
