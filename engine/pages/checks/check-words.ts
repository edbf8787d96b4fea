import type { PageCheck } from "./page-check.ts";
import type { PageFinding } from "./page-finding.ts";
import { attribute, outward, wordsOf } from "./rendered-element.ts";

/** Pictures without a description; links and buttons without words. */
export const checkWords: PageCheck = (elements) =>
  elements.flatMap((element): readonly PageFinding[] => {
    const { name } = element.node;
    const { mark } = element;
    if ([...outward(element)].some((one) => attribute(one, "aria-hidden") === "true")) return [];
    if (name === "img" && attribute(element, "alt") === undefined)
      return [
        {
          code: "PAGE_W001",
          message: "This picture has no description, so those who cannot see it hear its file name.",
          hint: "Say in Description what it shows; leave the description empty if it only decorates.",
          mark,
        },
      ];
    const isLink = name === "a" && attribute(element, "href") !== undefined;
    if ((isLink || name === "button") && wordsOf(element) === "")
      return [
        {
          code: "PAGE_W004",
          message: `This ${isLink ? "link" : "button"} has no words, so nobody can say where it leads.`,
          hint: "Write a word in it, or give the picture in it a description.",
          mark,
        },
      ];
    return [];
  });
