import fc from "fast-check";
import { expect, it } from "vitest";
import { keyBetween } from "./key-between.ts";

const unmoved = (id: number) => id.toString(16).padStart(16, "0");

it("makes keys before, between and after rows that were never moved, and new rows come after all of them", () => {
  const steps = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (moves) => {
      const list = [1, 2, 3, 4, 5].map(unmoved);
      for (const [from, to] of moves) {
        const [key] = list.splice(from % list.length, 1);
        const at = to % (list.length + 1);
        const made = keyBetween({}, { low: list[at - 1], high: list[at] });
        list.splice(at, 0, made ?? (key as string));
        if (made === undefined) list.sort();
      }
      expect(list).toEqual(list.toSorted());
      expect(new Set(list).size).toBe(5);
      expect((list.at(-1) as string) < unmoved(6)).toBe(true);
    }),
  );
});

it("finds no room between equal keys, nor where a key would become too long", () => {
  expect(keyBetween({}, { low: unmoved(1), high: unmoved(1) })).toBeUndefined();
  let high = unmoved(2);
  let made: string | undefined = high;
  for (let moves = 0; made !== undefined && moves < 2000; moves++) {
    made = keyBetween({}, { low: unmoved(1), high });
    high = made ?? high;
  }
  expect(made).toBeUndefined();
  expect(high.length).toBeLessThanOrEqual(100);
});
