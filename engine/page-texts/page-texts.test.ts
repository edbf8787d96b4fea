import { describe, expect, it } from "vitest";
import type { PageTexts } from "./page-texts.ts";
import { pageTexts, pageTextsFor } from "./registry.ts";
import { textDirection } from "./text-direction.ts";

/** Every text of a language, by its path. */
function textsIn(value: unknown, path = ""): (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, value("Films") as string]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

describe("the texts of pages", () => {
  const english = new Map(textsIn(pageTexts.en));
  it.each(Object.entries(pageTexts))("are all there in %s, and in no other language", (name, texts: PageTexts) => {
    const found = new Map(textsIn(texts));
    expect([...found.keys()]).toEqual([...english.keys()]);
    for (const text of found.values()) expect(text.trim()).not.toBe("");
    for (const text of [texts.noneYet("Films"), texts.noneMatch("Films"), texts.errors.forBuilders("Films")])
      expect(text.toLowerCase()).toContain("films");
    const same = [...found].filter(([path, text]) => name !== "en" && english.get(path) === text);
    // "No" and "Pages" are words of several languages, and what stands between two names is no word.
    const isWord = ([path, text]: readonly [string, string]) =>
      text !== "No" && text !== "Pages" && path !== ".forms.lines.inRow";
    expect(same.filter(isWord)).toEqual([]);
  });

  it("are chosen by the language of the app, whatever its country", () => {
    expect(pageTextsFor("de-AT").yes).toBe("Ja");
    expect(pageTextsFor("pt-BR").yes).toBe("Yes");
    expect(pageTextsFor("constructor").yes).toBe("Yes");
  });
});

describe("the direction of a language", () => {
  it.each([
    ["en", "ltr"],
    ["ar", "rtl"],
    ["ar-EG", "rtl"],
    ["he-IL", "rtl"],
    ["fa", "rtl"],
    ["ur-PK", "rtl"],
    ["ku", "ltr"],
    ["ku-Arab", "rtl"],
    ["pa-Arab-PK", "rtl"],
    ["uz-Latn", "ltr"],
    ["ug-Latn", "ltr"],
    ["zh-Hant-TW", "ltr"],
  ])("of %s is %s", (locale, expected) => expect(textDirection(locale)).toBe(expected));
});
