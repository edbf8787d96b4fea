import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { renameInTemplates, type TemplateRenames } from "./rename-in-templates.ts";

const before = app(
  model("movie", text("name"), relation("director", "person"), { pluralLabel: "Movies" }),
  model("person", text("name")),
);
const id = testId("template", "list.html");
function renamed(source: string, renames: TemplateRenames, card = ""): readonly (string | undefined)[] {
  const records = [
    { kind: "template", id, name: "list.html", source, order: "a" },
    { kind: "template", id: testId("template", "card.html"), name: "card.html", source: card, order: "b" },
    {
      kind: "route",
      id: testId("route", "movies"),
      name: "movies",
      label: "Movies",
      path: "/",
      view: { name: "list", modelId: modelId("movie"), templateId: id, pageSize: 5 },
      order: "a",
    },
  ];
  const reader = readDefinition({
    ...before,
    records: { ...before.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  } as never);
  const sources = renameInTemplates(reader, renames);
  return [sources.get(id), sources.get(testId("template", "card.html"))];
}

describe("renameInTemplates", () => {
  const fields = new Map([[fieldId("movie", "name"), "heading"]]);
  it("changes the field's own names and nothing else", () => {
    expect(
      renamed(
        "{# name #}{% for m in movies %} {{  m.name|upper }}{{ m.director.name }} name {% endfor %}{{ broken.name }}",
        { fields },
      ),
    ).toEqual([
      "{# name #}{% for m in movies %} {{  m.heading|upper }}{{ m.director.name }} name {% endfor %}{{ broken.name }}",
      undefined,
    ]);
  });
  it("reaches the headings of a list, which are called by its fields", () => {
    expect(renamed("{{ page.sort.name.url }}{{ page.search }}{{ page.sort.director }}", { fields })[0]).toBe(
      "{{ page.sort.heading.url }}{{ page.search }}{{ page.sort.director }}",
    );
  });
  it("follows a row into what is included, once", () => {
    expect(
      renamed(
        '{% for m in movies %}{% include "card.html" %}{% include "card.html" %}{% endfor %}',
        { fields },
        "<b>{{ m.name }}</b>",
      ),
    ).toEqual([undefined, "<b>{{ m.heading }}</b>"]);
  });
  it("renames the rows with their model, but not a name of the template's own", () => {
    const movie = before.records[modelId("movie")] as ModelRecord;
    const models = new Map([[movie.id, { ...movie, name: "film", pluralLabel: "Films" }]]);
    expect(renamed("{% for movies in movies %}{{ movies.name }}{% endfor %}{{ movies|length }}", { models })[0]).toBe(
      "{% for movies in films %}{{ movies.name }}{% endfor %}{{ films|length }}",
    );
    expect(
      renamed("{{ movies|length }}", { models: new Map([[movie.id, { ...movie, pluralLabel: "Page" }]]) })[0],
    ).toBe("{{ page.items|length }}");
  });
  it("renames routes and templates where they are named", () => {
    expect(
      renamed(`{% url "movies" %}{% if true %}{% include 'card.html' with a="card.html" %}{% endif %}`, {
        routes: new Map([["movies", "films"]]),
        templates: new Map([["card.html", "parts/card.html"]]),
      })[0],
    ).toBe(`{% url "films" %}{% if true %}{% include 'parts/card.html' with a="card.html" %}{% endif %}`);
  });
});
