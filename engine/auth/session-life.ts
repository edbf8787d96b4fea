/** How long a session is valid: at most 30 days, and 7 days without use. */
export const SESSION_ABSOLUTE_MS = 30 * 24 * 60 * 60 * 1000;
export const SESSION_IDLE_MS = 7 * 24 * 60 * 60 * 1000;
/** The last use is stored at most this often, so that reading does not write. */
const SESSION_TOUCH_MS = 5 * 60 * 1000;

/** How long a confirmation of the password allows sensitive actions. */
export const FRESH_MS = 15 * 60 * 1000;

/** How many more milliseconds a session confirmed at that time is fresh; 0 when the person must confirm again. */
export const freshFor = (confirmedAt: number, now: number): number =>
  now - confirmedAt > FRESH_MS ? 0 : Math.max(1, confirmedAt + FRESH_MS - now);

export type SessionStanding = "valid" | "touch" | "ended";

/**
 * Whether a session is still valid, and whether its last use should be stored. Times in milliseconds since the epoch.
 */
export function judgeSession(session: { lastSeenAt: number; expiresAt: number }, now: number): SessionStanding {
  if (now >= session.expiresAt || now - session.lastSeenAt >= SESSION_IDLE_MS) return "ended";
  return now - session.lastSeenAt >= SESSION_TOUCH_MS ? "touch" : "valid";
}
