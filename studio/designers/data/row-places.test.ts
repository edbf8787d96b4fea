import { expect, it } from "vitest";
import type { GridRow } from "./grid-row.ts";
import { moved, placementAt, placementOfStep, renumbered } from "./row-places.ts";

const row = (id: number, list: number, place: number): GridRow => ({
  key: String(id),
  id,
  version: 1,
  values: { list, place },
  titles: {},
  issues: {},
  saving: false,
});
/** Two lists between each other. */
const rows = [row(1, 1, 1), row(7, 2, 1), row(2, 1, 2), row(8, 2, 2), row(3, 1, 3)];
const places = { name: "place", list: "list" };
const at = (id: number) => rows.find((each) => each.id === id) as GridRow;

it("places a dropped row next to the nearest one of its list", () => {
  expect(placementAt(rows, places, { row: at(3), gap: 1 })).toMatchObject({ side: "after", anchor: { id: 1 } });
  expect(placementAt(rows, places, { row: at(8), gap: 0 })).toMatchObject({ side: "before", anchor: { id: 7 } });
  expect(placementAt(rows, places, { row: at(1), gap: 5 })).toMatchObject({ side: "after", anchor: { id: 3 } });
  expect(placementAt(rows, places, { row: at(1), gap: 1 })).toBeUndefined();
});

it("steps over rows of other lists, and not beyond the ends", () => {
  expect(placementOfStep(rows, places, { row: at(2), step: -1 })).toMatchObject({ side: "before", anchor: { id: 1 } });
  expect(placementOfStep(rows, places, { row: at(7), step: 1 })).toMatchObject({ side: "after", anchor: { id: 8 } });
  expect(placementOfStep(rows, places, { row: at(3), step: 1 })).toBeUndefined();
});

it("shows the row in its new place and counts its list anew", () => {
  const shown = moved(rows, "3", { side: "before", anchor: at(1) });
  expect(shown.map(({ id }) => id)).toEqual([3, 1, 7, 2, 8]);
  const numbers = renumbered(shown, places, { row: at(3), from: 3, to: 1 }).map(({ id, values }) => [id, values.place]);
  expect(numbers).toEqual([
    [3, 3],
    [1, 2],
    [7, 1],
    [2, 3],
    [8, 2],
  ]);
});
