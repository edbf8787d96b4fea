import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { app, choice, fieldId, integer, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { TemplateId } from "../../definition/ids.ts";
import { readDefinition } from "../../definition/reader.ts";
import { PagePreview } from "../../views/preview/preview-page.ts";
import { applyEdits } from "../apply-edits.ts";
import { planUndo } from "../undo.ts";
import type { EditCommand } from "./edit-command.ts";
import { renameField } from "./fields.ts";
import { renameRoute, renameTemplate } from "./routes.ts";
import { deleteTemplate, duplicateTemplate, renameBlock, setTemplateSources, takeOverTemplate } from "./templates.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const route = (name: string, path: string, view: object) => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "a",
});
const template = (name: string, source: string, order = "a") => ({
  kind: "template",
  id: testId("template", name),
  name,
  source,
  order,
});

const films = app(
  model("film", text("name"), integer("year"), choice("kind", ["long", "short"]), relation("director", "person"), {
    pluralLabel: "Films",
  }),
  model("person", text("name")),
);
function drawn(...records: readonly { readonly id: string }[]): AppDefinition {
  const all = [
    route("films", "/", { name: "list", modelId: modelId("film"), pageSize: 5 }),
    route("film", "/<int:id>/", { name: "detail", modelId: modelId("film") }),
    ...records,
  ];
  return {
    ...films,
    records: { ...films.records, ...Object.fromEntries(all.map((record) => [record.id, record])) },
  } as AppDefinition;
}
function edited(definition: AppDefinition, command: EditCommand): AppDefinition {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}
function html(definition: AppDefinition, name: string): string {
  const page = new PagePreview(definition, undefined, { monotonic: () => 0, markToken: "0123456789abcdef" });
  const ask = {
    routeId: testId("route", name),
    as: { kind: "anonymous" },
    rows: "sample",
    origin: "https://x.example",
    time: "2026-01-01T00:00:00Z",
  } as const;
  const first = page.step({ ...ask, address: undefined }, undefined);
  const step = first.kind === "address" ? page.step({ ...ask, address: first.address }, undefined) : first;
  if (step.kind !== "page") throw new Error(JSON.stringify(step));
  return step.html;
}
const sourceOf = (definition: AppDefinition, id: TemplateId) => readDefinition(definition).template(id)?.source;

