import type { PageCheck } from "./page-check.ts";
import type { PageFinding } from "./page-finding.ts";

/** One main heading, and no level left out below it. */
export const checkHeadings: PageCheck = (elements) => {
  const headings = elements.filter(({ node }) => /^h[1-6]$/.test(node.name));
  const main = headings.filter(({ node }) => node.name === "h1");
  const found: PageFinding[] = [];
  if (main.length === 0)
    found.push({
      code: "PAGE_W002",
      message: "This page has no main heading: people and search engines learn by it what the page is about.",
      hint: "Insert a heading of the level Page, once.",
      mark: undefined,
    });
  for (const { mark } of main.slice(1))
    found.push({
      code: "PAGE_W002",
      message: "This is one more main heading: a page has one.",
      hint: "Make it a heading of the level Section.",
      mark,
    });
  let before = 0;
  for (const { node, mark } of headings) {
    const level = Number(node.name[1]);
    if (before > 0 && level > before + 1)
      found.push({
        code: "PAGE_W003",
        message: `A heading of level ${level} follows one of level ${before}: those who listen to the page miss what is between.`,
        hint: `Make it level ${before + 1}.`,
        mark,
      });
    before = level;
  }
  return found;
};
