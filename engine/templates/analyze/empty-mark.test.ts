import { describe, expect, it } from "vitest";
import { app, date, field, fieldId, longText, model, modelId, relation, text } from "../../../tests/builders.ts";
import type { FieldId } from "../../definition/ids.ts";
import { readDefinition } from "../../definition/reader.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { listOf, objectOf, recordOf, scalar } from "../../value-types/value-type.ts";
import { compileTemplate } from "../render/compile-template.ts";
import { templateUnit } from "../syntax/template-unit.ts";

/** Previews insert marks where an unpublished field would be; hosts compile without them. */
const reader = readDefinition(
  app(
    model(
      "movie",
      text("name"),
      text("tagline"),
      date("released"),
      longText("plot"),
      field("notes", { name: "json" }),
      relation("director", "person"),
      relation("studio", "person"),
    ),
    model("person", text("name"), text("motto")),
  ),
);
const movie = recordOf(modelId("movie"), () => undefined);
const scope = {
  variables: { record: movie, page: objectOf({ items: listOf(movie), title: scalar("text") }) },
  rows: [
    { variable: "record", source: "record" },
    { variable: "page", member: "items", source: "items" },
  ],
  model: modelShapes(reader),
  choiceLabels: () => undefined,
  routes: compileRoutes([]),
  locale: "en",
  timeZone: "Europe/Berlin",
} as const;
const unpublished: readonly FieldId[] = [
  ...["tagline", "released", "plot", "notes", "studio"].map((name) => fieldId("movie", name)),
  fieldId("person", "motto"),
];
const nameOf = (id: FieldId) => reader.field(id)?.name;
const emptyMark = (fields: readonly FieldId[]) => {
  const id = fields.find((one) => unpublished.includes(one));
  return id === undefined ? "" : `[${nameOf(id)}]`;
};
const row = { id: 1, name: "Metropolis", director: { id: 2, name: null, _title: "" }, _title: "Metropolis" };
const included = templateUnit("part.html", "<i>{{ line }}</i>");

function render(source: string, mark: typeof emptyMark | undefined): string {
  const compiled = compileTemplate({
    entry: templateUnit("t.html", source),
    lookup: (name) => (name === "part.html" ? included : undefined),
    scope,
    ...(mark ? { emptyMark: mark } : {}),
  });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join("\n"));
  const budget = { maxOperations: 10_000, maxOutput: 10_000, deadline: 1, now: () => 0 };
  const result = compiled.template.render({ record: row, page: { items: [row] } }, budget);
  if (!result.ok) throw new Error(result.problem.message);
  return result.html;
}

const cases: readonly (readonly [what: string, source: string, marked: string])[] = [
  ["a value between tags", "<p>{{ record.tagline }}</p>", "<p>[tagline]</p>"],
  ["a filtered value", "<p>{{ record.tagline|upper }}</p>", "<p>[tagline]</p>"],
  ["a filter that makes HTML", "{{ record.plot|linebreaks }}", "[plot]"],
  ["a row by its title", "<p>{{ record.studio }}</p>", "<p>[studio]</p>"],
  ["a field of an unpublished relation", "<p>{{ record.studio.name }}</p>", "<p>[studio]</p>"],
  ["an unpublished field of a related row", "<p>{{ record.director.motto }}</p>", "<p>[motto]</p>"],
  ["a value by another name", "{% with t=record.tagline %}<b>{{ t }}</b>{% endwith %}", "<b>[tagline]</b>"],
  ["an included part", '{% include "part.html" with line=record.tagline only %}', "<i>[tagline]</i>"],
  ["rows of a list", "{% for m in page.items %}<i>{{ m.tagline }}</i>{% endfor %}", "<i>[tagline]</i>"],
  [
    "a value that is shown only when there is one",
    '<td>{% if record.released %}<time datetime="{{ record.released }}">{{ record.released }}</time>{% endif %}</td>',
    "<td>[released]</td>",
  ],
  ["a list that is shown by its items", "<p>{% for n in record.notes %}{{ n }}{% endfor %}</p>", "<p>[notes]</p>"],
];
const unmarked: readonly (readonly [what: string, source: string, html: string])[] = [
  ["what is published, though it is empty", "<p>{{ record.director.name }}</p>", "<p></p>"],
  ["an attribute", '<p title="{{ record.tagline }}">x</p>', '<p title="">x</p>'],
  ["an address", '<a href="/m/{{ record.tagline }}">x</a>', '<a href="/m/">x</a>'],
  ["a style", '<p style="width: {{ record.tagline|length }}px">x</p>', '<p style="width: 0px">x</p>'],
  ["a title", "<title>{{ record.tagline }}</title>", "<title></title>"],
  ["a text area", "<textarea>{{ record.tagline }}</textarea>", "<textarea></textarea>"],
  [
    "a condition in a title",
    "<title>{% if record.tagline %}{{ record.tagline }}{% endif %}</title>",
    "<title></title>",
  ],
  [
    "a condition in an attribute",
    '<p title="{% if record.tagline %}{{ record.tagline }}{% endif %}">x</p>',
    '<p title="">x</p>',
  ],
  ["a value with a substitute", '<p>{{ record.tagline|default:"none" }}</p>', "<p>none</p>"],
  ["a condition about something else", "<p>{% if record.tagline %}<b>new</b>{% endif %}</p>", "<p></p>"],
  [
    "a condition that says what else to show",
    "{% if record.tagline %}{{ record.tagline }}{% else %}none{% endif %}",
    "none",
  ],
  ["a list that says what else to show", "{% for n in record.notes %}{{ n }}{% empty %}none{% endfor %}", "none"],
];

describe("marks where nothing could be shown", () => {
  it.each(cases)("stand in place of %s", (_, source, marked) => {
    expect(render(source, emptyMark)).toBe(marked);
  });

  it.each(unmarked)("do not stand in place of %s", (_, source, html) => {
    expect(render(source, emptyMark)).toBe(html);
  });

  it.each([...cases, ...unmarked])("leave the page of a host as it is: %s", (_, source) => {
    const page = render(source, undefined);
    expect(page).not.toContain("[");
    expect(render(source, () => "")).toBe(page);
  });
});
