import type { ModelId } from "#engine/definition/ids";
import { ownRowsBy } from "#engine/definition/own-rows";
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

/** "own rows, by Owner" where a condition says no more than that. */
export const rowsWords = (
  rows: GivenRows,
  { reader, modelId }: { reader: DefinitionReader; modelId: ModelId },
): string =>
  typeof rows === "string"
    ? WORDS[rows]
    : (ownRowsBy(reader, modelId, rows.where)?.words ?? `rows where ${rows.where}`);

/** "all rows, by the rules of others; live: no rows", behind who may do what. */
export function cellWords(
  cell: MatrixCell,
  place: { readonly reader: DefinitionReader; readonly live: DefinitionReader | undefined; readonly modelId: ModelId },
): string {
  const shown = cell.isByOthers ? `${WORDS[cell.shown]}, by a rule for others` : rowsWords(cell.own, place);
  if (cell.live === undefined) return shown;
  return `${shown}; live: ${rowsWords(cell.live, { ...place, reader: place.live ?? place.reader })}`;
}
