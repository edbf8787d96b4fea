import { expect, it } from "vitest";
import { retryDelay } from "./retry-delay.ts";

it("doubles to four hours, with a fifth more or less, and ends after two days", () => {
  const minutes = (tries: number, random = 0.5) => {
    const delay = retryDelay({ tries, firstMs: 60_000, random });
    return delay === undefined ? undefined : delay / 60_000;
  };
  expect([1, 2, 3, 8, 9, 15].map((tries) => minutes(tries))).toEqual([1, 2, 4, 128, 240, 240]);
  expect([minutes(1, 0), minutes(1, 1)]).toEqual([0.8, 1.2]);
  const tries = Array.from({ length: 100 }, (_, index) => index + 1).filter((count) => minutes(count) !== undefined);
  expect(tries).toHaveLength(18);
  expect(retryDelay({ tries: 1_000_000, firstMs: 1, random: 0 })).toBeUndefined();
});
