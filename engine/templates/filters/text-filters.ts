import { escapeHtml } from "../render/escaping.ts";
import {
  accepts,
  checkCount,
  countOf,
  type FilterSettings,
  isTextual,
  TEXT,
  type TemplateFilter,
  textFilter,
  textOf,
  wants,
} from "./filter-kit.ts";

const MAX_TRUNCATED = 100_000;
/** Beyond Latin letters a character may be several code points. */
const segmentable = /[\u0300-\uffff]/;

/** Whole characters as people count them, so that no emoji and no accent is cut in two. */
function charactersOf(text: string, locale: string): readonly string[] {
  if (!segmentable.test(text)) return [...text];
  return Array.from(new Intl.Segmenter(locale, { granularity: "grapheme" }).segment(text), (part) => part.segment);
}

export const textFilters = ({ locale }: FilterSettings): readonly TemplateFilter[] => [
  textFilter({
    name: "upper",
    example: "upper",
    summary: "In capitals.",
    apply: (text) => text.toLocaleUpperCase(locale),
  }),
  textFilter({
    name: "lower",
    example: "lower",
    summary: "In small letters.",
    apply: (text) => text.toLocaleLowerCase(locale),
  }),
  textFilter({
    name: "capfirst",
    example: "capfirst",
    summary: "The first letter as a capital.",
    apply: (text) => text.replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase(locale)),
  }),
  textFilter({
    name: "title",
    example: "title",
    summary: "Each Word With A Capital.",
    apply: (text) =>
      text
        .toLocaleLowerCase(locale)
        .replace(
          /(^|[^\p{L}\p{N}\p{M}'’])(\p{L})/gu,
          (_, before: string, letter: string) => before + letter.toLocaleUpperCase(locale),
        ),
  }),
  textFilter({ name: "trim", example: "trim", summary: "Without blanks at both ends.", apply: (text) => text.trim() }),
  textFilter({
    name: "slugify",
    example: "slugify",
    summary: "For an address: small letters, digits and hyphens.",
    apply: (text) =>
      text
        .normalize("NFKD")
        .replace(/[^\p{ASCII}]/gu, "")
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .trim()
        .replace(/[-\s]+/g, "-"),
  }),
  textFilter({
    name: "wordcount",
    example: "wordcount",
    summary: "How many words.",
    apply: (text) => text.split(/\s+/).filter((word) => word !== "").length,
    type: { kind: "int" },
  }),
  textFilter({
    name: "urlencode",
    example: "urlencode",
    summary: "Encoded for a part of an address that is put together by hand.",
    apply: (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")),
  }),
  textFilter({
    name: "linebreaksbr",
    example: "linebreaksbr",
    summary: "Line breaks become <br>.",
    givesHtml: true,
    apply: (text) => escapeHtml(text).replace(/\r\n|\r|\n/g, "<br>"),
  }),
  textFilter({
    name: "linebreaks",
    example: "linebreaks",
    summary: "Empty lines make paragraphs, line breaks become <br>.",
    givesHtml: true,
    apply: (text) =>
      text
        .replace(/\r\n|\r/g, "\n")
        .split(/\n{2,}/)
        .filter((paragraph) => paragraph.trim() !== "")
        .map((paragraph) => `<p>${escapeHtml(paragraph.replace(/^\n|\n$/g, "")).replace(/\n/g, "<br>")}</p>`)
        .join(""),
  }),
  {
    name: "truncatechars",
    example: "truncatechars:20",
    summary: "At most so many characters; what is cut ends in ….",
    argument: "required",
    check: (input, argument) =>
      checkCount("truncatechars", argument, { min: 1, max: MAX_TRUNCATED }) ??
      (isTextual(input) ? accepts(TEXT) : wants("truncatechars", "text", input)),
    apply: (input, argument) => {
      const text = textOf(input);
      const limit = countOf(argument, { min: 1, max: MAX_TRUNCATED, otherwise: MAX_TRUNCATED });
      if (text === null || text.length <= limit) return text;
      // A character people see may be several units long, but seldom more than a dozen: more is not looked at.
      const characters = charactersOf(text.slice(0, limit * 12), locale);
      return characters.length <= limit && text.length <= limit * 12
        ? text
        : `${characters
            .slice(0, limit - 1)
            .join("")
            .trimEnd()}…`;
    },
  },
  {
    name: "truncatewords",
    example: "truncatewords:30",
    summary: "At most so many words; what is cut ends in ….",
    argument: "required",
    check: (input, argument) =>
      checkCount("truncatewords", argument, { min: 1, max: MAX_TRUNCATED }) ??
      (isTextual(input) ? accepts(TEXT) : wants("truncatewords", "text", input)),
    apply: (input, argument) => {
      const text = textOf(input);
      if (text === null) return null;
      const limit = countOf(argument, { min: 1, max: MAX_TRUNCATED, otherwise: MAX_TRUNCATED });
      const words = text.split(/\s+/).filter((word) => word !== "");
      return words.length <= limit ? text : `${words.slice(0, limit).join(" ")} …`;
    },
  },
];
