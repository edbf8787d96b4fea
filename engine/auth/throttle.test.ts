import { describe, expect, it } from "vitest";
import { judgeSession, SESSION_IDLE_MS } from "./session-life.ts";
import { accountLimits, afterFailure, type ThrottleState, waitOf } from "./throttle.ts";
import { afterTry, TOTAL_TRIES, type TriesInWindow } from "./total-tries.ts";

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

describe("the tries of the whole installation", () => {
  const afterMany = (count: number, now: number) => {
    let state: TriesInWindow | undefined;
    for (let index = 0; index < count; index++) {
      const next = afterTry(state, now);
      if ("waitMs" in next) return next;
      state = next;
    }
    return state;
  };
  it("are bounded in each window, and begin anew with the next", () => {
    expect(afterMany(TOTAL_TRIES.most, 0)).toEqual({ tries: TOTAL_TRIES.most, windowBegan: 0 });
    expect(afterMany(TOTAL_TRIES.most + 1, 5)).toEqual({ waitMs: TOTAL_TRIES.windowMs });
    const full = { tries: TOTAL_TRIES.most, windowBegan: 0 };
    expect(afterTry(full, TOTAL_TRIES.windowMs - 1)).toEqual({ waitMs: 1 });
    expect(afterTry(full, TOTAL_TRIES.windowMs)).toEqual({ tries: 1, windowBegan: TOTAL_TRIES.windowMs });
  });
  it("do not stop for good when the clock was set back", () => {
    const full = { tries: TOTAL_TRIES.most, windowBegan: 10 * TOTAL_TRIES.windowMs };
    expect(afterTry(full, 0)).toEqual({ tries: 1, windowBegan: 0 });
  });
});
