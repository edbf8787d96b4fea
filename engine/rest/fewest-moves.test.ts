import fc from "fast-check";
import { expect, it } from "vitest";
import { fewestMoves, type ItemMove } from "./fewest-moves.ts";

function moved(from: readonly number[], moves: readonly ItemMove<number>[]): readonly number[] {
  return moves.reduce((list, { item, after }) => {
    const rest = list.filter((other) => other !== item);
    return rest.toSpliced(after === null ? 0 : rest.indexOf(after) + 1, 0, item);
  }, from);
}

it("moves one item where one was dragged, and none where nothing changed", () => {
  expect(fewestMoves([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])).toEqual([]);
  expect(fewestMoves([1, 2, 3, 4, 5], [1, 5, 2, 3, 4])).toEqual([{ item: 5, after: 1 }]);
  expect(fewestMoves([1, 2, 3, 4, 5], [2, 3, 4, 1, 5])).toEqual([{ item: 1, after: 4 }]);
});

it("brings any list into any other order of its items", () => {
  const orders = fc
    .uniqueArray(fc.integer(), { maxLength: 40 })
    .chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })));
  fc.assert(
    fc.property(orders, ([from, to]) => {
      expect(moved(from, fewestMoves(from, to))).toEqual(to);
    }),
  );
});
