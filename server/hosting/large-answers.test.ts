import { beforeEach, expect, it } from "vitest";
import { LargeAnswers } from "./large-answers.ts";

const MB = 1_000_000;
let now: number;
let answers: LargeAnswers;

beforeEach(() => {
  now = 0;
  answers = new LargeAnswers(() => now);
  visitOther();
});

function visitOther(): void {
  answers.allow("small", "/");
}

/** One request of the app: whether it was answered. */
function ask(target: string, megabytes: number): boolean {
  visitOther();
  const allowance = answers.allow("greedy", target);
  if (allowance.refusal()) return false;
  allowance.made(megabytes * MB);
  return true;
}

it("are given until the app is over its budget, and again as time goes by", () => {
  const first = [1, 2, 3, 4, 5].map((page) => ask(`/papers/?page=${page}`, 8));
  expect(first).toEqual([true, true, true, false, false]);
  now += 1_000;
  expect(ask("/papers/", 8)).toBe(false);
  now += 1_000;
  expect(ask("/papers/", 8)).toBe(true);
  expect(ask("/papers/", 8)).toBe(false);
});

it("are counted while requests wait: those that found out meanwhile that the path is large are refused", () => {
  const waiting = Array.from({ length: 30 }, () => {
    visitOther();
    return answers.allow("greedy", "/papers/");
  });
  // Four run at once, and nobody knows yet.
  const running = waiting.slice(0, 4);
  expect(running.map((allowance) => allowance.refusal())).toEqual([undefined, undefined, undefined, undefined]);
  for (const allowance of running) allowance.made(8 * MB);
  for (const allowance of waiting.slice(4)) expect(allowance.refusal()).toMatchObject({ code: "unavailable" });
});

it("take their share before they are made, so that several at once do not pass together", () => {
  expect(ask("/papers/", 8)).toBe(true);
  const several = [1, 2, 3].map(() => answers.allow("greedy", "/papers/"));
  expect(several.map((allowance) => allowance.refusal() === undefined)).toEqual([true, true, false]);
  // One failed, and gives its share back.
  several[0]?.made(0);
  expect(ask("/papers/", 8)).toBe(true);
});

it("take their share once a request, however many statements it has", () => {
  expect(ask("/papers/", 8)).toBe(true);
  const allowance = answers.allow("greedy", "/papers/");
  for (let statement = 0; statement < 10; statement++) expect(allowance.refusal()).toBeUndefined();
  allowance.made(8 * MB);
  expect(ask("/papers/", 8)).toBe(true);
});

it("stop neither other paths nor other apps, and a path with small answers is free again", () => {
  for (let count = 0; count < 4; count++) ask("/papers/", 8);
  expect(ask("/papers/", 8)).toBe(false);
  expect(ask("/authors/", 0.01)).toBe(true);
  expect(answers.allow("small", "/papers/").refusal()).toBeUndefined();
  now += 2_000;
  expect(ask("/papers/", 0.01)).toBe(true);
  for (let count = 0; count < 100; count++) expect(ask("/papers/", 0.01)).toBe(true);
});

it("say when to come again", () => {
  for (let count = 0; count < 4; count++) ask("/papers/", 8);
  visitOther();
  expect(answers.allow("greedy", "/papers/").refusal()).toMatchObject({ headers: { "retry-after": "2" } });
});

it("are not counted while no other app is visited", () => {
  now += 60_000;
  for (let count = 0; count < 50; count++) {
    const allowance = answers.allow("greedy", "/papers/");
    if (count > 0) expect(allowance.refusal()).toBeUndefined();
    allowance.made(8 * MB);
    now += 11_000;
  }
});
