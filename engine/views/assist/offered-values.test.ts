import { describe, expect, it } from "vitest";
import { app, integer, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { assistContext } from "./names-at.ts";
import { offeredValues } from "./offered-values.ts";

const SOURCE = "<p></p>{% for book in page.items %}<p></p>{% endfor %}";
const TEMPLATE = testId("template", "books.html");
const context = (() => {
  const made = app(
    model("author", text("name")),
    model("book", text("title"), integer("pages"), relation("author", "author")),
  );
  const route = {
    kind: "route",
    id: testId("route", "books"),
    name: "books",
    label: "Books",
    path: "/",
    view: { name: "list", modelId: modelId("book"), pageSize: 5, templateId: TEMPLATE },
    order: "i",
  };
  const template = { kind: "template", id: TEMPLATE, name: "books.html", source: SOURCE, order: "i" };
  const records = { ...made.records, [route.id]: route, [TEMPLATE]: template };
  return assistContext(readDefinition({ ...made, records } as AppDefinition));
})();
const at = (offset: number) =>
  offeredValues(context, { id: TEMPLATE, source: SOURCE }, offset).map(({ expression }) => expression);

describe("the values that a place offers", () => {
  it("are those of its row and of the rows that it points to, before what every page knows", () => {
    const inside = at(SOURCE.indexOf("</p>{% endfor"));
    expect(inside.slice(0, 6)).toEqual([
      "book",
      "book.id",
      "book.title",
      "book.pages",
      "book.author",
      "book.author.id",
    ]);
    expect(inside).toContain("book.author.name");
    expect(inside).toContain("app.label");
  });

  it("are no rows outside of the loop that knows them, and never a list", () => {
    const outside = at(3);
    expect(outside.some((expression) => expression.startsWith("book"))).toBe(false);
    expect(outside).not.toContain("page.items");
    expect(outside).toContain("app.label");
  });
});
