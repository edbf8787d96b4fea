/**
 * The effect of failed sign-ins. Two counters are kept, one per account and one per address: the first slows down
 * guesses of one password from many places, the second attempts on many accounts from one place. An account is never
 * locked permanently, because then any client could lock other people out; it is slowed down.
 */
export interface ThrottleState {
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly blockedUntil: number | undefined;
  readonly updatedAt: number;
}

export interface ThrottleLimits {
  /** The number of failures without a wait. */
  readonly free: number;
  /** The first wait; it doubles with each further failure. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** After this long without a failure the count starts again. */
  readonly forgetAfterMs: number;
}

const MINUTE = 60_000;
export const accountLimits: ThrottleLimits = {
  free: 5,
  firstWaitMs: 5_000,
  longestWaitMs: 15 * MINUTE,
  forgetAfterMs: 60 * MINUTE,
};
export const addressLimits: ThrottleLimits = {
  free: 20,
  firstWaitMs: 5_000,
  longestWaitMs: 15 * MINUTE,
  forgetAfterMs: 60 * MINUTE,
};

/** Each asking may send a mail, so few are free: three, then a minute, two, four … up to an hour. */
const mailsToAccount: ThrottleLimits = {
  free: 3,
  firstWaitMs: MINUTE,
  longestWaitMs: 60 * MINUTE,
  forgetAfterMs: 24 * 60 * MINUTE,
};
export const mailLimits = { account: mailsToAccount, address: { ...mailsToAccount, free: 10 } };

/** Milliseconds before the next attempt is accepted; 0 when it is accepted now. */
export function waitOf(state: ThrottleState | undefined, now: number): number {
  return Math.max(0, (state?.blockedUntil ?? 0) - now);
}

/** The state after one more failure. */
export function afterFailure(state: ThrottleState | undefined, now: number, limits: ThrottleLimits): ThrottleState {
  const known = state && now - state.updatedAt < limits.forgetAfterMs ? state.failures : 0;
  const failures = known + 1;
  const beyond = failures - limits.free;
  // 2 ** 20 waits are longer than any limit, and the exponent must stay bounded.
  const wait = beyond <= 0 ? 0 : Math.min(limits.longestWaitMs, limits.firstWaitMs * 2 ** Math.min(beyond - 1, 20));
  return { failures, blockedUntil: wait === 0 ? undefined : now + wait, updatedAt: now };
}
