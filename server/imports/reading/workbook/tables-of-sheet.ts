import { cellSort } from "../cell-sort.ts";

export interface SheetRow {
  readonly cells: readonly string[];
  /** Whether empty rows stand above it. */
  readonly isAfterGap: boolean;
}

const filledOf = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== "").length;
const isTable = (rows: readonly SheetRow[]): boolean => rows.filter(({ cells }) => filledOf(cells) > 1).length > 1;
const widthOf = (rows: readonly SheetRow[]): number => Math.max(0, ...rows.map(({ cells }) => cells.length));

/** A row of names, with nothing empty between them. */
const isHeader = ({ cells }: SheetRow): boolean => {
  const named = cells.slice(cells.findIndex((cell) => cell.trim() !== ""));
  return named.length > 1 && named.every((cell) => cell.trim() !== "" && cellSort(cell) === "text");
};

/**
 * The tables of a small sheet that stand one below the other. Empty rows alone divide none, since people leave them
 * between the rows of one table too: what comes after them must begin with names and be wider than what is above.
 */
export function tablesOfSheet(rows: readonly SheetRow[]): readonly (readonly SheetRow[])[] {
  const tables: SheetRow[][] = [];
  for (const block of blocksOf(rows)) {
    const above = tables.at(-1);
    const [first] = block;
    const isOther =
      above && first && isTable(above) && isTable(block) && isHeader(first) && first.cells.length > widthOf(above);
    if (!above || isOther) tables.push(block);
    else above.push(...block);
  }
  return tables;
}

function blocksOf(rows: readonly SheetRow[]): SheetRow[][] {
  const blocks: SheetRow[][] = [];
  for (const row of rows) {
    const block = blocks.at(-1);
    if (!block || row.isAfterGap) blocks.push([row]);
    else block.push(row);
  }
  return blocks;
}

/** The table with the most rows; of two that are equal, the lower and wider one. */
export const largestTable = (tables: readonly (readonly SheetRow[])[]): readonly SheetRow[] =>
  tables.reduce<readonly SheetRow[]>((best, table) => (table.length >= best.length ? table : best), []);
