import type { Principal } from "../../principal.ts";

/** The most callers that are kept; recently used ones are not dropped before others. */
const MAX_KNOWN = 20_000;
/**
 * The most refused credentials that are kept, and for how long. They have their own limit, so that invented credentials
 * cannot displace valid ones.
 */
const MAX_REFUSED = 1_000;
const REFUSED_MS = 10_000;

/**
 * The holder of each credential, by the credential's hash. Two generations replace an order of use, which every request
 * would have to update: a used entry moves to the younger generation, and when that is full the older one is dropped.
 */
export class KnownCallers {
  private readonly now: () => number;
  private younger = new Map<string, Principal>();
  private older = new Map<string, Principal>();
  private readonly refused = new Map<string, number>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** Null for credentials that were refused recently; undefined when they are unknown. */
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

  /** Asks for its holder anew the next time. */
  drop(hash: string): void {
    this.younger.delete(hash);
    this.older.delete(hash);
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
