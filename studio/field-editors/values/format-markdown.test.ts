import { expect, it } from "vitest";
import { formatted, type MarkdownFormat } from "./format-markdown.ts";

/** `|` stands where the selection begins and ends. */
function apply(marked: string, format: MarkdownFormat): string {
  const [before = "", part = "", after = ""] = marked.split("|");
  const start = before.length;
  const next = formatted(before + part + after, { start, end: start + part.length }, format);
  return `${next.text.slice(0, next.start)}|${next.text.slice(next.start, next.end)}|${next.text.slice(next.end)}`;
}

it.each([
  ["a |b| c", "bold", "a **|b|** c"],
  ["a **|b|** c", "bold", "a |b| c"],
  ["a |b| c", "italic", "a _|b|_ c"],
  ["a |b| c", "link", "a [b](https://||) c"],
  ["a ||", "link", "a [text](https://||)"],
  ["x\n|one\ntwo|", "list", "x\n|- one\n- two|"],
  ["|- one\n- two|", "list", "|one\ntwo|"],
  ["x\nti|tl|e", "heading", "x\n|## titl|e"],
  ["|said|", "quote", "|> said|"],
  ["a |b| c", "code", "a `|b|` c"],
  ["a `|b|` c", "code", "a |b| c"],
  ["x\n|a\nb|", "code", "x\n```\n|a\nb|\n```"],
  ["x |a\nb| y", "code", "x \n```\n|a\nb|\n```\n y"],
  ["|one\ntwo|", "numbers", "|1. one\n2. two|"],
  ["|1. one\n2. two|", "numbers", "|one\ntwo|"],
] as const)("%j with %s is %j", (marked, format, expected) => {
  expect(apply(marked, format)).toBe(expected);
});
