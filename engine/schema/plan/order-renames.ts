/** One rename; `key` identifies the object. */
export interface Rename<Key> {
  readonly key: Key;
  readonly from: string;
  readonly to: string;
  /** The rename is one of two steps through a temporary name. */
  readonly passing: boolean;
}

/**
 * Orders renames so that each new name is free when it is used: a chain (a → b, b → c) runs from its end, a circle (a ⇄
 * b) is broken by giving one of its members a temporary name first. No new name may belong to an object that keeps it:
 * the checks have refused equal names, and deleted objects were archived before.
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
