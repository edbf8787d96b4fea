import type { Principal } from "../../principal.ts";

/** Callers kept at most: those asked for lately are never dropped before others. */
const MAX_KNOWN = 20_000;
/** Refused credentials kept at most, and for how long: whoever invents some must not drive out those that are valid. */
const MAX_REFUSED = 1_000;
const REFUSED_MS = 10_000;

/**
 * Who holds which credentials, by the hash of these. Two generations in place of an order of use, which would have to be
 * kept on every request: who is asked for moves to the younger one, and when that is full the older one is dropped.
 */
export class KnownCallers {
  private readonly now: () => number;
  private younger = new Map<string, Principal>();
  private older = new Map<string, Principal>();
  private readonly refused = new Map<string, number>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** Null for credentials that were refused a moment ago; undefined when nothing is known. */
  get(hash: string): Principal | null | undefined {
    const found = this.younger.get(hash);
    if (found) return found;
    const old = this.older.get(hash);
    if (old) {
      this.add(hash, old);
      return old;
    }
    const until = this.refused.get(hash);
    return until !== undefined && this.now() < until ? null : undefined;
  }

  set(hash: string, caller: Principal | null): void {
    if (caller) this.add(hash, caller);
    else this.refuse(hash);
  }

  private add(hash: string, caller: Principal): void {
    if (this.younger.size >= MAX_KNOWN / 2) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(hash, caller);
  }

  private refuse(hash: string): void {
    this.refused.delete(hash);
    for (const oldest of this.refused.keys()) {
      if (this.refused.size < MAX_REFUSED) break;
      this.refused.delete(oldest);
    }
    this.refused.set(hash, this.now() + REFUSED_MS);
  }
}
