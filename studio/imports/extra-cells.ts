import type { BadRow, BadValueAction, ColumnFacts, ImportProposal, LiveMapping } from "#contract/http/imports";

/** Sources beyond the header. */
export const extraSources = (facts: readonly ColumnFacts[]): ReadonlySet<string> =>
  new Set(facts.filter(({ isExtra }) => isExtra).map(({ source }) => source));

/** Rows with too many cells that would stop the import. */
export const stoppingExtras = (action: BadValueAction | undefined, badRows: readonly BadRow[]): readonly BadRow[] =>
  (action ?? "refuse") === "refuse" ? badRows.filter(({ isExtra }) => isExtra) : [];

/** Every extra cell has a column of its own. */
export const withExtraColumns = (proposal: ImportProposal, extra: ReadonlySet<string>): ImportProposal => ({
  ...proposal,
  columns: proposal.columns.map((column) => (extra.has(column.source) ? { ...column, include: true } : column)),
});

/** Whether there are extra cells that no field takes. */
export const hasUntakenExtras = (mapping: LiveMapping, extra: ReadonlySet<string>): boolean =>
  [...extra].some(
    (source) =>
      source !== mapping.key && mapping.fields.every(({ take }) => take.from !== "column" || take.source !== source),
  );

const number = (count: number): string => count.toLocaleString("en");

/** "2 values do not fit", "1 row does not fit": whole rows are told apart from values where there are only such. */
export function misfitTitle(all: number, shown: readonly BadRow[]): string {
  const isRows = shown.every(({ isExtra }) => isExtra);
  const isValues = shown.every(({ isExtra }) => !isExtra);
  const [one, many] = isRows ? ["row", "rows"] : isValues ? ["value", "values"] : ["thing", "things"];
  const count = Math.max(all, shown.length);
  const said = `${number(count)} ${count === 1 ? `${one} does` : `${many} do`} not fit`;
  return count > shown.length ? `${said}; the first ${number(shown.length)} are here` : said;
}