describe("taking a default template over", () => {
  it("changes nothing of what is shown", () => {
    const before = drawn();
    const pages = ["films", "film"] as const;
    const shown = pages.map((name) => html(before, name));
    let now = before;
    for (const which of [
      { name: "_default/base.html" } as const,
      { routeId: testId("route", "films") },
      { routeId: testId("route", "film") },
    ]) {
      now = edited(now, takeOverTemplate(readDefinition(now), which, random));
      expect(pages.map((name) => html(now, name))).toEqual(shown);
    }
    expect(
      readDefinition(now)
        .templates.map(({ name }) => name)
        .sort(),
    ).toEqual(["_default/base.html", "films/detail.html", "films/list.html"]);
  });

  it("is undone whole, with the edits of it that followed", () => {
    const before = drawn();
    const command = takeOverTemplate(readDefinition(before), { routeId: testId("route", "films") }, random);
    const taken = applyEdits(before, command.operations);
    if (!taken.ok) throw new Error(taken.refusal.message);
    const write = { op: "update", id: command.templateId, set: { source: "<p>Mine</p>" }, unset: [] } as const;
    const written = applyEdits(taken.definition, [write]);
    if (!written.ok) throw new Error(written.refusal.message);
    const unwritten = planUndo({ ...written, definition: written.definition });
    const back = edited(written.definition, { label: "", operations: unwritten.operations });
    const plan = planUndo({ ...taken, definition: back });
    expect(plan.kept).toEqual([]);
    expect(edited(back, { label: "", operations: plan.operations })).toEqual(before);
  });

  it("is undone and redone step by step, whatever others edit meanwhile", () => {
    const others = [
      { op: "update", id: testId("route", "film"), set: { label: "One film" }, unset: [] },
      { op: "update", id: fieldId("film", "year"), set: { label: "Made in" }, unset: [] },
    ] as const;
    for (const which of [{ routeId: testId("route", "films") }, { name: "_default/base.html" } as const]) {
      const before = drawn();
      const command = takeOverTemplate(readDefinition(before), which, random);
      const write = (source: string) => [{ op: "update", id: command.templateId, set: { source }, unset: [] }] as const;
      const own = sourceOf(edited(before, command), command.templateId) as string;
      const edits = [command.operations, write(`${own}<p>1</p>\n`), write(`${own}<p>1</p>\n<p>2</p>\n`)];
      let now = before;
      const done = edits.map((operations) => {
        const result = applyEdits(now, operations);
        if (!result.ok) throw new Error(result.refusal.message);
        const start = now;
        now = result.definition;
        return { start, end: now, ...result };
      });
      const withOthers = (definition: AppDefinition) => edited(definition, { label: "", operations: others });
      now = withOthers(now);
      const undone = done.toReversed().map((step) => {
        const plan = planUndo({ ...step, definition: now });
        expect(plan.kept).toEqual([]);
        const result = applyEdits(now, plan.operations);
        if (!result.ok) throw new Error(result.refusal.message);
        now = result.definition;
        expect(now).toEqual(withOthers(step.start));
        return { ...result, end: step.end };
      });
      for (const step of undone.toReversed()) {
        const plan = planUndo({ ...step, definition: now });
        expect(plan.kept).toEqual([]);
        now = edited(now, { label: "", operations: plan.operations });
        expect(now).toEqual(withOthers(step.end));
      }
    }
  });

  it("lets the layout be changed for every page, and be given back", () => {
    const before = drawn();
    const command = takeOverTemplate(readDefinition(before), { name: "_default/base.html" }, random);
    const own = edited(before, command);
    const source = (sourceOf(own, command.templateId) as string).replace("<body>", "<body><p>Ours</p>");
    const changed = edited(
      own,
      setTemplateSources(readDefinition(own), { sources: new Map([[command.templateId, source]]), label: "x" }),
    );
    for (const name of ["films", "film"]) expect(html(changed, name)).toContain("<p>Ours</p>");
    const back = edited(changed, deleteTemplate(readDefinition(changed), { templateId: command.templateId }));
    expect(html(back, "films")).toBe(html(before, "films"));
  });

  it("takes a layout over once, and a name that is free", () => {
    const before = drawn(template("films/list.html", "x"));
    const first = edited(before, takeOverTemplate(readDefinition(before), { name: "_default/base.html" }, random));
    expect(takeOverTemplate(readDefinition(first), { name: "_default/base.html" }, random).operations).toEqual([]);
    const list = takeOverTemplate(readDefinition(before), { routeId: testId("route", "films") }, random);
    expect(readDefinition(edited(before, list)).template(list.templateId)?.name).toBe("films/list-2.html");
  });
});

describe("deleting and duplicating", () => {
  it("gives its pages the default look again and names what still uses it", () => {
    const id = testId("template", "a.html");
    const definition = drawn(
      template("a.html", "A"),
      template("b.html", '{% include "a.html" %}', "b"),
      route("own", "/own/", { name: "list", modelId: modelId("film"), pageSize: 5, templateId: id }),
      route("page", "/page/", { name: "template", templateId: id }),
    );
    const command = deleteTemplate(readDefinition(definition), { templateId: id });
    expect(command.stillNamedBy).toEqual(["/page/", "b.html"]);
    const now = readDefinition(edited(definition, command));
    expect(now.routes.find(({ name }) => name === "own")?.view).not.toHaveProperty("templateId");
  });
  it("copies under a free name", () => {
    const definition = drawn(template("a.html", "A"));
    const one = duplicateTemplate(readDefinition(definition), { templateId: testId("template", "a.html") }, random);
    const copied = edited(definition, one);
    const two = duplicateTemplate(readDefinition(copied), { templateId: one.templateId }, random);
    const names = readDefinition(edited(copied, two)).templates.map(({ name }) => name);
    expect(names).toEqual(["a.html", "a-copy.html", "a-copy-2.html"]);
  });
});

