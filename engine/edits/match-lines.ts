/** Lines with their own ends, so that putting them together gives the text byte for byte. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Cells of the table below; a text of three thousand changed lines on both sides. */
const MAX_CELLS = 9_000_000;

/**
 * Where each line of `from` is in `to`, by a longest common subsequence; undefined where it is not. Undefined as a whole
 * when the texts are too long and too different to compare.
 */
export function matchLines(
  from: readonly string[],
  to: readonly string[],
): readonly (number | undefined)[] | undefined {
  const matches: (number | undefined)[] = new Array(from.length).fill(undefined);
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) {
    matches[start] = start;
    start += 1;
  }
  let [fromEnd, toEnd] = [from.length, to.length];
  while (fromEnd > start && toEnd > start && from[fromEnd - 1] === to[toEnd - 1]) {
    fromEnd -= 1;
    toEnd -= 1;
    matches[fromEnd] = toEnd;
  }
  const [rows, columns] = [fromEnd - start, toEnd - start];
  if (rows * columns > MAX_CELLS) return undefined;
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] as number;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const isEqual = from[start + row] === to[start + column];
      longest[row * width + column] = isEqual
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (from[start + row] === to[start + column]) {
      matches[start + row] = start + column;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return matches;
}
