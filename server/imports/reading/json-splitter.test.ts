import { expect, it } from "vitest";
import { JsonSplitter } from "./json-splitter.ts";

const read = (text: string) => new JsonSplitter({ layout: "lines", startsAt: 0 }).push(text);

it.each([
  ["1e400", "1e400"],
  ["-1.5E+999", "-1.5E+999"],
  ["12345678901234567890", "12345678901234567890"],
  ["1e5", 100_000],
  ['"1e400"', "1e400"],
])("keeps %s as it is written where a double would be another value", (written, value) => {
  expect(read(`{"v": ${written}, "w": "x 1e400"}`)).toEqual([{ v: value, w: "x 1e400" }]);
});
