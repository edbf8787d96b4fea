import type { PageUnit } from "#engine/pages/mark-page";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { mapped, readMark, unitOf } from "./page-selection.ts";

interface Parts {
  readonly units: readonly PageUnit[];
  readonly chosen: ChosenTemplate;
  readonly source: string;
}

/** The marks on the page that is shown, and where they are in the text of the opened template. */
export function pageMarks({ units, chosen, source }: Parts) {
  const unit = unitOf(units, chosen);
  /** The mark of a node of some text of this template, on the page that is shown. */
  const markIn = (text: string, from: number): string | undefined => {
    const then = unit && mapped(text, unit.source, from);
    return unit && then !== undefined ? `${unit.unit}.${then}` : undefined;
  };
  /** The page that is shown has a node as it is in a text of the template. */
  const isShownAs = (text: string, { from, to }: OutlineNode): boolean => {
    const then = unit && mapped(text, unit.source, from);
    return unit !== undefined && then !== undefined && unit.source.startsWith(text.slice(from, to), then);
  };
  const markOf = (from: number): string | undefined => markIn(source, from);
  /** A mark of the opened template as an offset in its text now. */
  const offsetOfMark = (mark: string): number | undefined => {
    const read = readMark(mark);
    return unit && read.unit === unit.unit ? mapped(unit.source, source, read.from) : undefined;
  };
  /** The template that a mark belongs to, when that is not the opened one. */
  const otherTemplate = (mark: string | undefined): PageUnit | undefined => {
    const owner = mark === undefined ? undefined : units[readMark(mark).unit];
    const isForeign = mark !== undefined && offsetOfMark(mark) === undefined;
    return isForeign && unit && owner !== units[unit.unit] ? owner : undefined;
  };
  return {
    markIn,
    isShownAs,
    markOf,
    /** The mark of a place where something can be dropped. */
    slotMark: (from: number): string => markOf(from) ?? UNSEEN,
    /** The first of some marks that is of the opened template, as an offset in its text now. */
    firstOffset: (marks: readonly string[]): number | undefined =>
      marks.map(offsetOfMark).find((one) => one !== undefined),
    otherTemplate,
    /** An offset in the text of the page that is shown, in the text as it is now. */
    offsetOf: (from: number) => unit && mapped(unit.source, source, from),
  };
}

export type PageMarks = ReturnType<typeof pageMarks>;

/** No template of a page has this number. */
const UNSEEN = "9999.0";
