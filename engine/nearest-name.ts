/**
 * The name that somebody who typed `typed` most likely meant, for "Did you mean …?". Undefined when none is near:
 * within a third of the letters, by edit distance with swaps. Ties go to the first candidate.
 */
export function nearestName(typed: string, candidates: Iterable<string>): string | undefined {
  const folded = typed.slice(0, 60).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(folded.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === typed) continue;
    if (Math.abs(candidate.length - folded.length) >= bestDistance) continue;
    const distance = editDistance(folded, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Whether one insertion, deletion, change or swap makes one name of the other; capital letters count as changes. */
export const isOneEditAway = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= 1 && editDistance(a, b) === 1;

/** Optimal string alignment: insertions, deletions, changes and swaps of neighbours cost 1. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] as number) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] as number;
}

export const didYouMean = (typed: string, candidates: Iterable<string>): string | undefined => {
  const name = nearestName(typed, candidates);
  return name === undefined ? undefined : `Did you mean "${name}"?`;
};
