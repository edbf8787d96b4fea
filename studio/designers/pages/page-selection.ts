import { textChanges } from "#engine/edits/text-changes";
import { mapOffset } from "#engine/pages/map-offset";
import type { PageUnit } from "#engine/pages/mark-page";
import type { ChosenTemplate } from "../templates/chosen-template.ts";

/** What is selected, by where it begins in a text that may have changed since. */
export interface PageSelection {
  readonly source: string;
  readonly at: number;
}

/** The offset in the text as it is now; undefined when what was selected is no longer there. */
export const selectedAt = (selection: PageSelection | undefined, source: string): number | undefined =>
  selection && mapped(selection.source, source, selection.at);

export const mapped = (before: string, after: string, at: number): number | undefined =>
  before === after ? at : mapOffset(textChanges(before, after), at);

/** The number in the marks of the template that is edited, and its text when the page was made. */
export function unitOf(
  units: readonly PageUnit[],
  chosen: ChosenTemplate,
): { readonly unit: number; readonly source: string } | undefined {
  const unit = units.findIndex(({ recordId, name }) =>
    chosen.kind === "own" ? recordId === chosen.template.id : name === chosen.name,
  );
  return unit < 0 ? undefined : { unit, source: units[unit]?.source ?? "" };
}

export const readMark = (mark: string): { readonly unit: number; readonly from: number } => {
  const [unit = 0, from = 0] = mark.split(".").map(Number);
  return { unit, from };
};