describe("renaming", () => {
  it("reaches a block in its layout and in what fills it", () => {
    const definition = drawn(
      template("layout.html", "{% block side %}a{% endblock side %}{% block sidebar %}{% endblock %}"),
      template("child.html", '{% extends "layout.html" %}{% block  side %}b{{ block.super }}{% endblock %}', "b"),
      template("other.html", "{% block side %}c{% endblock %}", "c"),
    );
    const command = renameBlock(readDefinition(definition), {
      templateId: testId("template", "child.html"),
      name: "side",
      to: "aside",
    });
    const now = edited(definition, command);
    expect(["layout.html", "child.html", "other.html"].map((name) => sourceOf(now, testId("template", name)))).toEqual([
      "{% block aside %}a{% endblock aside %}{% block sidebar %}{% endblock %}",
      '{% extends "layout.html" %}{% block  aside %}b{{ block.super }}{% endblock %}',
      "{% block side %}c{% endblock %}",
    ]);
  });

  const pieces = fc.array(
    fc.constantFrom(
      "<p>name</p>",
      "{{ page.search }}",
      "{% for f in films %}{{ f.name }} {{ f.director.name|upper }}{% endfor %}",
      "{% for name in page.items %}{{ name.name }}{{ name.year|number }}{% endfor %}",
      "{% for f in page.items %}{% with name=f.name %}{{ name }}{% endwith %}{% endfor %}",
      '{% for f in films %}<a href="{% url "film" id=f.id %}">{{ f }}</a>{% endfor %}',
      "<a href=\"{% url 'films' %}\">films</a>",
      "{{ page.sort.name.url }}{{ page.filters.kind }}",
      '{% for f in films %}{% include "part.html" with row=f only %}{% endfor %}',
      '{# {% include "part.html" %} {{ f.name }} #}',
      "{% if films %}{{ films|length }}{% endif %}\r\n",
    ),
    { maxLength: 8 },
  );
  const parts = fc.array(
    fc.constantFrom(
      "<b>{{ row.name }}</b>",
      "{{ row.director.name }}",
      '<a href="{% url "film" id=row %}">{{ row }}</a>',
      "{% with name=row.year %}{{ name }}{% endwith %}",
    ),
    { maxLength: 4 },
  );
  it("and renaming back gives every source byte for byte, and the same page in between", () => {
    fc.assert(
      fc.property(pieces, parts, (body, part) => {
        const id = testId("template", "page.html");
        const before = drawn(
          template("page.html", body.join("\n")),
          template("part.html", part.join(""), "b"),
          route("films", "/", { name: "list", modelId: modelId("film"), pageSize: 5, templateId: id }),
        );
        const renames: readonly [string, (definition: AppDefinition, isBack: boolean) => EditCommand][] = [
          [
            "field",
            (now, isBack) =>
              renameField(readDefinition(now), { fieldId: fieldId("film", "name"), name: isBack ? "name" : "heading" }),
          ],
          [
            "route",
            (now, isBack) =>
              renameRoute(readDefinition(now), { routeId: testId("route", "film"), name: isBack ? "film" : "movie" }),
          ],
          [
            "template",
            (now, isBack) =>
              renameTemplate(readDefinition(now), {
                templateId: testId("template", "part.html"),
                name: isBack ? "part.html" : "parts/one.html",
              }),
          ],
        ];
        for (const [what, rename] of renames) {
          const there = edited(before, rename(before, false));
          const back = edited(there, rename(there, true));
          expect(back.records, what).toEqual(before.records);
          // The address of a heading is called by its field, and so is what is sorted by.
          const plain = (page: string) => page.replaceAll("heading", "name");
          expect(plain(html(there, "films")), what).toBe(html(before, "films"));
        }
      }),
      { numRuns: 30 },
    );
  });
});
