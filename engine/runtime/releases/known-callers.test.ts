import { describe, expect, it } from "vitest";
import type { Principal } from "../../principal.ts";
import { KnownCallers } from "./known-callers.ts";

const key = (id: number): Principal => ({ kind: "key", id, name: `key ${id}`, groups: new Set() });

describe("known callers", () => {
  it("are kept while they call, however many invented credentials are refused meanwhile", () => {
    const known = new KnownCallers(() => 0);
    known.set("mine", key(1));
    for (let tried = 0; tried < 50_000; tried++) known.set(`invented ${tried}`, null);
    expect(known.get("mine")).toEqual(key(1));
    expect(known.get("invented 49999")).toBe(null);
    expect(known.get("invented 0")).toBe(undefined);
  });

  it("are kept while they call, however many others come, and dropped when they do not", () => {
    const known = new KnownCallers(() => 0);
    known.set("regular", key(1));
    known.set("once", key(2));
    for (let other = 0; other < 100_000; other++) {
      known.set(`other ${other}`, key(other));
      if (other % 1_000 === 0) expect(known.get("regular")).toEqual(key(1));
    }
    expect(known.get("once")).toBe(undefined);
  });

  it("refused credentials are asked for again after ten seconds", () => {
    let now = 0;
    const known = new KnownCallers(() => now);
    known.set("typed wrong", null);
    now = 9_999;
    expect(known.get("typed wrong")).toBe(null);
    now = 10_000;
    expect(known.get("typed wrong")).toBe(undefined);
  });
});
