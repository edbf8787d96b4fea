import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { seededRandom } from "../../tests/arbitraries/definitions.ts";
import { app, fieldId, integer, model, modelId, testId, text } from "../../tests/builders.ts";
import { checkApp } from "../checks/check-app.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { idOf } from "../definition/id-of.ts";
import { readDefinition } from "../definition/reader.ts";
import type { LooseView, RouteRecord } from "../definition/records/route.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { renameField } from "../edits/commands/fields.ts";
import { addRoute } from "../edits/commands/routes.ts";
import { takeOverTemplate } from "../edits/commands/templates.ts";
import type { EditOperation } from "../edits/edit.ts";
import { whereUsed } from "../edits/where-used.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { fromFiles } from "../serialization/from-files.ts";
import { toFiles } from "../serialization/to-files.ts";
import { DEFAULT_LIMITS } from "../templates/render/compile-template.ts";
import { listOf, objectOf } from "../value-types/value-type.ts";
import { appViews } from "../views/app-views.ts";
import { completeTemplate } from "../views/assist/complete-template.ts";
import { assistContext } from "../views/assist/names-at.ts";
import { modelLinks } from "./model-links.ts";
import { allViewTypes, labelsOfView, methodsOfView, type View, viewTypes } from "./registry.ts";
import { defineViewType } from "./view-type.ts";

/** The file of a new type of view. */
const board = defineViewType({
  name: "board",
  label: "Board",
  description: "The rows of a model as cards.",
  options: z.strictObject({
    name: z.literal("board"),
    modelId: idOf("mdl"),
    templateId: idOf("tpl").optional(),
    columns: z.int().min(1).max(6),
    /** References by id are followed at any depth. */
    buttons: z.array(z.strictObject({ routeId: idOf("rte") })).optional(),
  }),
  methods: ["GET", "POST"],
  hasModel: true,
  rows: {
    count: "many",
    at: { variable: "page", member: "items", source: "items" },
    alias: ({ name }) => `${name}_cards`,
    pageSize: (view) => view.columns * 10,
  },
  linkedAs: "list",
  isInMenu: true,
  defaultTemplate: {
    name: "_default/board.html",
    description: "The built-in board.",
    generate: ({ model: { label } }) => `<h1>${label}</h1>{% for card in page.items %}<p>{{ card }}</p>{% endfor %}`,
  },
  variables: ({ record }) => ({ page: objectOf({ items: listOf(record) }) }),
  labels: (_view, reader) => ({
    title: `Board of ${reader.models[0]?.label}`,
    phrase: "a board",
    routeLabel: "Board",
  }),
});

const random = seededRandom(7);
const view = { name: "board", modelId: modelId("book"), columns: 2 } as unknown as View;
const boardRoute = (templateId?: string): RouteRecord => ({
  kind: "route",
  id: testId("route", "board"),
  name: "board",
  label: "Board",
  path: "/board/",
  view: { ...view, ...(templateId ? { templateId } : {}) } as LooseView,
  access: "true",
  order: "a0",
});

function shop(source?: string): AppDefinition {
  const made = app(model("book", text("title"), integer("price"), { pluralLabel: "Books" }));
  const templateId = testId("template", "cards");
  const records = {
    ...made.records,
    board: undefined,
    [testId("route", "board")]: boardRoute(source === undefined ? undefined : templateId),
    ...(source === undefined
      ? {}
      : { [templateId]: { kind: "template", id: templateId, name: "cards.html", source, order: "a" } }),
  };
  delete (records as Record<string, unknown>).board;
  return { ...made, records } as AppDefinition;
}

const run = (definition: AppDefinition, operations: readonly EditOperation[]): AppDefinition => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.definition;
};

