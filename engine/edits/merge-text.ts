/**
 * Three-way merge of a long text by lines: what each of two people changed since `base`, put together. Refused where
 * both changed the same lines differently; then both versions are shown (docs/mechanics.md, 6).
 *
 *   mergeText({ base: "a\nb\nc", mine: "A\nb\nc", theirs: "a\nb\nC" }) → { ok: true, text: "A\nb\nC" }
 */
export type MergedText = { readonly ok: true; readonly text: string } | { readonly ok: false };

export function mergeText(texts: {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}): MergedText {
  const base = linesOf(texts.base);
  const mine = linesOf(texts.mine);
  const theirs = linesOf(texts.theirs);
  const inMine = matchLines(base, mine);
  const inTheirs = matchLines(base, theirs);
  if (!inMine || !inTheirs) return texts.mine === texts.theirs ? { ok: true, text: texts.mine } : { ok: false };

  const merged: string[] = [];
  let [atBase, atMine, atTheirs] = [0, 0, 0];
  for (let index = 0; index <= base.length; index++) {
    const toMine = index === base.length ? mine.length : inMine[index];
    const toTheirs = index === base.length ? theirs.length : inTheirs[index];
    // Only a line that both kept holds the three texts together.
    if (toMine === undefined || toTheirs === undefined) continue;
    const chunk = mergeChunk(base.slice(atBase, index), mine.slice(atMine, toMine), theirs.slice(atTheirs, toTheirs));
    if (!chunk) return { ok: false };
    merged.push(...chunk);
    if (index < base.length) merged.push(base[index] as string);
    [atBase, atMine, atTheirs] = [index + 1, toMine + 1, toTheirs + 1];
  }
  return { ok: true, text: merged.join("") };
}

function mergeChunk(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] | undefined {
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
  return isSame(mine, base) ? theirs : undefined;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);

/** Lines with their own ends, so that putting them together gives the text byte for byte. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Cells of the table below; a text of three thousand changed lines on both sides. */
const MAX_CELLS = 9_000_000;

/**
 * Where each line of `from` is in `to`, by a longest common subsequence; undefined where it is not. Undefined as a whole
 * when the texts are too long and too different to compare.
 */
function matchLines(from: readonly string[], to: readonly string[]): readonly (number | undefined)[] | undefined {
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
