import { describe, expect, it } from "vitest";
import { byOffset } from "./page-parameters.ts";

describe("the page of a list in its address", () => {
  it("is the offset it means, and leaves the rest alone", () => {
    expect(byOffset({ names: ["ordering", "page"], values: ["title", "3"] }, 20)).toEqual({
      names: ["ordering", "offset"],
      values: ["title", "40"],
    });
  });

  it.each(["0", "-1", "two", "1e3", "", "99999999"])("is refused when it is %j", (page) => {
    expect(() => byOffset({ names: ["page"], values: [page] }, 20)).toThrow(
      '"page" must be a whole number of at least 1.',
    );
  });

  it("is refused by its own name when it is given twice", () => {
    expect(() => byOffset({ names: ["page", "page"], values: ["2", "3"] }, 20)).toThrow('"page" is given twice.');
  });
});
