/**
 * The clipboard's form of a range of cells, as spreadsheets write and read it: tabs between columns, line breaks between
 * rows, and quotes around a cell that holds either.
 */
export function printCells(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(printCell).join("\t")).join("\n");
}

const printCell = (cell: string): string => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Reads such text. A quote counts only at the start of a cell; a line break at the very end makes no row. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index++;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === "\t") endCell();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[index + 1] === "\n") index++;
      endCell();
      if (index < text.length - 1) rows.push([]);
    } else cell += character;
  }
  if (!/[\n\r]$/.test(text) || cell !== "" || text === "") endCell();
  return rows;
}
