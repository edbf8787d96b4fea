import { describe, expect, it } from "vitest";
import { FairQueue, partyOf } from "./fair-queue.ts";

interface Waiter {
  readonly name: string;
  readonly deadline: number;
}

function queueOf(size: number) {
  const clock = { now: 0 };
  const queue = new FairQueue<Waiter>({ size, maxWaiting: 100, maxWaitingOfOne: 10, now: () => clock.now });
  const visitors = (app: string) => partyOf(app, true);
  const builders = (app: string) => partyOf(app, false);
  /** Starts as many as the party may have now. */
  const fill = (party: ReturnType<typeof partyOf>): number => {
    let count = 0;
    while (queue.admits(party)) {
      queue.begin(party);
      count++;
    }
    return count;
  };
  const join = (party: ReturnType<typeof partyOf>, name: string) => queue.join(party, { name, deadline: 100 });
  return { clock, queue, visitors, builders, fill, join };
}

describe("the share of an app", () => {
  it("leaves the next app what it needs, however many take all they can get", () => {
    const { queue, visitors, fill } = queueOf(10);
    expect(fill(visitors("a"))).toBe(6);
    for (const app of ["b", "c"]) expect(fill(visitors(app))).toBeGreaterThan(0);
    // Other parties are waiting now, so the first does not get back what it releases.
    for (let count = 0; count < 4; count++) queue.end(visitors("a"));
    expect(fill(visitors("a"))).toBeLessThan(4);
  });

  it("is half of what others leave while they are there, and grows when they are not", () => {
    const { clock, queue, visitors, fill } = queueOf(10);
    for (const app of ["a", "b"]) {
      queue.begin(visitors(app));
      queue.end(visitors(app));
    }
    expect([fill(visitors("a")), fill(visitors("b")), fill(visitors("c")), fill(visitors("d"))]).toEqual([4, 2, 1, 1]);
    for (const app of ["b", "b", "c", "d"]) queue.end(visitors(app));
    expect(fill(visitors("a"))).toBe(0);
    clock.now = 60_000;
    expect(fill(visitors("a"))).toBeGreaterThan(0);
    clock.now = 120_000;
    fill(visitors("a"));
    expect(queue.admits(visitors("a"))).toBe(false);
    expect(fill(visitors("b"))).toBeGreaterThan(0);
  });

  it("never takes what builders and Quintet itself need", () => {
    const { queue, visitors, builders, fill } = queueOf(10);
    for (const app of ["a", "b", "c", "d", "e", "f"]) fill(visitors(app));
    expect(fill(builders("a"))).toBe(1);
    expect(queue.admits(builders("b"))).toBe(false);
    expect(queue.admits(partyOf(undefined, true))).toBe(true);
  });

  it.each([1, 2, 3, 4, 5])("is at least one connection, in a pool of %i", (size) => {
    for (const kind of ["visitors", "builders"] as const) {
      const { fill, ...of } = queueOf(size);
      expect(fill(of[kind]("a"))).toBeGreaterThan(0);
    }
  });
});

describe("those who wait", () => {
  it("are served in order within a party, and by turns between parties", () => {
    const { queue, visitors, join } = queueOf(10);
    for (const name of ["a1", "a2", "a3"]) join(visitors("a"), name);
    for (const name of ["b1", "b2"]) join(visitors("b"), name);
    const order: string[] = [];
    for (let waiter = queue.next("z"); waiter; waiter = queue.next("z")) {
      order.push(waiter.name);
      queue.begin(visitors(waiter.name[0] as string));
    }
    expect(order).toEqual(["a1", "b1", "a2", "b2", "a3"]);
    expect(queue.waiting).toBe(0);
  });

  it("go before others when the connection is theirs, but not for ever", () => {
    const { queue, visitors, join } = queueOf(10);
    for (let count = 0; count < 9; count++) join(visitors("b"), `b${count}`);
    join(visitors("a"), "a");
    const order: string[] = [];
    for (let count = 0; count < 10; count++) order.push(queue.next("a")?.name ?? "");
    expect(order[0]).toBe("a");
    const again = queueOf(10);
    again.join(again.visitors("a"), "a");
    for (let count = 0; count < 9; count++) again.join(again.visitors("b"), `b${count}`);
    const served: string[] = [];
    for (let count = 0; count < 10; count++) served.push(again.queue.next("b")?.name ?? "");
    expect(served.indexOf("a")).toBeGreaterThan(0);
    expect(served.indexOf("a")).toBeLessThan(6);
  });

  it("are refused beyond their number, whoever else waits, and let go when their time is over", () => {
    const { queue, visitors, join } = queueOf(10);
    const taken = Array.from({ length: 12 }, (_, index) => join(visitors("a"), `a${index}`));
    expect(taken.filter((isTaken) => !isTaken)).toHaveLength(2);
    expect(join(visitors("b"), "b")).toBe(true);
    expect(queue.expired(99)).toHaveLength(0);
    expect(queue.expired(100)).toHaveLength(11);
    expect(queue.waiting).toBe(0);
  });
});
