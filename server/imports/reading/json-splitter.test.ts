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

/** In one piece, and in pieces of one character: the same. */
const readList = (text: string) => {
  const whole = new JsonSplitter({ layout: "list", startsAt: 0 });
  const found = whole.push(text);
  whole.end();
  const pieces = new JsonSplitter({ layout: "list", startsAt: 0 });
  expect([...text].flatMap((character) => pieces.push(character))).toEqual(found);
  return found;
};

it.each([
  ["[1, 2.5,-3 ]", [1, 2.5, -3]],
  ["[ \n1\n]", [1]],
  ['["a, b", "]", "say \\"x\\"", "{"]', ["a, b", "]", 'say "x"', "{"]],
  ["[true,false,null]", [true, false, null]],
  ["[12345678901234567890, 1e400]", ["12345678901234567890", "1e400"]],
])("reads the list of values %s as a column", (text, values) => {
  expect(readList(text)).toEqual(values.map((value) => ({ Value: value })));
});

it.each([
  ['[1, {"a": 1}]', "Record 2 is not a single value, as those before it are."],
  ["[1, [2]]", "Record 2 is not a single value, as those before it are."],
  ['[{"a": 1}, 1]', "Record 2 is not an object."],
  ["[[1], [2]]", "Record 1 is not an object."],
  ["[1 2]", "A comma is missing after record 1."],
  ["[nul]", "Record 1 is not JSON"],
  ["[1, 2", "The file ends inside record 2."],
  ['["a', "The file ends inside record 1."],
])("refuses %s", (text, message) => {
  expect(() => readList(text)).toThrow(message);
});
