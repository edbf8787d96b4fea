/** Stores values derived from a definition under a key, so that each is made once. */
export type Derive = <Value>(key: string, make: () => Value) => Value;

/** The simple implementation: a map that lives as long as its reader. */
export function derivations(): Derive {
  const made = new Map<string, unknown>();
  return <Value>(key: string, make: () => Value): Value => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as Value;
  };
}
