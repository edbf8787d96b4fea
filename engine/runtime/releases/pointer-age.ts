/** For so long a visitor is answered without a statement after the pointer was seen. */
const FRESH_MS = 1_000;

/**
 * When the live pointer was last read and found to name this release: by the guard of any statement of the app, or by a
 * look. An answer that needs no rows has no guard of its own, so it is given to visitors only while this is fresh.
 */
export class PointerAge {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  private seenAt: number;

  constructor(now: () => number, seenAt: number) {
    this.now = now;
    this.seenAt = seenAt;
  }

  /** `startedAt`: when the statement began, since the pointer may have moved while its answer was on the way. */
  confirm(startedAt: number): void {
    if (startedAt > this.seenAt) this.seenAt = startedAt;
  }

  get isFresh(): boolean {
    return this.now() - this.seenAt < FRESH_MS;
  }
}
