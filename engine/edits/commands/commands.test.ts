import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, choice, decimal, fieldId, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { JsonValue } from "../../definition/json.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { fieldTypes } from "../../field-types/registry.ts";
import { applyEdits } from "../apply-edits.ts";
import { whereUsed } from "../where-used.ts";
import { type Audience, addGroup, audienceOf, closeApi, openApi, renameGroup, setAccess } from "./access.ts";
import { addChoice, addChoices, removeChoice, reorderChoice } from "./choices.ts";
import type { EditCommand } from "./edit-command.ts";
import {
  addField,
  addRelation,
  deleteField,
  duplicateField,
  renameField,
  reorderField,
  setFieldType,
} from "./fields.ts";
import { type AcceptedColumn, modelFromImport } from "./model-from-import.ts";
import { addModelPages } from "./model-pages.ts";
import { addModel, deleteModel, duplicateModel, renameModel } from "./models.ts";
import { addRoute, addTemplate, renameRoute, renameTemplate } from "./routes.ts";

const random = seededRandom(7);
const reader = readDefinition;
const run = (definition: AppDefinition, command: EditCommand): AppDefinition => {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
/** Runs commands one after the other, each on the result of those before. */
const draw = (
  start: AppDefinition,
  ...commands: ((definition: ReturnType<typeof reader>) => EditCommand)[]
): AppDefinition => commands.reduce((definition, command) => run(definition, command(reader(definition))), start);
const names = (definition: AppDefinition, of: string) =>
  reader(definition)
    .fields(modelId(of))
    .map(({ name }) => name);
const paths = (definition: AppDefinition) => reader(definition).routes.map((route) => `${route.name} ${route.path}`);

const shop = app(
  model("book", text("title"), decimal("price"), choice("state", ["new", "old"]), relation("author", "author"), {
    rules: { read: "record.price > 0", update: "author.name == user.name" },
    api: true,
  }),
  model("author", text("name")),
);
const book = modelId("book");

describe("names", () => {
  it("are made from labels, different from all others of the model", () => {
    const field = (label: string) => (definition: ReturnType<typeof reader>) =>
      addField(definition, { modelId: book, label, type: fieldTypes.text.initial }, random);
    expect(
      names(
        draw(shop, field("Price"), field("🎬"), field("'; drop table"), field("id"), field("x".repeat(200))),
        "book",
      ).slice(4),
    ).toEqual(["price_2", "field", "drop_table", "id_value", "x".repeat(48)]);
    expect(
      reader(draw(shop, (definition) => addModel(definition, { label: "Book" }, random))).models.at(-1)?.name,
    ).toBe("book_2");
  });

  it("follow their label only when they were made from it, and only when asked", () => {
    const rename = (input: Omit<Parameters<typeof renameField>[1], "fieldId">) =>
      reader(run(shop, renameField(reader(shop), { fieldId: fieldId("book", "title"), ...input }))).field(
        fieldId("book", "title"),
      );
    expect(rename({ label: "Headline" })).toMatchObject({ label: "Headline", name: "title" });
    expect(rename({ label: "Headline", nameFollows: true })).toMatchObject({ label: "Headline", name: "headline" });
    expect(rename({ label: "Price", nameFollows: true })).toMatchObject({ name: "price_2" });
    expect(rename({ name: "heading" })).toMatchObject({ label: "Title", name: "heading" });
    const own = run(shop, renameField(reader(shop), { fieldId: fieldId("book", "title"), name: "own" }));
    expect(
      renameField(reader(own), { fieldId: fieldId("book", "title"), label: "New", nameFollows: true }).operations,
    ).toMatchObject([{ set: { label: "New" } }]);
    expect(renameField(reader(shop), { fieldId: fieldId("book", "title"), label: "Title" }).operations).toEqual([]);
  });

  it("are changed in rules, titles and templates that use them, and nothing else is", () => {
    let definition = draw(
      shop,
      (each) =>
        addTemplate(
          each,
          {
            name: "books.html",
            source:
              '{% extends "base.html" %}{% block main %}{% for b in page.items %}{{ b.price }} price {% url "book_detail" id=b.id %}{% endfor %}{% endblock %}',
          },
          random,
        ),
      (each) => addTemplate(each, { name: "base.html", source: "{% block main %}{% endblock %}" }, random),
      (each) => addModelPages(each, { modelId: book, pages: ["list", "detail"] }, random),
    );
    const template = reader(definition).templateByName("books.html");
    const list = reader(definition).routes[0] as RouteRecord;
    definition = run(definition, {
      label: "",
      operations: [
        {
          op: "update",
          id: list.id,
          set: { view: { ...list.view, templateId: template?.id } as JsonValue },
          unset: [],
        },
        { op: "update", id: book, set: { titleTemplate: "{{ title }} ({{ price }})" }, unset: [] },
      ],
    });
    const before = reader(definition);
    expect(
      whereUsed(before, fieldId("book", "price"))
        .map(({ record, property }) => `${record.kind} ${property}`)
        .sort(),
    ).toEqual(["model titleTemplate", "rule expression", "template source"]);
    expect(whereUsed(before, fieldId("author", "name")).map(({ record }) => record.kind)).toEqual(["rule"]);
    expect(
      deleteField(before, { fieldId: fieldId("book", "price") }).consequences.map(({ message }) => message),
    ).toEqual(
      expect.arrayContaining([
        "The title of Book still names it and has to change.",
        "The template books.html still names it and has to change.",
        expect.stringMatching(/^The \w+ rule of Book still names it/),
      ]),
    );
    expect(whereUsed(before, modelId("author")).map(({ record, property }) => `${record.kind} ${property}`)).toEqual([
      "field type",
    ]);

    const after = reader(
      draw(
        definition,
        (each) => renameField(each, { fieldId: fieldId("book", "price"), name: "cost" }),
        (each) => renameField(each, { fieldId: fieldId("author", "name"), name: "full_name" }),
        (each) => renameRoute(each, { routeId: each.routes[1]?.id as RouteRecord["id"], name: "one_book" }),
        (each) =>
          renameTemplate(each, { templateId: each.templateByName("base.html")?.id as never, name: "frame.html" }),
        (each) => renameModel(each, { modelId: book, label: "Volume", nameFollows: true }),
      ),
    );
    expect(after.rule(book, "read")?.expression).toBe("record.cost > 0");
    expect(after.rule(book, "update")?.expression).toBe("author.full_name == user.name");
    expect(after.model(book)).toMatchObject({ name: "volume", titleTemplate: "{{ title }} ({{ cost }})" });
    expect(after.templateByName("books.html")?.source).toBe(
      '{% extends "frame.html" %}{% block main %}{% for b in page.items %}{{ b.cost }} price {% url "one_book" id=b.id %}{% endfor %}{% endblock %}',
    );
  });
});

describe("deleting", () => {
  it("a model says what goes with it: its pages, and fields that point to it", () => {
    const definition = draw(shop, (each) =>
      addModelPages(each, { modelId: modelId("author"), pages: ["list", "detail"] }, random),
    );
    const command = deleteModel(reader(definition), { modelId: modelId("author") });
    expect(command.consequences.map(({ message }) => message)).toEqual([
      "The route / shows it and is deleted too.",
      "The route /…/ shows it and is deleted too.",
      "The field Author of Book points to it and is deleted too.",
    ]);
    const after = run(definition, command);
    expect(reader(after).models.map(({ name }) => name)).toEqual(["book"]);
    expect(names(after, "book")).toEqual(["title", "price", "state"]);
    expect(reader(after).routes).toEqual([]);
  });

  it("a field takes it out of its model's order", () => {
    const price = fieldId("book", "price");
    const ordered = run(shop, {
      label: "",
      operations: [
        {
          op: "update",
          id: book,
          set: {
            defaultOrder: [
              { fieldId: price, direction: "desc" },
              { fieldId: fieldId("book", "title"), direction: "asc" },
            ],
          },
          unset: [],
        },
      ],
    });
    const after = run(ordered, deleteField(reader(ordered), { fieldId: price }));
    expect(reader(after).model(book)?.defaultOrder).toEqual([{ fieldId: fieldId("book", "title"), direction: "asc" }]);
  });
});

describe("fields", () => {
  it("move to a place, alone", () => {
    const moved = reorderField(reader(shop), {
      fieldId: fieldId("book", "author"),
      place: { before: fieldId("book", "price") },
    });
    expect(moved.operations).toHaveLength(1);
    expect(names(run(shop, moved), "book")).toEqual(["title", "author", "price", "state"]);
    expect(
      names(run(shop, reorderField(reader(shop), { fieldId: fieldId("book", "title"), place: undefined })), "book").at(
        -1,
      ),
    ).toBe("title");
  });

  it("of another type lose the choices and the default that no longer fit", () => {
    const state = fieldId("book", "state");
    const withDefault = run(shop, {
      label: "",
      operations: [{ op: "update", id: state, set: { default: "new" }, unset: [] }],
    });
    const after = reader(
      run(withDefault, setFieldType(reader(withDefault), { fieldId: state, type: fieldTypes.integer.initial })),
    );
    expect(after.choices(state)).toEqual([]);
    expect(after.field(state)).not.toHaveProperty("default");
    const text = reader(
      run(withDefault, setFieldType(reader(withDefault), { fieldId: state, type: fieldTypes.text.initial })),
    );
    expect(text.field(state)?.default).toBe("new");
  });

  it("are copied with their choices, models with all that is theirs and no address", () => {
    const field = duplicateField(reader(shop), { fieldId: fieldId("book", "state") }, random);
    const copied = reader(run(shop, field));
    expect(copied.field(field.fieldId)).toMatchObject({ name: "state_copy", label: "State copy" });
    expect(copied.choices(field.fieldId).map(({ value }) => value)).toEqual(["new", "old"]);

    const own = draw(shop, (each) =>
      addRelation(each, { modelId: book, targetModelId: book, label: "Sequel", reverseName: "prequel" }, random),
    );
    const whole = duplicateModel(reader(own), { modelId: book }, random);
    const after = reader(run(own, whole));
    expect(after.fields(whole.modelId).map(({ name }) => name)).toEqual([
      "title",
      "price",
      "state",
      "author",
      "sequel",
    ]);
    expect((after.fields(whole.modelId).at(-1) as FieldRecord).type).toEqual({
      name: "relation",
      targetModelId: whole.modelId,
      onDelete: "protect",
    });
    expect(after.rules(whole.modelId)).toHaveLength(2);
    expect(after.isApiOpen(whole.modelId)).toBe(false);
  });

  it("take a choice at a place, move it and lose it", () => {
    const field = fieldId("book", "state");
    const values = (definition: AppDefinition) =>
      reader(definition)
        .choices(field)
        .map(({ value }) => value);
    const added = addChoice(
      reader(shop),
      { fieldId: field, label: "Sold", value: "sold", place: { after: testId("choice", `${field}.new`) } },
      random,
    );
    const three = run(shop, added);
    expect(values(three)).toEqual(["new", "sold", "old"]);
    expect(values(run(three, reorderChoice(reader(three), { choiceId: added.choiceId, place: undefined })))).toEqual([
      "new",
      "old",
      "sold",
    ]);
    expect(values(run(three, removeChoice(reader(three), { choiceId: added.choiceId })))).toEqual(["new", "old"]);
  });

  it("take pasted choices without those that are there, and name those", () => {
    const labels = ["old", "sold", "sold"];
    const command = addChoices(reader(shop), { fieldId: fieldId("book", "state"), labels }, random);
    expect(command.taken).toEqual(["old"]);
    const after = run(shop, command);
    expect(
      reader(after)
        .choices(fieldId("book", "state"))
        .map(({ value }) => value),
    ).toEqual(["new", "old", "sold"]);
  });
});

describe("access", () => {
  const group = addGroup(reader(shop), { label: "Editors" }, random);
  const start = run(shop, group);

  it("goes from a preset to a rule and back, and no rule is closed", () => {
    for (const audience of [
      "anyone",
      "any_key",
      { groupId: group.groupId },
      "builders",
    ] as const satisfies readonly Audience[]) {
      const after = reader(run(start, setAccess(reader(start), { modelId: book, action: "create", audience }, random)));
      expect(audienceOf(after, after.rule(book, "create"))).toEqual(audience);
    }
    expect(
      reader(
        run(start, setAccess(reader(start), { modelId: book, action: "read", audience: "builders" }, random)),
      ).rule(book, "read"),
    ).toBeUndefined();
    expect(audienceOf(reader(start), reader(start).rule(book, "read"))).toEqual({ expression: "record.price > 0" });
    expect(
      setAccess(
        reader(start),
        { modelId: book, action: "create", audience: { groupId: testId("group", "gone") } },
        random,
      ).operations,
    ).toEqual([]);
  });

  it("follows a group's new name, and a second rule takes the first one's place", () => {
    const ruled = run(
      start,
      setAccess(reader(start), { modelId: book, action: "create", audience: { groupId: group.groupId } }, random),
    );
    const renamed = reader(run(ruled, renameGroup(reader(ruled), { groupId: group.groupId, name: "staff" })));
    expect(renamed.rule(book, "create")?.expression).toBe('user.group == "staff"');
    const twice = draw(
      start,
      () => setAccess(reader(start), { modelId: book, action: "create", audience: "anyone" }, random),
      () => setAccess(reader(start), { modelId: book, action: "create", audience: "any_key" }, random),
    );
    expect(
      reader(twice)
        .rules(book)
        .filter(({ action }) => action === "create")
        .map(({ expression }) => expression),
    ).toEqual(["user != null"]);
  });

  it("opens a model in the API once, and closes it", () => {
    expect(openApi(reader(shop), { modelId: book }, random).operations).toEqual([]);
    const closed = run(shop, closeApi(reader(shop), { modelId: book }));
    expect(reader(closed).isApiOpen(book)).toBe(false);
    expect(reader(run(closed, openApi(reader(closed), { modelId: book }, random))).isApiOpen(book)).toBe(true);
  });
});

describe("pages", () => {
  it("are at the root for the first model, then under the model's own path, and never at one that is taken", () => {
    const definition = draw(
      run(shop, renameModel(reader(shop), { modelId: modelId("author"), pluralLabel: "Great authors" })),
      (each) => addModelPages(each, { modelId: book, pages: ["list", "detail"] }, random),
      (each) => addModelPages(each, { modelId: modelId("author"), pages: ["list", "detail"] }, random),
      (each) => addModelPages(each, { modelId: book, pages: ["list", "detail"] }, random),
      (each) => addModelPages(each, { modelId: modelId("author"), pages: ["list", "detail"] }, random),
      (each) => addRoute(each, { path: "/about/", view: { name: "list", modelId: book, pageSize: 5 } }, random),
    );
    expect(paths(definition)).toEqual([
      "book_list /",
      "book_detail /<int:id>/",
      "author_list /great_authors/",
      "author_detail /great_authors/<int:id>/",
      "book_list_2 /book/",
      "book_detail_2 /book/<int:id>/",
      "author_list_2 /great_authors_2/",
      "author_detail_2 /great_authors_2/<int:id>/",
      "book /about/",
    ]);
    expect(reader(definition).routes[0]).toMatchObject({ access: "true", view: { name: "list", pageSize: 25 } });
    expect(reader(definition).routes.at(-1)).not.toHaveProperty("access");
  });
});

describe("an accepted import", () => {
  const column = (source: string, rest: Partial<AcceptedColumn> = {}): AcceptedColumn => ({
    source,
    include: true,
    label: source,
    name: source.toLowerCase(),
    type: fieldTypes.text.initial,
    required: false,
    unique: false,
    isKey: false,
    ...rest,
  });

  it("is one batch: model, fields, choices, pages and REST, closed to all but builders", () => {
    const drawn = modelFromImport(
      reader(shop),
      {
        modelLabel: "Book",
        modelName: "book",
        pluralLabel: "Books",
        columns: [
          column("No", { isKey: true, type: { name: "integer" } }),
          column("Name", { required: true }),
          column("Left", { include: false }),
          column("State", { type: { name: "choice" }, choices: ["a", "b"] }),
          column("name"),
        ],
      },
      random,
    );
    const after = reader(run(shop, drawn));
    expect(after.model(drawn.modelId)).toMatchObject({ name: "book_2", label: "Book", pluralLabel: "Books" });
    expect(after.fields(drawn.modelId).map(({ name, label, required }) => [name, label, required])).toEqual([
      ["name", "Name", true],
      ["state", "State", false],
      ["name_2", "name", false],
    ]);
    expect([...drawn.fieldIds.keys()]).toEqual(["Name", "State", "name"]);
    expect(after.choices(drawn.fieldIds.get("State") as FieldRecord["id"]).map(({ value }) => value)).toEqual([
      "a",
      "b",
    ]);
    expect(after.isApiOpen(drawn.modelId)).toBe(true);
    expect(after.rules(drawn.modelId)).toEqual([]);
    expect(after.routes.map(({ path }) => path)).toEqual(["/", "/<int:id>/"]);
  });
});

describe("a model that is drawn", () => {
  it("has the pages and the API of an imported one when they are asked for", () => {
    const drawn = addModel(reader(shop), { label: "Book", pluralLabel: "Books", withPagesAndApi: true }, random);
    const imported = modelFromImport(
      reader(shop),
      { modelLabel: "Book", modelName: "book", pluralLabel: "Books", columns: [] },
      random,
    );
    const shape = (command: typeof drawn) => {
      const after = reader(run(shop, command));
      return {
        isApiOpen: after.isApiOpen(command.modelId),
        rules: after.rules(command.modelId),
        routes: after.routes.map(({ name, path, label, access }) => ({ name, path, label, access })),
      };
    };
    expect(shape(drawn)).toEqual(shape(imported));
    expect(shape(drawn).isApiOpen).toBe(true);
  });

  it("has neither otherwise", () => {
    const drawn = addModel(reader(shop), { label: "Book" }, random);
    expect(drawn.operations).toHaveLength(1);
  });
});
