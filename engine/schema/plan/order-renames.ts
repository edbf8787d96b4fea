/** One name given for another. `key` says whose it is. */
export interface Rename<Key> {
  readonly key: Key;
  readonly from: string;
  readonly to: string;
  /** Half of a way through a passing name. */
  readonly passing: boolean;
}

/**
 * Orders renames so that each finds its new name free: a chain (a → b, b → c) runs from its end, a circle (a ⇄ b) is
 * opened by sending one of its members through a passing name. Names that nobody renames away from must not be wanted:
 * the checks have refused two equal names, and what is deleted was archived before.
 */
export function orderRenames<Key>(
  renames: readonly { readonly key: Key; readonly from: string; readonly to: string }[],
  passingNameOf: (key: Key) => string,
): Rename<Key>[] {
  const waiting = renames.filter(({ from, to }) => from !== to).map((rename) => ({ ...rename, passing: false }));
  const ordered: Rename<Key>[] = [];
  while (waiting.length > 0) {
    const taken = new Set(waiting.map(({ from }) => from));
    const free = waiting.findIndex(({ to }) => !taken.has(to));
    if (free >= 0) {
      ordered.push(...waiting.splice(free, 1));
      continue;
    }
    const [first] = waiting as [Rename<Key>];
    const passing = passingNameOf(first.key);
    ordered.push({ key: first.key, from: first.from, to: passing, passing: true });
    waiting[0] = { key: first.key, from: passing, to: first.to, passing: false };
  }
  return ordered;
}
