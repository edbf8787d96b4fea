import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import {
  app,
  choice,
  fieldId,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../../tests/builders.ts";
import { growth, STEEP } from "../../tests/support/cpu-time.ts";
import { typeOfRelation } from "../edits/commands/fields.ts";
import { checkApp } from "./check-app.ts";
import { problemCodes } from "./problem-codes.ts";

const codes = (definition: AppDefinition): string[] => checkApp(definition).map((problem) => problem.code);

/** Changes records by id, to make drafts that the designers would not produce. */
function withRecords(
  definition: AppDefinition,
  changes: Record<string, Partial<DefinitionRecord> | null>,
): AppDefinition {
  const records: Record<string, DefinitionRecord> = { ...definition.records };
  for (const [id, change] of Object.entries(changes)) {
    if (change === null) delete records[id];
    else records[id] = { ...records[id], ...change } as DefinitionRecord;
  }
  return { ...definition, records: records as Record<RecordId, DefinitionRecord> };
}

const shop = app(
  model("book", text("title", { required: true }), relation("author", "author"), { rules: { read: "user != null" } }),
  model("author", text("name")),
);

describe("checkApp", () => {
  it("finds nothing wrong with a small, closed app", () => {
    expect(checkApp(shop)).toEqual([]);
    expect(checkApp(app())).toEqual([]);
  });

  it("warns of an approximate number that is named like an amount of money", () => {
    const numbered = (...fields: { name: string; label?: string }[]) =>
      codes(app(model("book", text("t"), ...fields.map((one) => ({ ...one, type: { name: "float" } })))));
    expect(numbered({ name: "unit_price" }, { name: "p", label: "Preis (netto)" })).toEqual([
      "FIELD_W012",
      "FIELD_W012",
    ]);
    expect(numbered({ name: "costume" }, { name: "weight" })).toEqual([]);
  });

  it("tells models that require each other once, and not those that only lead there", () => {
    const circle = (ofHouse: boolean) =>
      app(
        model("dog", text("name"), relation("owner", "user", { required: true })),
        model("user", text("name"), relation("home", "house", { required: true })),
        model("house", text("name"), relation("street", "street", { required: true })),
        model("street", text("name"), relation("founder", "user", { required: ofHouse })),
      );
    expect(checkApp(circle(false))).toEqual([]);
    const page = app(model("page", text("name"), relation("parent", "page", { required: true })));
    expect(checkApp(page).map(({ code, hint }) => `${code} ${hint}`)).toEqual([
      "RELATION_W004 Let Page.parent stay empty.",
    ]);
    const pair = app(
      model("user", text("name"), relation("home", "house", { required: true })),
      model("house", text("name"), relation("owner", "user", { required: true })),
    );
    expect(checkApp(pair)).toMatchObject([
      {
        severity: "warning",
        message: "User and House require each other, so the first row of neither can be made.",
        hint: "Let one side stay empty for the first row.",
      },
    ]);
    expect(checkApp(circle(true)).map(({ recordId, message }) => [recordId, message])).toEqual([
      [
        fieldId("user", "home"),
        "House, Street, User require each other in a circle, so the first row of none can be made.",
      ],
    ]);
  });

  const broken: [string, AppDefinition, string][] = [
    [
      "a time zone that is nowhere",
      { ...shop, settings: { ...shop.settings, timeZone: "Europe/Atlantis" } },
      "APP_E001",
    ],
    ["two models of one name", withRecords(shop, { [modelId("author")]: { name: "book" } as never }), "MODEL_E001"],
    ["two fields of one name", app(model("book", text("title"), text("title", { as: "other" }))), "FIELD_E001"],
    ["a table named like an index", app(model("uq_fld_000000000000", text("a"))), "MODEL_E002"],
    [
      "a default order by a field of another model",
      withRecords(shop, {
        [modelId("book")]: { defaultOrder: [{ fieldId: fieldId("author", "name"), direction: "asc" }] } as never,
      }),
      "MODEL_E006",
    ],
    [
      "two models at one API path",
      app(
        model("books", text("a"), { api: true, rules: { read: "user != null" } }),
        model("book", text("a"), { pluralLabel: "Books", api: true, rules: { read: "user != null" } }),
      ),
      "MODEL_E008",
    ],
    ["a field without its model", withRecords(shop, { [modelId("author")]: null }), "FIELD_E002"],
    ["a type that is not known", app(model("book", { name: "a", type: { name: "hologram" } })), "FIELD_E003"],
    [
      "options out of range",
      app(model("book", { name: "a", type: { name: "decimal", digits: 2, scale: 5 } })),
      "FIELD_E004",
    ],
    ["a default that does not fit", app(model("book", text("t"), integer("price", { default: "abc" }))), "FIELD_E005"],
    [
      "a default on a relation",
      app(model("book", text("t"), relation("author", "book", { default: 3 }))),
      "FIELD_E006",
    ],
    ["a unique long text", app(model("book", text("t"), longText("body", { unique: true }))), "FIELD_E007"],
    ["a choice field without choices", app(model("book", text("t"), choice("state", []))), "CHOICE_E003"],
    [
      "a choice given twice",
      withRecords(app(model("book", text("t"), choice("state", ["a", "b"]))), {
        [testId("choice", `${fieldId("book", "state")}.b`)]: { value: "a" } as never,
      }),
      "CHOICE_E002",
    ],
    ["a relation to nowhere", app(model("book", text("t"), relation("author", "ghost"))), "RELATION_E001"],
    [
      "a required relation that is emptied",
      app(model("book", text("t"), relation("next", "book", { required: true, onDelete: "set_null" }))),
      "RELATION_E002",
    ],
    [
      "a relation that is filled with the person who writes, to rows that are no people",
      app(
        model("book", text("t"), {
          name: "by",
          type: { ...typeOfRelation(modelId("book"), "set_null"), automatic: "creator" },
        }),
      ),
      "RELATION_E005",
    ],
    [
      "a relation that starts as the person who writes, to rows that are no people",
      app(model("book", text("t"), relation("by", "book", { computedDefault: "user" }))),
      "FIELD_E006",
    ],
    [
      "two rules for one action",
      withRecords(shop, {
        [testId("rule", "again")]: {
          kind: "rule",
          id: testId("rule", "again"),
          modelId: modelId("book"),
          action: "read",
          expression: "false",
        } as never,
      }),
      "RULE_E002",
    ],
    [
      "a route to a missing model",
      withRecords(shop, {
        [testId("route", "r")]: {
          kind: "route",
          id: testId("route", "r"),
          name: "r",
          label: "R",
          path: "/r/",
          view: { name: "detail", modelId: modelId("ghost") },
          order: "a",
        } as never,
      }),
      "ROUTE_E001",
    ],
  ];
  it.each(broken)("refuses %s", (_what, definition, code) => {
    const found = checkApp(definition).find((problem) => problem.code === code);
    expect(codes(definition)).toContain(code);
    expect(found?.severity).toBe("error");
    expect(found?.message).not.toMatch(/(?<!uq_)(?:mdl|fld|rul|rte|cho)_[a-z0-9]{12}/);
  });

  it("warns before an app is full", () => {
    const filledWith = (count: number) =>
      withRecords(
        shop,
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => {
            const id = testId("template", `t${index}`);
            return [
              id,
              { kind: "template", id, name: `t${index}.html`, source: "x".repeat(200_000), order: "a" } as never,
            ];
          }),
        ),
      );
    expect(codes(filledWith(20))).not.toContain("APP_W002");
    expect(checkApp(filledWith(65)).find(({ code }) => code === "APP_W002")).toMatchObject({ severity: "warning" });
  });

  it("type-checks rules, access and titles, and says where they stand", () => {
    const definition = app(model("book", text("title"), { rules: { read: "record.titel == user.name" } }));
    expect(checkApp(definition)).toMatchObject([
      {
        code: "EXPR_E021",
        recordId: testId("rule", "book.read"),
        property: "expression",
        message: expect.stringMatching(/^Who may read Book: .*titel/),
        at: { line: 1, start: 7, end: 12 },
      },
    ]);
    const titled = (titleTemplate: string) =>
      codes(withRecords(shop, { [modelId("book")]: { titleTemplate } as never }));
    expect(titled("{{ title }} by {{ author.name }}")).toEqual([]);
    expect(titled("{{ titel }}")).toEqual(["EXPR_E020"]);
    expect(titled("{{ title")).toEqual(["EXPR_E002"]);
  });

  it("checks a template as each page that shows it, and one that no page shows by itself", () => {
    const id = testId("template", "t");
    const template = (source: string) =>
      ({ kind: "template", id, name: "t.html", source, order: "a" }) as DefinitionRecord;
    const route = {
      kind: "route",
      id: testId("route", "r"),
      name: "book",
      label: "Book",
      path: "/<int:id>/",
      access: "true",
      view: { name: "detail", modelId: modelId("book"), templateId: id },
      order: "a",
    } as DefinitionRecord;
    const page = (source: string) => codes(withRecords(shop, { [id]: template(source), [route.id]: route }));
    expect(page("<p>{{ record.title }}</p>")).toEqual([]);
    expect(page("<p>{{ record.titel }}</p>")).toEqual(["TEMPLATE_E007"]);
    const alone = (source: string) => codes(withRecords(shop, { [id]: template(source) }));
    expect(alone("{{ record.titel }}")).toEqual([]);
    expect(alone("{% if %}")).not.toEqual([]);
  });

  it("warns when anyone may read or write, and blocks neither", () => {
    const open = app(model("book", text("title"), { rules: { read: "true", create: " true " } }));
    expect(checkApp(open).map(({ code, severity }) => [code, severity])).toEqual([
      ["RULE_W005", "warning"],
      ["RULE_W004", "warning"],
    ]);
  });

  it("warns when a unique field tells of rows that a writer may not read", () => {
    const found = (rules: Parameters<typeof model>[1]) =>
      codes(app(model("book", text("isbn", { unique: true }), rules)));
    const mine = "record.isbn == user.name";
    expect(found({ rules: { create: "user != null" } })).toEqual(["RULE_W006"]);
    expect(found({ rules: { read: "false", create: "user != null" } })).toEqual(["RULE_W006"]);
    expect(found({ rules: { read: mine, update: "user != null" } })).toEqual(["RULE_W006"]);
    expect(found({ rules: { read: "user != null", create: "user != null" } })).toEqual([]);
    expect(found({ rules: { read: mine, create: "false" } })).toEqual([]);
    expect(found({ rules: { read: mine, delete: "user != null" } })).toEqual([]);
    expect(codes(app(model("book", text("isbn"), { rules: { read: mine, create: "user != null" } })))).toEqual([]);
  });

  it("takes time in proportion to the number of models", async () => {
    const fields = Array.from({ length: 9 }, (_, index) => text(`field_${index}`));
    const largeApp = (models: number) =>
      app(
        ...Array.from({ length: models }, (_, index) =>
          model(`model_${index}`, ...fields, relation("parent", `model_${(index * 7) % models}`), {
            rules: { read: 'user.group == "staff" || record.field_1 == user.name' },
          }),
        ),
      );
    const apps = new Map([20, 200].map((models) => [models, largeApp(models)]));
    expect(await growth((models) => checkApp(apps.get(models) as AppDefinition), 200)).toBeLessThan(STEEP);
  });

  it("documents every code", () => {
    const documented = readFileSync(new URL("../../docs/checks.md", import.meta.url), "utf8");
    for (const [code, meaning] of Object.entries(problemCodes))
      expect(documented).toContain(`| \`${code}\` | ${meaning} |`);
  });
});
