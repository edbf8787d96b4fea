/** What the checks of a rendered page can say. Warnings all of them: a page with findings is published as it is. */
export const pageFindingCodes = {
  PAGE_W001: "A picture has no description.",
  PAGE_W002: "A page has no main heading, or several.",
  PAGE_W003: "A heading skips a level.",
  PAGE_W004: "A link or button has no words.",
  PAGE_W005: "A control of a form has no label.",
  PAGE_W006: "Two elements have one id.",
  PAGE_W007: "A text cannot be read on its background.",
  PAGE_W009: "A page is heavy.",
} as const;

export type PageFindingCode = keyof typeof pageFindingCodes;

export interface PageFinding {
  readonly code: PageFindingCode;
  readonly message: string;
  readonly hint: string;
  /** `unit.offset` of the element or of the nearest around it; undefined for the page as a whole. */
  readonly mark: string | undefined;
}
