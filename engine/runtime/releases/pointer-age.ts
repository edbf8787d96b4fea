/** How long after the pointer was read a visitor is answered without a statement. */
const FRESH_MS = 1_000;

/**
 * When the live pointer was last read and named this release, by the guard of any statement of the app or by a look-up.
 * An answer that needs no rows has no guard of its own, so visitors get it only while this is recent.
 */
export class PointerAge {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  private seenAt: number;

  constructor(now: () => number, seenAt: number) {
    this.now = now;
    this.seenAt = seenAt;
  }

  /** `startedAt`: when the statement began, because the pointer may have changed before its answer arrived. */
  confirm(startedAt: number): void {
    if (startedAt > this.seenAt) this.seenAt = startedAt;
  }

  get isFresh(): boolean {
    return this.now() - this.seenAt < FRESH_MS;
  }
}
