import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderKeyBetween, orderKeysAfter } from "./order-keys.ts";

describe("order keys", () => {
  it("always finds a key strictly between two neighbours", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 200 }), (places) => {
        const keys: string[] = [];
        for (const place of places) {
          const at = place % (keys.length + 1);
          const key = orderKeyBetween(keys[at - 1], keys[at]);
          keys.splice(at, 0, key);
        }
        expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it("keeps the keys of a list filled from the top short", () => {
    const keys = orderKeysAfter(undefined, 1000);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(40);
  });
});
