import { describe, expect, it } from "vitest";
import type { UserError } from "#engine/errors";
import { mayBeUnstorable, refuseUnstorable } from "./storable-text.ts";

const pointers = (value: unknown): string[] => {
  try {
    refuseUnstorable(value);
    return [];
  } catch (error) {
    return ((error as UserError).errors ?? []).map(({ pointer }) => pointer);
  }
};

describe("what no column can hold", () => {
  it.each<[unknown, string[]]>([
    [{ label: "a\0" }, ["/label"]],
    [{ list: ["ok", { "a/b": "\ud83d" }] }, ["/list/1/a~1b"]],
    [{ list: ["\ude00"], "\0": 1 }, ["/list/0", ""]],
    ["\ude00\ud83d", [""]],
    [{ label: "🎬 é", number: 1, nothing: null }, []],
  ])("is found in %j", (value, found) => {
    expect(pointers(value)).toEqual(found);
    if (found.length > 0) expect(mayBeUnstorable(JSON.stringify(value))).toBe(true);
  });

  it("is told to be in twenty places at most", () =>
    expect(pointers(Array<string>(1_000).fill("\0"))).toHaveLength(20));
});
