import { describe, expect, it } from "vitest";
import { app, fieldId, integer, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import { checkApp } from "../checks/check-app.ts";
import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { deleteField, renameField } from "../edits/commands/fields.ts";
import { deleteModel } from "../edits/commands/models.ts";
import { renameQuery } from "../edits/commands/queries.ts";
import { whereUsed } from "../edits/where-used.ts";

/** `{% query %}` in templates: what is refused, and what follows a rename. */
const query = (name: string, rest: Partial<QueryRecord> = {}): QueryRecord => ({
  kind: "query",
  id: testId("query", name),
  name,
  label: name,
  modelId: modelId("film"),
  parameters: [],
  sort: [],
  limit: 3,
  result: { kind: "list" },
  order: "i",
  ...rest,
});

const LATEST = query("latest", {
  where: "record.year > 2000",
  sort: [{ fieldId: fieldId("film", "year"), direction: "desc" }],
});
const BY = query("by", {
  parameters: [{ name: "director", type: "int" }],
  where: "director == params.director",
});

/** A list of films and a page of one person, both with this template. */
function cinema(source: string, ...others: readonly DefinitionRecord[]): AppDefinition {
  const drawn = app(
    model("film", text("title"), integer("year"), relation("director", "person"), { pluralLabel: "Films" }),
    model("person", text("name")),
  );
  const templateId = testId("template", "page");
  const records: readonly DefinitionRecord[] = [
    LATEST,
    BY,
    { kind: "template", id: templateId, name: "page.html", source, order: "i" },
    {
      kind: "route",
      id: testId("route", "person"),
      name: "person",
      label: "Person",
      path: "/people/<int:id>/",
      view: { name: "detail", modelId: modelId("person"), templateId },
      order: "i",
    },
    ...others,
  ];
  return { ...drawn, records: { ...drawn.records, ...Object.fromEntries(records.map((one) => [one.id, one])) } };
}

const problems = (source: string, ...others: readonly DefinitionRecord[]) =>
  checkApp(cinema(source, ...others))
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);

describe("the tag query", () => {
  it.each([
    '{% query "latest" as films %}{% for film in films %}{{ film.title }} by {{ film.director.name }}{% endfor %}',
    '{% query "by" director=record.id as films %}{{ films|length }}',
    '{% query "by" director=params.id as films %}{{ films.0.title }}',
    '{% query "by" director=null as films %}{{ films|length }}',
    '{% if user %}{% query "latest" as films %}{{ films|length }}{% endif %}',
  ])("is right: %s", (source) => {
    expect(problems(source)).toEqual([]);
  });

  it.each([
    ['{% for one in [1, 2] %}{% query "latest" as films %}{% endfor %}', "QUERY_E003"],
    ['{% query "newest" as films %}', "QUERY_E004"],
    ['{% query "by" as films %}', "QUERY_E005"],
    ['{% query "by" director=record.name as films %}', "QUERY_E005"],
    ['{% query "by" director=record.id year=2000 as films %}', "QUERY_E005"],
    ['{% with one=record.id %}{% query "by" director=one as films %}{% endwith %}', "QUERY_E005"],
    ['{% query "latest" as record %}', "QUERY_E006"],
    ['{% query "latest" as person %}', "QUERY_E006"],
    ['{% query "latest" as forloop %}', "TEMPLATE_E003"],
    ['{% query "latest" %}', "TEMPLATE_E003"],
    ["{% query latest as films %}", "TEMPLATE_E003"],
    ['{% if user %}{% query "latest" as films %}{% endif %}{{ films|length }}', "TEMPLATE_E007"],
    ['{% query "latest" as films %}{{ films.title }}', "TEMPLATE_E007"],
    [
      Array.from({ length: 13 }, (_, index) => `{% query "by" director=${index} as f${index} %}`).join(""),
      "QUERY_E007",
    ],
  ])("is refused: %s", (source, code) => {
    expect(problems(source)).toMatchObject([expect.stringMatching(`^${code} `)]);
  });

  it("suggests the name that was meant", () => {
    expect(checkApp(cinema('{% query "lates" as films %}'))[0]?.hint).toContain('"latest"');
  });
});

describe("a query", () => {
  it.each([
    [query("latest", { id: testId("query", "other") }), "QUERY_E001"],
    [query("of_nothing", { modelId: modelId("nothing") }), "QUERY_E002"],
    [query("sorted", { sort: [{ fieldId: fieldId("person", "name"), direction: "asc" }] }), "QUERY_E008"],
    [
      query("twice", {
        parameters: [
          { name: "one", type: "int" },
          { name: "one", type: "text" },
        ],
      }),
      "QUERY_E009",
    ],
    [query("wrong", { where: "record.nothing == 1" }), "EXPR_"],
    [query("unknown", { where: "year == params.year" }), "EXPR_"],
  ])("that is wrong is a problem: $name", (record, code) => {
    expect(problems("", record)).toMatchObject([expect.stringMatching(`^${code}`)]);
  });

  const SOURCE =
    '{% query "latest" as films %}{% for film in films %}{{ film.title }}{% endfor %}{% query "by" director=record.id as more %}';
  const applied = (command: { readonly operations: Parameters<typeof applyEdits>[1] }) => {
    const result = applyEdits(cinema(SOURCE), command.operations);
    if (!result.ok) throw new Error(result.refusal.message);
    return result.definition;
  };
  const sourceIn = ({ records }: AppDefinition) =>
    (records[testId("template", "page")] as Extract<DefinitionRecord, { kind: "template" }>).source;
  const reader = () => readDefinition(cinema(SOURCE));

  it("is followed by templates when it is renamed, and found where it is used", () => {
    const renamed = applied(renameQuery(reader(), { queryId: LATEST.id, name: "newest" }));
    expect(sourceIn(renamed)).toBe(SOURCE.replace("latest", "newest"));
    expect(checkApp(renamed).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(whereUsed(reader(), LATEST.id)).toMatchObject([{ record: { name: "page.html" }, property: "source" }]);
  });

  it("follows the fields of its model, in its condition and in what templates show of its rows", () => {
    const title = applied(renameField(reader(), { fieldId: fieldId("film", "title"), name: "heading" }));
    expect(sourceIn(title)).toBe(SOURCE.replace("film.title", "film.heading"));
    const year = applied(renameField(reader(), { fieldId: fieldId("film", "year"), name: "made_in" }));
    expect(year.records[LATEST.id]).toMatchObject({ where: "record.made_in > 2000" });
    const director = applied(renameField(reader(), { fieldId: fieldId("film", "director"), name: "author" }));
    expect(director.records[BY.id]).toMatchObject({ where: "author == params.director" });
  });

  it("is deleted with its model, and no longer sorted by a field that is deleted", () => {
    const without = applied(deleteModel(reader(), { modelId: modelId("film") }));
    expect(without.records[LATEST.id]).toBeUndefined();
    const command = deleteField(reader(), { fieldId: fieldId("film", "year") });
    expect(applied(command).records[LATEST.id]).toMatchObject({ sort: [] });
    expect(command.consequences.map(({ message }) => message)).toEqual([
      "The query latest is no longer sorted by it.",
      "The query latest still names it and has to change.",
    ]);
  });
});
