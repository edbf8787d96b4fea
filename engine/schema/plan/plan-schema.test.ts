import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { ModelId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { app, decimal, field, fieldId, integer, model, modelId, relation, text } from "../../../tests/builders.ts";
import type { PhysicalState } from "../design/table-design.ts";
import { UNTOUCHED } from "../operations/operation-type.ts";
import { describePlan, describeSteps } from "./describe-plan.ts";
import { NO_PHYSICAL_STATE, nextPhysical } from "./next-physical.ts";
import { orderRenames } from "./order-renames.ts";
import { planSchema } from "./plan-schema.ts";
import type { FillAnswers, SchemaPlan } from "./schema-plan.ts";
import { typeChange } from "./type-change.ts";

const plan = (
  from: AppDefinition | undefined,
  to: AppDefinition,
  options: { physical?: PhysicalState; answers?: FillAnswers } = {},
): SchemaPlan =>
  planSchema({
    from: from && readDefinition(from),
    to: readDefinition(to),
    physical: options.physical ?? NO_PHYSICAL_STATE,
    answers: options.answers ?? {},
  });

const sqlOf = (made: SchemaPlan): string[] => describeSteps(made, "app_1").flatMap((step) => step.sql);

describe("planSchema", () => {
  it("does nothing when nothing changed, and nothing for labels", () => {
    const before = app(model("book", text("title")));
    expect(plan(before, before).operations).toEqual([]);
    expect(plan(before, app(model("book", text("title", { label: "Heading" })))).operations).toEqual([]);
  });

  it("creates tables before the foreign keys between them, in whichever order they are drawn", () => {
    const made = plan(
      undefined,
      app(model("book", text("title"), relation("author", "author")), model("author", text("name"))),
    );
    expect(describePlan(made)).toEqual([
      "+ Add model Book with 2 fields",
      "+ Add model Author with 1 field",
      "+ Relate Book.Author to Author",
    ]);
    expect(made.locks).toEqual([]);
  });

  it("tells a rename from a removal and an addition", () => {
    const before = app(model("post", text("title")));
    const renamed = app(model("post", text("headline", { as: "title" })));
    expect(describePlan(plan(before, renamed))).toEqual(["~ Rename Post.title to headline"]);
    expect(describePlan(plan(before, app(model("post", text("headline")))))).toEqual([
      "- Remove field Title from Post",
      "+ Add field Headline to Post",
    ]);
  });

  it("gives a new field the name of a renamed one", () => {
    const before = app(model("post", text("title")));
    const after = app(model("post", text("name", { as: "title" }), text("title", { as: "new" })));
    expect(describePlan(plan(before, after))).toEqual(["~ Rename Post.title to name", "+ Add field Title to Post"]);
  });

  it("swaps the names of two models and of two fields", () => {
    const before = app(model("a", text("x"), text("y")), model("b", text("z")));
    const after = app(
      model("b", text("y", { as: "x" }), text("x", { as: "y" }), { as: "a" }),
      model("a", text("z"), { as: "b" }),
    );
    expect(sqlOf(plan(before, after))).toEqual([
      `ALTER TABLE "app_1"."a" RENAME TO "_move_${modelId("a")}"`,
      'ALTER TABLE "app_1"."b" RENAME TO "a"',
      `ALTER TABLE "app_1"."_move_${modelId("a")}" RENAME TO "b"`,
      `ALTER TABLE "app_1"."b" RENAME COLUMN "x" TO "_move_${fieldId("a", "x")}"`,
      'ALTER TABLE "app_1"."b" RENAME COLUMN "y" TO "x"',
      `ALTER TABLE "app_1"."b" RENAME COLUMN "_move_${fieldId("a", "x")}" TO "y"`,
    ]);
  });

  it("fills rows ahead of the switch where the names of before will do, and leaves it the rest", () => {
    const before = app(model("book", text("title"), integer("pages")));
    const required = app(model("book", text("title"), integer("pages", { required: true })));
    const pages = fieldId("book", "pages");
    const phases = (made: SchemaPlan) => made.operations.map(({ phase, operation }) => `${phase} ${operation.kind}`);
    const value = { [pages]: { fill: "value", value: 100 } } as const;
    const formula = { [pages]: { fill: "formula", formula: "size(title)" } } as const;
    const inTwo = ["build fill_ahead", "switch fill_column", "switch change_required"];
    expect(phases(plan(before, required, { answers: value }))).toEqual(inTwo);
    expect(phases(plan(before, required, { answers: formula }))).toEqual(inTwo);

    // The formula names the title, which gets that name only in the switch; a constant names no field.
    const renamed = app(model("book", text("name", { as: "title" }), integer("pages", { required: true })));
    const later = { [pages]: { fill: "formula", formula: "size(name)" } } as const;
    expect(phases(plan(before, renamed, { answers: later }))).not.toContain("build fill_ahead");
    expect(phases(plan(before, renamed, { answers: value }))).toContain("build fill_ahead");
    expect(sqlOf(plan(before, required, { answers: value }))[0]).toMatch(
      /LIMIT .* FOR UPDATE OF "_filled" SKIP LOCKED/,
    );
  });

  it("fills a new required field with a constant without writing a row", () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("title"), decimal("price", { required: true })));
    const made = plan(before, after, { answers: { [fieldId("book", "price")]: { fill: "value", value: "1.50" } } });
    expect(made.facts.map((fact) => fact.kind)).toEqual(["rows"]);
    expect(sqlOf(made)).toEqual([
      `ALTER TABLE "app_1"."book" ADD COLUMN "price" numeric(12,2) DEFAULT '1.5'::numeric(12,2) NOT NULL`,
      `ALTER TABLE "app_1"."book" ALTER COLUMN "price" DROP DEFAULT`,
    ]);
  });

  it("refuses a fill value of the wrong type, with a sentence", () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("title"), integer("pages", { required: true })));
    const made = plan(before, after, { answers: { [fieldId("book", "pages")]: { fill: "value", value: "many" } } });
    expect(made.problems).toMatchObject([
      { code: "PLAN_E002", message: "Book.pages cannot be filled with this value: it must be a whole number." },
    ]);
  });

  it("fills by a formula over the row, once every column has its new name", () => {
    const before = app(model("book", decimal("price"), relation("author", "author")), model("author", text("name")));
    const after = app(
      model("book", decimal("net", { as: "price" }), relation("author", "author"), text("by", { required: true })),
      model("author", text("full_name", { as: "name" })),
    );
    const answers = { [fieldId("book", "by")]: { fill: "formula", formula: 'author.full_name + "!"' } } as const;
    const made = plan(before, after, { answers });
    expect(made.problems).toEqual([]);
    expect(describePlan(made)).toEqual([
      "~ Rename Book.price to net",
      "+ Add field By to Book",
      "~ Rename Author.name to full_name",
      '~ Fill Book.By where it is empty with author.full_name + "!"',
      "~ Require Book.By",
    ]);
    const wrong = { [fieldId("book", "by")]: { fill: "formula", formula: "net * 2" } } as const;
    expect(plan(before, after, { answers: wrong }).problems).toMatchObject([{ code: "PLAN_E003" }]);
  });

  it("never puts a fill value into the text of a statement unquoted", () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("title"), text("note", { required: true })));
    const value = "'; DROP TABLE book; --\\";
    const made = plan(before, after, { answers: { [fieldId("book", "note")]: { fill: "value", value } } });
    expect(sqlOf(made)[0]).toContain(`DEFAULT E'''; DROP TABLE book; --\\\\'::text NOT NULL`);
  });

  it("builds an index beside traffic on what exists, and inside the switch on what is new", () => {
    const before = app(model("book", text("isbn")));
    const after = app(model("book", text("isbn", { unique: true }), text("code", { indexed: true })));
    const made = plan(before, after);
    expect(made.operations.map(({ phase, operation }) => [phase, operation.kind])).toEqual([
      ["build", "create_index"],
      ["switch", "add_column"],
      ["switch", "create_index"],
    ]);
    expect(sqlOf(made)[0]).toBe(
      `CREATE UNIQUE INDEX CONCURRENTLY "uq_${fieldId("book", "isbn")}" ON "app_1"."book" ("isbn")`,
    );
    expect(made.facts.map((fact) => fact.kind)).toEqual(["duplicates"]);
  });

  it("archives a removed model bare, and restores it with its rules checked", () => {
    const before = app(
      model("author", text("name")),
      model("book", text("title", { required: true, unique: true, default: "x" }), relation("author", "author")),
    );
    const after = app(model("author", text("name")));
    const away = plan(before, after);
    expect(sqlOf(away)).toEqual([
      `ALTER TABLE "app_1"."book" ALTER COLUMN "title" DROP NOT NULL, ALTER COLUMN "title" DROP DEFAULT, DROP CONSTRAINT "fk_${fieldId("book", "author")}"`,
      `DROP INDEX "app_1"."uq_${fieldId("book", "title")}"`,
      `DROP INDEX "app_1"."ix_${fieldId("book", "author")}"`,
      `ALTER TABLE "app_1"."book" RENAME TO "_gone_${modelId("book")}"`,
    ]);
    expect(away.locks).toEqual(["author", "book"]);
    const physical = nextPhysical(away, NO_PHYSICAL_STATE);
    const back = plan(after, before, { physical });
    expect(back.facts.map((fact) => fact.kind).sort()).toEqual(["duplicates", "empty", "orphans"]);
    expect(describePlan(back)).toContain("+ Restore model Book with its rows");
    expect(nextPhysical(back, physical)).toEqual(NO_PHYSICAL_STATE);
  });

  it("adopts imported rows under the drawing's names of today", () => {
    const physical: PhysicalState = {
      archived: [],
      staged: [
        {
          modelId: modelId("movie"),
          tableName: "_import_1",
          rows: 3201,
          columns: [
            { fieldId: fieldId("movie", "title"), sqlType: "text" },
            { fieldId: fieldId("movie", "year"), sqlType: "integer" },
            { fieldId: fieldId("movie", "gone"), sqlType: "text" },
          ],
        },
      ],
    };
    const after = app(
      model(
        "film",
        text("name", { as: "title", required: true }),
        field("year", { name: "big_integer" }),
        text("note"),
        { as: "movie" },
      ),
    );
    const made = plan(undefined, after, { physical });
    expect(describePlan(made)).toEqual([
      "+ Add model Film with its 3,201 rows",
      "~ Change Film.Year from integer to bigint",
      "+ Add field Note to Film",
      "~ Require Film.Name",
    ]);
    // The model is new, so nobody can wait or write a row without a name.
    expect(describeSteps(made, "app_1").at(-1)).toMatchObject({ lock: UNTOUCHED, hazards: [] });
    expect(sqlOf(made).slice(0, 5)).toEqual([
      'ALTER TABLE "app_1"."_import_1" RENAME TO "film"',
      `ALTER TABLE "app_1"."film" DROP COLUMN "${fieldId("movie", "gone")}"`,
      `ALTER TABLE "app_1"."film" RENAME COLUMN "${fieldId("movie", "title")}" TO "name"`,
      `ALTER TABLE "app_1"."film" RENAME COLUMN "${fieldId("movie", "year")}" TO "year"`,
      `SELECT setval(pg_get_serial_sequence('"app_1"."film"', 'id'), COALESCE(max("id"), 1), max("id") IS NOT NULL) FROM "app_1"."film"`,
    ]);
    expect(nextPhysical(made, physical)).toEqual(NO_PHYSICAL_STATE);
  });

  it("refuses a type change that would lose values and says what to do", () => {
    const made = plan(app(model("book", text("title"))), app(model("book", field("title", { name: "date" }))));
    expect(made.operations).toEqual([]);
    expect(made.problems).toMatchObject([{ code: "PLAN_E001", recordId: fieldId("book", "title") }]);
    expect(made.problems[0]?.hint).toContain("Add a new field");
  });

  it("gives the columns of relations the type of the keys that they point to", () => {
    const shelf = model("shelf", text("place"), { key: "uuid" });
    const made = plan(undefined, app(shelf, model("book", relation("shelf", "shelf"), relation("sequel", "book"))));
    const [tables] = [sqlOf(made).filter((text) => text.startsWith("CREATE TABLE"))];
    expect(tables[0]).toContain('"id" uuid DEFAULT (overlay(lpad(');
    expect(tables[1]).toContain('"id" bigint GENERATED BY DEFAULT AS IDENTITY');
    expect(tables[1]).toContain('"shelf" uuid, "sequel" bigint');
  });

  it("refuses another kind of key for a model that was published, once and whatever points to it", () => {
    const book = model("book", relation("shelf", "shelf"));
    const before = app(model("shelf", text("place")), book);
    const after = app(model("shelf", text("place"), { key: "uuid" }), book);
    for (const [from, to] of [
      [before, after],
      [after, before],
    ] as const) {
      const made = plan(from, to);
      expect(made.operations).toEqual([]);
      expect(made.problems).toMatchObject([{ code: "PLAN_E004", recordId: modelId("shelf"), property: "key" }]);
    }
    const gone = plan(after, app(model("book")));
    const physical = nextPhysical(gone, NO_PHYSICAL_STATE);
    expect(plan(app(model("book")), after, { physical }).problems).toEqual([]);
    expect(plan(app(model("book")), before, { physical }).problems).toMatchObject([{ code: "PLAN_E004" }]);
  });
});