describe("a new type of view is its file and a line of the registry", () => {
  beforeAll(() => void Object.assign(viewTypes, { board }));
  afterAll(() => void delete (viewTypes as Record<string, unknown>).board);

  it("is checked: its options, its model, and its templates in the scope that it gives", () => {
    expect(checkApp(shop()).filter(({ severity }) => severity === "error")).toEqual([]);
    const codes = (definition: AppDefinition) => checkApp(definition).map(({ code }) => code);
    expect(codes(shop("{% for card in book_cards %}{{ card.titel }}{% endfor %}"))).toContain("TEMPLATE_E007");
    const changed = (change: object) => {
      const definition = shop();
      const id = testId("route", "board");
      const route = { ...boardRoute(), view: { ...boardRoute().view, ...change } };
      return { ...definition, records: { ...definition.records, [id]: route } } as AppDefinition;
    };
    expect(codes(changed({ columns: 9 }))).toContain("ROUTE_E004");
    expect(codes(changed({ modelId: modelId("nothing") }))).toContain("ROUTE_E001");
    expect(codes(changed({ name: "bord" }))).toContain("ROUTE_E003");
  });

  it("makes its page, is linked to, and answers its methods", () => {
    const reader = readDefinition(shop());
    const routes = compileRoutes(reader.routes);
    const [route] = reader.routes as [RouteRecord];
    const found = appViews(reader, routes).of(route);
    if (!found.ok) throw new Error("no view");
    expect(found.view.pageSize).toBe(20);
    const page = found.view.lists?.page({
      path: "/board/",
      parameters: { names: [], values: [] },
      items: [{ id: 1, _title: "Emma" }],
      next: undefined,
      previous: undefined,
    });
    const data = found.view.data(
      {
        method: "GET",
        origin: "https://x.example",
        path: "/board/",
        time: "2026-11-30T00:00:00Z",
        user: null,
        params: {},
      },
      { page: page ?? {} },
    );
    expect(found.view.template.render(data, { ...DEFAULT_LIMITS, deadline: 1, now: () => 0 })).toMatchObject({
      html: "<h1>Book</h1><p>Emma</p>",
    });
    expect(modelLinks(reader, routes, modelId("book")).list?.name).toBe("board");
    expect(methodsOfView(route.view)).toEqual(["GET", "HEAD", "POST"]);
    expect(labelsOfView(reader, route.view).title).toBe("Board of Book");
  });

  it("is followed by renames, where-used and the assistance of the editor", () => {
    const source = "{% for card in book_cards %}{{ card.price }}{% endfor %}";
    const definition = shop(source);
    const reader = readDefinition(definition);
    const renamed = run(
      definition,
      renameField(reader, { fieldId: fieldId("book", "price"), name: "cost" }).operations,
    );
    expect(readDefinition(renamed).templates[0]?.source).toBe(
      "{% for card in book_cards %}{{ card.cost }}{% endfor %}",
    );
    expect(whereUsed(reader, modelId("book")).map(({ record }) => record.kind)).toContain("route");
    const other = { ...boardRoute(), id: testId("route", "other"), name: "other", path: "/other/" };
    const withButton = { ...other, view: { ...other.view, buttons: [{ routeId: testId("route", "board") }] } };
    const two = readDefinition(run(definition, [{ op: "create", record: withButton as RouteRecord }]));
    expect(whereUsed(two, testId("route", "board")).map(({ record }) => record.id)).toEqual([other.id]);
    const offered = (typed: string) =>
      completeTemplate(assistContext(reader), { id: testId("template", "cards"), source: typed }, typed.indexOf("|"));
    expect(offered("{% for card in |%}{% endfor %}")?.items.map(({ label }) => label)).toContain("book_cards");
    expect(offered('{% extends "|" %}')?.items.map(({ label }) => label)).toContain("_default/board.html");
  });

  it("is made, changed and taken over by edits, and its options are judged", () => {
    const definition = shop();
    const reader = readDefinition(definition);
    const again = addRoute(reader, { path: "/again/", view }, random);
    expect(run(definition, again.operations).records[again.routeId]).toMatchObject({ label: "Board" });
    const wrong = addRoute(reader, { path: "/w/", view: { ...view, columns: 0 } as unknown as View }, random);
    expect(applyEdits(definition, wrong.operations).ok).toBe(false);
    const own = takeOverTemplate(reader, { routeId: testId("route", "board") }, random);
    expect(run(definition, own.operations).records[own.templateId]).toMatchObject({ name: "books/board.html" });
  });

  it("goes into files and comes back", () => {
    const definition = shop("{{ page.items|length }}");
    expect(fromFiles(toFiles(definition))).toEqual({ ok: true, definition });
  });
});

describe("the types of views", () => {
  it("are called by their key, and have a default template or need one", () => {
    for (const [name, type] of Object.entries(viewTypes)) expect(type.name).toBe(name);
    for (const type of allViewTypes()) {
      const bare = type.options.safeParse({ name: type.name, modelId: modelId("m"), pageSize: 5 });
      if (!type.defaultTemplate) expect(bare.success).toBe(false);
      expect([type.label, type.description].every((words) => words.length > 0)).toBe(true);
    }
  });

  it("are branched on nowhere else", () => {
    const root = resolve(import.meta.dirname, "../..");
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : [];
      });
    const BRANCH = /\bview\??\.name\s*[!=]==?\s*["'`]|["'`]\s*[!=]==?\s*view\.name|switch\s*\([\w.?]*view\.name\)/;
    const found = ["engine", "server", "workers", "studio"]
      .flatMap((folder) => files(join(root, folder)))
      .filter((file) => !/\.test\.tsx?$/.test(file) && !file.includes("/engine/view-types/"))
      .filter((file) => BRANCH.test(readFileSync(file, "utf8")));
    expect(found.map((file) => relative(root, file))).toEqual([]);
    expect(BRANCH.test('if (route.view.name === "list")')).toBe(true);
  });
});
