/** How long a sign-in holds: 30 days in any case, 7 days without use. */
export const SESSION_ABSOLUTE_MS = 30 * 24 * 60 * 60 * 1000;
export const SESSION_IDLE_MS = 7 * 24 * 60 * 60 * 1000;
/** Use is noted at most this often, so that reading does not write. */
const SESSION_TOUCH_MS = 5 * 60 * 1000;

/** How long what a person has shown of themselves is enough for what is sensitive. */
const FRESH_MS = 15 * 60 * 1000;

/** For how many more milliseconds a session that was confirmed then is fresh; 0 when its person must be asked again. */
export const freshFor = (confirmedAt: number, now: number): number =>
  now - confirmedAt > FRESH_MS ? 0 : Math.max(1, confirmedAt + FRESH_MS - now);

export type SessionStanding = "valid" | "touch" | "ended";

/** Whether a session still holds, and whether its last use should be noted. Times in milliseconds since the epoch. */
export function judgeSession(session: { lastSeenAt: number; expiresAt: number }, now: number): SessionStanding {
  if (now >= session.expiresAt || now - session.lastSeenAt >= SESSION_IDLE_MS) return "ended";
  return now - session.lastSeenAt >= SESSION_TOUCH_MS ? "touch" : "valid";
}
