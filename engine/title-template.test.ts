import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { printSql } from "#engine/sql/sql";
import { app, decimal, fieldId, integer, model, modelId, relation, text } from "../tests/builders.ts";
import { type ModelShape, modelShapes } from "./expressions/scope.ts";
import { rowContext } from "./expressions/sql-context.ts";
import {
  checkTitleTemplate,
  parseTitleTemplate,
  renameInTitle,
  titleOf,
  titlePlan,
  titleReads,
  titleSql,
} from "./title-template.ts";

const shapes = modelShapes(
  readDefinition(
    app(
      model("book", integer("year"), text("title"), text("subtitle"), decimal("price"), relation("author", "author")),
      model("author", text("name")),
      model("visit", integer("count")),
    ),
  ),
);
const shape = (name: string, titleTemplate?: string): ModelShape => {
  const found = shapes(modelId(name));
  if (!found) throw new Error(`There is no ${name}.`);
  return titleTemplate === undefined ? found : { ...found, titleTemplate };
};
const row = { id: 12, year: 1965, title: "Dune", subtitle: null, price: "12.50", author: { id: 1, name: "Frank" } };

describe("the title of a row", () => {
  it.each([
    ["{{ title }} ({{ year }})", "Dune (1965)"],
    ["{{title}}, {{ author.name }} at {{ price }}", "Dune, Frank at 12.5"],
    ["{{ subtitle }}", "Book 12"],
    [" {{ subtitle }} ", "Book 12"],
    ["{{ title|upper }} {{ '}}' }}", "DUNE }}"],
    ["plain", "plain"],
    ["{{ record.year + 1 }}", "1966"],
  ])("by %s is %s", (template, title) => {
    expect(titleOf(shape("book", template), shapes, row)).toBe(title);
  });

  it("is the first short text field without a template, else the label and the key", () => {
    expect(titleOf(shape("book"), shapes, row)).toBe("Dune");
    expect(titleOf(shape("book"), shapes, { id: 12, title: " " })).toBe("Book 12");
    expect(titleOf(shape("visit"), shapes, { id: 3, count: 1 })).toBe("Visit 3");
  });

  it("falls back to that while the template has problems", () => {
    expect(titleOf(shape("book", "{{ titel }}"), shapes, row)).toBe("Dune");
    expect(checkTitleTemplate("{{ titel }} {{ author }}", shape("book"), shapes)).toMatchObject({
      ok: false,
      problems: [
        { code: "EXPR_E020", start: 3, end: 8 },
        { code: "EXPR_E024", hint: "Take a field of it: author.name." },
      ],
    });
    expect(parseTitleTemplate("a {{ b")).toMatchObject({ ok: false, problem: { start: 2, end: 6 } });
  });

  it("says the same in SQL, where what is written is never text of the statement", () => {
    const context = rowContext({ alias: "r", schemaName: "app_1", model: shapes });
    const printed = printSql(titleSql(titlePlan(shape("book", "'; -- {{ title }} ({{ year }})"), shapes), context));
    expect(printed.text).toBe(
      'left(COALESCE(NULLIF(btrim($1::text || COALESCE("r"."title", \'\') || $2::text || COALESCE("r"."year"::text, \'\') || $3::text, E\' \\t\\n\\x0b\\f\\r\'), \'\'), $4::text || "r"."id"::text), 500) COLLATE "C"',
    );
    expect(printed.parameters).toEqual([{ value: "'; -- " }, { value: " (" }, { value: ")" }, { value: "Book " }]);
  });

  it("has 500 characters at most, and never half of one", () => {
    const row = { id: 12, title: `${"x".repeat(499)}😀${"y".repeat(100)}` };
    expect(titleOf(shape("book", "{{ title }}"), shapes, row)).toBe(`${"x".repeat(499)}😀`);
  });

  it("knows what it reads, and follows a rename", () => {
    expect(titleReads(titlePlan(shape("book", "{{ title }} {{ author.name }}"), shapes))).toEqual([
      ["title"],
      ["author", "name"],
    ]);
    const renames = { fields: new Map([[fieldId("book", "title"), "headline"]]) };
    expect(renameInTitle("x {{  title|upper }} title", shape("book"), shapes, renames)).toBe(
      "x {{  headline|upper }} title",
    );
    expect(renameInTitle("{{ year }}", shape("book"), shapes, renames)).toBeUndefined();
  });
});
