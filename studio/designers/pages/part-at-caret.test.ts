import { expect, it } from "vitest";
import { pageOutline } from "#engine/pages/outline/page-outline";
import { partAtCaret } from "./part-at-caret.ts";

it.each([
  ["in a text: the part around it", "<p>Te|xt</p>", "<p>Text</p>"],
  ["in a value", "<p>{{ bo|ok.title }}</p>", "{{ book.title }}"],
  ["in a tag of a loop", "{% for| x in y %}<p>a</p>{% endfor %}", "{% for x in y %}<p>a</p>{% endfor %}"],
  ["behind the last part", "<p>a</p>|", "<p>a</p>"],
  ["between two parts that touch: the second", "<p>a</p>|<b>c</b>", "<b>c</b>"],
])("finds the part %s", (_, written, expected) => {
  const source = written.replace("|", "");
  const part = partAtCaret(pageOutline(source), written.indexOf("|"));
  expect(part && source.slice(part.from, part.to)).toBe(expected);
});

it("finds none in a blank line at the outside", () => {
  expect(partAtCaret(pageOutline("<p>a</p>\n\n<p>b</p>"), 9)).toBeUndefined();
});
