/**
 * The statements that a connection holds prepared: the 100 last used. Without a limit, every new list shape in a URL
 * would use memory (docs/mechanics.md, 5: 3,000 list shapes took one backend from 4 to 105 MB).
 */
export class PreparedNames {
  private readonly names = new Set<string>();
  private readonly size: number;

  constructor(size = 100) {
    this.size = size;
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** Marks a name as used last; returns the names that must be closed to make room. */
  use(name: string): readonly string[] {
    if (this.names.delete(name)) {
      this.names.add(name);
      return NONE;
    }
    this.names.add(name);
    if (this.names.size <= this.size) return NONE;
    const oldest = this.names.values().next().value as string;
    this.names.delete(oldest);
    return [oldest];
  }

  /** After an error it is unknown whether the statement was prepared. */
  forget(name: string): void {
    this.names.delete(name);
  }
}

const NONE: readonly string[] = [];
