import type { PageCheck } from "./page-check.ts";
import { attribute } from "./rendered-element.ts";

/** Ids that stand twice: a link or a label to them leads to the first. */
export const checkIds: PageCheck = (elements) => {
  const seen = new Set<string>();
  return elements.flatMap((element) => {
    const id = attribute(element, "id");
    if (id === undefined || id === "") return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        code: "PAGE_W006" as const,
        message: `The id "${id.slice(0, 60)}" stands on this page twice: links and labels find only the first.`,
        hint: "Give it another id; in a loop, put the row's id in it.",
        mark: element.mark,
      },
    ];
  });
};
