/**
 * How many sign-ins the whole installation may try and fail in one window. The counters per account and per network do
 * not stop somebody who has many accounts to try and many networks to try from: each try costs a password hash and a
 * row, so their number is bounded as a whole. A device that has signed in before is not held back by it.
 */
export interface TriesInWindow {
  readonly tries: number;
  /** Milliseconds since the epoch. */
  readonly windowBegan: number;
}

export const TOTAL_TRIES = { most: 120, windowMs: 60_000 } as const;

/** The state after one more try, or the milliseconds until the next window when this one has had all its tries. */
export function afterTry(state: TriesInWindow | undefined, now: number): TriesInWindow | { readonly waitMs: number } {
  const { most, windowMs } = TOTAL_TRIES;
  // A clock that was set back must not make a window that does not end.
  if (!state || Math.abs(now - state.windowBegan) >= windowMs) return { tries: 1, windowBegan: now };
  if (state.tries >= most) return { waitMs: Math.min(windowMs, state.windowBegan + windowMs - now) };
  return { tries: state.tries + 1, windowBegan: state.windowBegan };
}
