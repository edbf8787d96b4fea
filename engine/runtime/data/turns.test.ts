import { describe, expect, it } from "vitest";
import { partyOf } from "./fair-queue.ts";
import { Turns } from "./turns.ts";

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => error.message,
  );
const open = (size: number, more: { waitMs?: number; maxWaitingOfOne?: number } = {}) =>
  new Turns({ size, waitMs: 5_000, maxWaiting: 100, maxWaitingOfOne: 50, now: () => performance.now(), ...more });
const one = partyOf("one", true);
const other = partyOf("other", true);

describe("turns", () => {
  it("are had by so many at once, in order, also when one of them fails", async () => {
    const turns = open(2);
    let now = 0;
    let most = 0;
    const begun: number[] = [];
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        outcome(
          turns.run(one, async () => {
            begun.push(number);
            most = Math.max(most, ++now);
            await pause(5);
            now--;
            if (number === 3) throw new Error("three");
          }),
        ),
      ),
    );
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(outcomes.filter((ended) => ended !== "done")).toEqual(["three"]);
    expect(await outcome(turns.run(one, async () => undefined))).toBe("done");
  });

  it("come to an app whose neighbour has asked for very many", async () => {
    const turns = open(5);
    const ended: string[] = [];
    const ask = (party: typeof one) =>
      turns.run(party, async () => {
        await pause(10);
        ended.push(party.key);
      });
    const many = Array.from({ length: 30 }, () => ask(one));
    await ask(other);
    expect(ended.filter((key) => key === "one").length).toBeLessThan(15);
    await Promise.all(many);
  });

  it("are not waited for by more than may wait, nor longer than one may, nor after the end", async () => {
    const turns = open(1, { waitMs: 20, maxWaitingOfOne: 1 });
    let end = () => {};
    const first = turns.run(one, () => new Promise<void>((done) => (end = done)));
    const second = outcome(turns.run(one, async () => undefined));
    expect(await outcome(turns.run(one, async () => undefined))).toContain("Too many requests wait");
    expect(await second).toContain("came free");
    const third = outcome(turns.run(one, async () => undefined));
    turns.close();
    expect(await third).toContain("stopping");
    end();
    await first;
    expect(await outcome(turns.run(one, async () => undefined))).toBe("done");
  });
});