describe("typeChange", () => {
  const cases: [string, string, string][] = [
    ["text", "text", "same"],
    ["integer", "bigint", "lossless"],
    ["integer", "numeric(12,2)", "lossless"],
    ["integer", "numeric(10,2)", "checked"],
    ["bigint", "integer", "checked"],
    ["bigint", "numeric(18,0)", "checked"],
    ["bigint", "numeric(19,0)", "lossless"],
    ["numeric(12,2)", "numeric(14,2)", "lossless"],
    ["numeric(12,2)", "numeric(12,4)", "checked"],
    ["numeric(12,2)", "double precision", "refused"],
    ["integer", "double precision", "lossless"],
    ["text", "integer", "checked"],
    ["text", "date", "refused"],
    ["date", "text", "refused"],
    ["date", "timestamp with time zone", "refused"],
    ["jsonb", "text", "refused"],
  ];
  it.each(cases)("from %s to %s is %s", (from, to, kind) => expect(typeChange(from, to).kind).toBe(kind));

  it("knows that more digits before the point copy nothing", () => {
    expect(typeChange("numeric(12,2)", "numeric(14,2)")).toEqual({ kind: "lossless", rewrites: false });
  });
});

describe("orderRenames", () => {
  it("runs a chain from its end and opens a circle with one passing name", () => {
    const chain = orderRenames(
      [
        { key: 1, from: "a", to: "b" },
        { key: 2, from: "b", to: "c" },
      ],
      String,
    );
    expect(chain.map(({ from, to }) => `${from}→${to}`)).toEqual(["b→c", "a→b"]);
    const circle = orderRenames(
      [
        { key: 1, from: "a", to: "b" },
        { key: 2, from: "b", to: "c" },
        { key: 3, from: "c", to: "a" },
      ],
      String,
    );
    expect(circle.map(({ from, to }) => `${from}→${to}`)).toEqual(["a→1", "c→a", "b→c", "1→b"]);
  });
});

it("looks at each model a few times, however many there are", () => {
  const looks = (count: number): number => {
    const names = Array.from({ length: count }, (_, at) => `m${at}`);
    const to = readDefinition(
      app(...names.map((name, at) => model(name, text("a"), relation("up", names[Math.max(0, at - 1)] ?? name)))),
    );
    let looked = 0;
    const counting = { ...to, fields: (id: ModelId) => (looked++, to.fields(id)) };
    planSchema({ from: undefined, to: counting, physical: { archived: [], staged: [] }, answers: {} });
    return looked;
  };
  expect(looks(60) / looks(20)).toBeLessThanOrEqual(3);
});
