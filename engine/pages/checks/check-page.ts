import { checkContrast } from "./check-contrast.ts";
import { checkControls } from "./check-controls.ts";
import { checkHeadings } from "./check-headings.ts";
import { checkIds } from "./check-ids.ts";
import { checkWeight } from "./check-weight.ts";
import { checkWords } from "./check-words.ts";
import type { CheckedPage, PageCheck } from "./page-check.ts";
import type { PageFinding } from "./page-finding.ts";
import { renderedElements } from "./rendered-element.ts";

const checks: readonly PageCheck[] = [checkWords, checkHeadings, checkControls, checkIds, checkContrast, checkWeight];

/** More of one kind is a list that nobody reads. */
const MAX_OF_A_KIND = 20;

/** What of a page people would stumble over, at the elements that cause it. A loop causes one finding, not one for each row. */
export function checkPage(page: CheckedPage): readonly PageFinding[] {
  const elements = renderedElements(page.html, page.token);
  return checks.flatMap((check) => {
    const found = new Map<string, PageFinding>();
    for (const finding of check(elements, page)) {
      const key = finding.mark === undefined ? finding.message : `${finding.code} ${finding.mark}`;
      if (!found.has(key) && found.size < MAX_OF_A_KIND) found.set(key, finding);
    }
    return [...found.values()];
  });
}
