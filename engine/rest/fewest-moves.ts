/** An item that moves, and the one that it comes to stand after; null for the first place. */
export interface ItemMove<Item> {
  readonly item: Item;
  readonly after: Item | null;
}

/**
 * The fewest moves that bring a list into another order of the same items: those of a longest part that is in order stay.
 * Each move is meant after all before it.
 */
export function fewestMoves<Item>(from: readonly Item[], to: readonly Item[]): readonly ItemMove<Item>[] {
  const wanted = new Map(to.map((item, index) => [item, index]));
  const staying = longestRising(from.filter((item) => wanted.has(item)).map((item) => wanted.get(item) as number));
  return to.flatMap((item, index) =>
    staying.has(index) ? [] : [{ item, after: index === 0 ? null : (to[index - 1] as Item) }],
  );
}

/** A longest part of distinct numbers that only rises (patience sorting: n log n). */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  /** At each length the number that the best part of that length ends with, and what comes before it in that part. */
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    before.set(number, ends[low - 1]);
    ends[low] = number;
  }
  const part = new Set<number>();
  for (let number = ends.at(-1); number !== undefined; number = before.get(number)) part.add(number);
  return part;
}
