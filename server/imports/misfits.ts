import type { BadValueAction } from "#contract/http/imports";

/** A value that does not fit, by column; or the row itself, by the first cell that is too many. */
export interface Misfit {
  readonly source: string;
  readonly value: string;
  readonly message: string;
  readonly action: BadValueAction;
  readonly isExtra?: true;
}

/** The fate of a row, by the values in it that do not fit. */
export type Fate = "load" | "skip" | "refuse";

export interface JudgedRow {
  readonly misfits: readonly Misfit[];
  readonly fate: Fate;
}

/** A row that is left out can be wrong nowhere else: to skip is stronger than to stop, to stop than to leave empty. */
export function fateOf(misfits: readonly Misfit[]): Fate {
  if (misfits.some(({ action }) => action === "skip_row")) return "skip";
  return misfits.some(({ action }) => action === "refuse") ? "refuse" : "load";
}

/** What is told of a row: of one that is skipped, only why. */
export const toldMisfits = (misfits: readonly Misfit[], fate: Fate): readonly Misfit[] =>
  fate === "skip" ? misfits.filter(({ action }) => action === "skip_row") : misfits;

/** Whether the row is written without some of its cells. */
export const isShortened = ({ misfits, fate }: JudgedRow): boolean =>
  fate === "load" && misfits.some(({ isExtra }) => isExtra === true);

/** What stops the import, as a sentence about one row. */
export function refusalOf(row: number, misfits: readonly Misfit[], say: (misfit: Misfit) => string): string {
  const found = misfits.find(({ action }) => action === "refuse") ?? misfits[0];
  if (!found) return `Row ${row} does not fit.`;
  return found.isExtra ? `Row ${row} ${found.message}.` : `Row ${row}: ${say(found)} ${found.message}.`;
}
