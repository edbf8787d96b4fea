import { IconTable } from "@tabler/icons-react";
import { expect, it } from "vitest";
import { type PaletteItem, searchPalette } from "./palette-search.ts";

const item = (group: PaletteItem["group"], label: string, of = ""): PaletteItem => ({
  id: `${group}${label}${of}`,
  group,
  label,
  of,
  icon: IconTable,
  run: () => {},
});
const items = [
  item("Go to", "Models"),
  item("Models", "Book"),
  item("Models", "Audio book"),
  item("Fields", "Author", "Book"),
  item("Fields", "Title", "Book"),
  item("Do", "Publish"),
];
const labels = (text: string) => searchPalette(items, text).map((found) => found.label);

it("finds by the start of the label first, then by a word in it, then by where it belongs", () => {
  expect(labels("book")).toEqual(["Book", "Audio book", "Author", "Title"]);
});

it("needs every word, in any order", () => {
  expect(labels("book title")).toEqual(["Title"]);
  expect(labels("book nothing")).toEqual([]);
});

it("shows places before fields when nothing is typed", () => {
  expect(labels("")).toEqual(["Models", "Book", "Audio book", "Publish"]);
});
