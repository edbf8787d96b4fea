import { describe, expect, it } from "vitest";
import { judgeSession, SESSION_IDLE_MS } from "./session-life.ts";
import { accountLimits, afterFailure, type ThrottleState, waitOf } from "./throttle.ts";

const failTimes = (count: number, now: number): ThrottleState | undefined => {
  let state: ThrottleState | undefined;
  for (let index = 0; index < count; index++) state = afterFailure(state, now, accountLimits);
  return state;
};

describe("throttling", () => {
  it("costs nothing for the first failures", () => {
    expect(waitOf(failTimes(accountLimits.free, 0), 0)).toBe(0);
  });
  it("doubles the wait with each further failure, up to a limit", () => {
    const waits = [1, 2, 3].map((beyond) => waitOf(failTimes(accountLimits.free + beyond, 0), 0));
    expect(waits).toEqual([5_000, 10_000, 20_000]);
    expect(waitOf(failTimes(5_000, 0), 0)).toBe(accountLimits.longestWaitMs);
  });
  it("never locks for good", () => {
    expect(waitOf(failTimes(100, 0), accountLimits.longestWaitMs)).toBe(0);
  });
  it("forgets after a quiet time", () => {
    const later = accountLimits.forgetAfterMs;
    expect(afterFailure(failTimes(100, 0), later, accountLimits)).toEqual({
      failures: 1,
      blockedUntil: undefined,
      updatedAt: later,
    });
  });
});

describe("a session", () => {
  const session = { lastSeenAt: 0, expiresAt: 2 * SESSION_IDLE_MS };
  it("ends by idleness and, whatever its use, by age", () => {
    expect(judgeSession(session, SESSION_IDLE_MS)).toBe("ended");
    expect(judgeSession({ ...session, lastSeenAt: session.expiresAt - 1 }, session.expiresAt)).toBe("ended");
  });
  it("notes its use only now and then", () => {
    expect(judgeSession(session, 60_000)).toBe("valid");
    expect(judgeSession(session, 10 * 60_000)).toBe("touch");
  });
});
