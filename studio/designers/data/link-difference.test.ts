import { describe, expect, it } from "vitest";
import { linkDifference, withDifference } from "./link-difference.ts";

describe("the difference of two lists of linked rows", () => {
  it("is what was added and removed, whatever the order", () => {
    expect(linkDifference([1, 2, 3], [3, 4, 1])).toEqual({ add: [4], remove: [2] });
    expect(linkDifference(null, [1])).toEqual({ add: [1], remove: [] });
    expect(linkDifference([1], undefined)).toEqual({ add: [], remove: [1] });
  });

  it("leaves what somebody else changed meanwhile", () => {
    const mine = linkDifference([1, 2], [1, 2, 3]);
    expect(withDifference([2, 9], mine)).toEqual([2, 9, 3]);
    expect(withDifference([1, 2, 3], mine)).toEqual([1, 2, 3]);
  });

  it("is taken back by its inverse", () => {
    const back = linkDifference([1, 2, 3], [1, 2]);
    expect(withDifference([1, 2, 3, 9], back)).toEqual([1, 2, 9]);
  });

  it("has the order of a list that keeps it, where that is more than adding at the end", () => {
    const isOrdered = true;
    expect(linkDifference([4, 1], [4, 1, 2], { isOrdered })).toEqual({ add: [2], remove: [] });
    expect(linkDifference([4, 1, 2], [4, 2], { isOrdered })).toEqual({ add: [], remove: [1] });
    expect(linkDifference([4, 2], [4, 1, 2], { isOrdered })).toEqual({ add: [1], remove: [], order: [4, 1, 2] });
    expect(linkDifference([1, 2], [2, 1])).toEqual({ add: [], remove: [] });
  });

  it("orders what it names between rows that somebody else has added", () => {
    const back = linkDifference([4, 2], [4, 1, 2], { isOrdered: true });
    expect(withDifference([4, 2], back)).toEqual([4, 1, 2]);
    expect(withDifference([4, 9, 2], back)).toEqual([4, 9, 1, 2]);
    expect(withDifference([2], linkDifference([1, 2], [2, 1], { isOrdered: true }))).toEqual([2]);
  });
});
