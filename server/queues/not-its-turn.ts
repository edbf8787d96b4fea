/**
 * A job cannot run yet, because another one works for the same app. It is put back for a moment and its place is given
 * to the next job, so that waiting for one app does not hold up others. That is not a failure, and counts as no try.
 */
export class NotItsTurn extends Error {
  override readonly name = "NotItsTurn";
  readonly waitMs: number;
  constructor(message: string, waitMs: number) {
    super(message);
    this.waitMs = waitMs;
  }
}
