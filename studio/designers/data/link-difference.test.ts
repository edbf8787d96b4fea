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
});
