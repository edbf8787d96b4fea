import type { DefinitionReader } from "#engine/definition/reader";
import { type GivenRows, type GrantPlace, givenRows } from "#engine/edits/commands/grants";
import type { AccessVerdicts, RowsVerdict } from "#engine/review/access-verdicts";

export interface MatrixCell {
  /** What the rules of this cell give. */
  readonly own: GivenRows;
  /** What the callers have: more than their own rules give when a rule for others is for them too. */
  readonly shown: RowsVerdict;
  readonly isByOthers: boolean;
  /** What the rules of this cell give in the live app, where that is something else. */
  readonly live: GivenRows | undefined;
}

const RANK: Readonly<Record<RowsVerdict, number>> = { none: 0, some: 1, all: 2 };

export const verdictOf = (rows: GivenRows): RowsVerdict => (typeof rows === "string" ? rows : "some");

export function matrixCell(
  place: GrantPlace,
  {
    reader,
    verdicts,
    live,
  }: {
    readonly reader: DefinitionReader;
    readonly verdicts: AccessVerdicts;
    readonly live: DefinitionReader | undefined;
  },
): MatrixCell {
  const own = givenRows(reader, place);
  const all = verdicts.rows(place.who, place.modelId, place.action) ?? "none";
  const isByOthers = RANK[all] > RANK[verdictOf(own)];
  const liveRows = live?.model(place.modelId) && givenRows(live, place);
  return {
    own,
    shown: isByOthers ? all : verdictOf(own),
    isByOthers,
    live: liveRows && !isSameRows(liveRows, own) ? liveRows : undefined,
  };
}

const isSameRows = (a: GivenRows, b: GivenRows): boolean =>
  typeof a === "string" || typeof b === "string" ? a === b : a.where === b.where;

const WORDS: Readonly<Record<RowsVerdict, string>> = { none: "no rows", some: "some rows", all: "all rows" };

export const rowsWords = (rows: GivenRows): string =>
  typeof rows === "string" ? WORDS[rows] : `rows where ${rows.where}`;

/** "all rows, by the rules of others; live: no rows", behind who may do what. */
export function cellWords(cell: MatrixCell): string {
  const shown = cell.isByOthers ? `${WORDS[cell.shown]}, by a rule for others` : rowsWords(cell.own);
  return cell.live === undefined ? shown : `${shown}; live: ${rowsWords(cell.live)}`;
}
