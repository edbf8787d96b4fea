import { expect, it } from "vitest";
import { headerOfCsv } from "./header-row.ts";

const at = (text: string) => headerOfCsv(text.split("\n").map((line) => line.split(",")));

it.each([
  ["padded as spreadsheets save it", "Report,,\nName,City,Amt\na,X,1", 1],
  ["with an empty line between", "Report\n\nName,City\na,X\nb,Y", 2],
  ["several, with a date", "Report\n2026-11-30\n\nName,Amt\na,1", 3],
  ["above names that have figures under them", "Report\nName,City,Amt\na,X,1\nb,Y,2", 1],
])("finds the names below a title %s", (_what, text, line) => expect(at(text)).toBe(line));

it.each([
  ["a header with a name too few", "Name\nDoe,John\nRoe,Jane"],
  ["a header with a name too few, above figures", "Name\nDoe,5\nRoe,6"],
  ["a table that begins at once", "Name,City\na,X"],
  ["one column", "Name\na\nb"],
  ["a first row with one value only", "x,,\n1,2,3\n4,5,6"],
])("takes no title out of %s", (_what, text) => expect(at(text)).toBe(0));
