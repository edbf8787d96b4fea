/**
 * Compiled shapes by key; the last used are kept within a limit of bytes. Every URL can make a shape, so without a
 * limit clients could fill the memory.
 */
export class ShapeCache {
  private readonly budget: number;
  private readonly entries = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  private used = 0;

  constructor(budget = 512 * 1024) {
    this.budget = budget;
  }

  get<Value>(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    // Re-inserting keeps the map in order of use. Only when it is crowded: the common case is one look-up.
    if (this.used > this.budget / 2) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    return entry.value as Value;
  }

  set(key: string, value: unknown, bytes: number): void {
    const size = bytes + key.length * 2;
    if (size > this.budget / 4) return;
    this.entries.set(key, { value, bytes: size });
    this.used += size;
    for (const [oldest, entry] of this.entries) {
      if (this.used <= this.budget) break;
      this.entries.delete(oldest);
      this.used -= entry.bytes;
    }
  }

  get bytes(): number {
    return this.used;
  }
}
