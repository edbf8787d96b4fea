import { describe, expect, it } from "vitest";
import { app, decimal, fieldId, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import type { FlowRecord, StepRecord } from "../definition/records/flow.ts";
import { checkApp } from "./check-app.ts";

const shop = app(model("book", text("title"), decimal("price")), model("order", text("buyer")));
const flow = (name: string, more: Partial<FlowRecord> = {}): FlowRecord => ({
  kind: "flow",
  id: testId("flow", name),
  name,
  label: name,
  trigger: { on: "route" },
  inputs: [{ name: "copies", type: { name: "integer" }, required: true }],
  runAs: "caller",
  log: "failures",
  order: "a",
  ...more,
});
const step = (name: string, type: StepRecord["type"], more: Partial<StepRecord> = {}): StepRecord => ({
  kind: "step",
  id: testId("step", name),
  flowId: testId("flow", "sell"),
  place: { lane: "main", order: name },
  name,
  type,
  ...more,
});
const inside = (parent: string, lane: string): Pick<StepRecord, "place"> => ({
  place: { parentId: testId("step", parent), lane, order: "a" },
});

/** The codes, but that nothing starts a flow. */
function codes(...records: readonly DefinitionRecord[]): readonly string[] {
  const more = Object.fromEntries(records.map((record) => [record.id, record]));
  const definition = { ...shop, records: { ...shop.records, ...more } } as AppDefinition;
  return checkApp(definition)
    .filter(({ recordId, code }) => /^(flw|stp)_/.test(recordId ?? "") && code !== "FLOW_W017")
    .map(({ code }) => code);
}

const book = modelId("book");
const find = step("book", {
  name: "find_one",
  modelId: book,
  where: "record.title == query.title",
  otherwise: "absent",
});

describe("flows", () => {
  it("may name the request, and what ran before in their lane and those around it", () => {
    expect(
      codes(
        flow("sell"),
        find,
        step("check", { name: "if", condition: "book != null && book.price > body.copies" }),
        step(
          "inner",
          { name: "update", modelId: book, row: "book", values: { [fieldId("book", "price")]: "book.price" } },
          inside("check", "then"),
        ),
        step("last", { name: "set", values: { twice: "book.price + book.price", who: "user.name" } }),
        step("plus", { name: "if", condition: "last.twice > 3" }),
      ),
    ).toEqual([]);
  });

  it("may not name what runs later, or in another lane", () => {
    const early = step("a", { name: "if", condition: "book.price > 3" });
    expect(codes(flow("sell"), early, find)).toEqual(["EXPR_E020"]);
    expect(
      codes(
        flow("sell"),
        step("check", { name: "if", condition: "true" }),
        { ...find, ...inside("check", "then") },
        step("other", { name: "if", condition: "book.price > 3" }, inside("check", "else")),
        step("z", { name: "if", condition: "book.price > 3" }),
      ),
    ).toEqual(["EXPR_E020", "EXPR_E020"]);
  });

  it("repeat over rows that were found, which are named item", () => {
    const list = step("books", { name: "find", modelId: book, limit: 10 });
    const loop = step("loop", { name: "for_each", list: "books" });
    const sum = (source: string) => step("sum", { name: "set", values: { sum: source } }, inside("loop", "each"));
    expect(codes(flow("sell"), list, loop, sum("item.price * index"))).toEqual([]);
    expect(codes(flow("sell"), list, loop, sum("item.author"))).not.toEqual([]);
  });

  it.each<[string, readonly DefinitionRecord[]]>([
    ["FLOW_E001", [flow("sell"), flow("other", { name: "sell" })]],
    ["FLOW_E001", [flow("sell"), find, { ...find, id: testId("step", "twin") }]],
    [
      "FLOW_E004",
      [flow("sell"), step("a", { name: "refuse", status: 409, message: "No." }), step("b", { name: "note", text: "" })],
    ],
    ["FLOW_E009", [flow("sell", { runAs: "app" })]],
    ["FLOW_E015", [flow("sell"), step("a", { name: "note", text: "" }, { place: { lane: "then", order: "a" } })]],
    ["FLOW_E015", [flow("sell"), find, step("a", { name: "note", text: "" }, inside("book", "then"))]],
    ["FLOW_E016", [flow("sell"), step("a", { name: "count", modelId: modelId("gone") })]],
    [
      "FLOW_E016",
      [
        flow("sell"),
        step("a", { name: "create", modelId: book, values: { [fieldId("order", "buyer")]: "user.name" } }),
      ],
    ],
  ])("%s", (code, records) => {
    expect(codes(...records)).toEqual([code]);
  });

  it("have at most eight levels", () => {
    const names = [..."abcdefghi"];
    const deep = names.map((name, index) =>
      step(name, { name: "if", condition: "true" }, index === 0 ? {} : inside(names[index - 1] as string, "then")),
    );
    expect(codes(flow("sell"), ...deep.slice(0, 8))).toEqual([]);
    expect(codes(flow("sell"), ...deep)).toEqual(["FLOW_E012"]);
  });
});

describe("flows of routes", () => {
  const route = (methods: Readonly<Record<string, string>>): DefinitionRecord => ({
    kind: "route",
    id: testId("route", "sell"),
    name: "sell",
    label: "Sell",
    path: "/sell/",
    view: { name: "flow", methods },
    access: "true",
    order: "a",
  });
  const sell = testId("flow", "sell");
  const all = (...records: readonly DefinitionRecord[]) => {
    const more = Object.fromEntries(records.map((record) => [record.id, record]));
    return checkApp({ ...shop, records: { ...shop.records, ...more } } as AppDefinition)
      .filter(({ code }) => code.startsWith("FLOW_"))
      .map(({ code }) => code);
  };
  const done = step("z_done", { name: "respond", as: "nothing" });
  const write = step("made", { name: "create", modelId: modelId("order"), values: {} });

  it("are started by them, and write for methods that may", () => {
    expect(all(flow("sell"), done)).toEqual(["FLOW_W017"]);
    expect(all(flow("sell"), done, route({ GET: sell }))).toEqual([]);
    expect(all(flow("sell"), write, done, route({ POST: sell }))).toEqual([]);
    expect(all(flow("sell"), write, done, route({ POST: sell, GET: sell }))).toEqual(["FLOW_E003"]);
    expect(all(route({ GET: sell }))).toEqual(["FLOW_E019"]);
  });

  it("answer on every way, and not within a loop", () => {
    const choice = step("choice", { name: "if", condition: "body.copies > 1" });
    const [yes, no] = ["then", "else"].map((lane) =>
      step(lane, { name: "respond", as: "nothing" }, inside("choice", lane)),
    ) as [StepRecord, StepRecord];
    expect(all(flow("sell"), choice, yes, route({ POST: sell }))).toEqual(["FLOW_E005"]);
    expect(all(flow("sell"), choice, yes, no, route({ POST: sell }))).toEqual([]);
    const loop = step("loop", { name: "for_each", list: "[1, 2]" });
    const within = step("within", { name: "respond", as: "nothing" }, inside("loop", "each"));
    expect(all(flow("sell"), loop, within, done, route({ POST: sell }))).toEqual(["FLOW_E007"]);
    expect(all(flow("sell"), loop, within, route({ POST: sell }))).toEqual(["FLOW_E005", "FLOW_E007"]);
  });
});

describe("a value of a step", () => {
  it("reads what steps have found, and no other row", () => {
    const related = app(
      model("author", text("name")),
      model("book", text("title"), relation("author", "author", { reverse: "books" })),
    );
    const codesOf = (value: string, where?: string) => {
      const records = [
        flow("sell"),
        step("a_book", { name: "find_one", modelId: book, otherwise: "absent", ...(where ? { where } : {}) }),
        step("b_value", { name: "set", values: { it: value } }),
      ];
      const more = Object.fromEntries(records.map((record) => [record.id, record]));
      return checkApp({ ...related, records: { ...related.records, ...more } } as AppDefinition)
        .filter(({ code, severity }) => severity === "error" && /^(?:FLOW|EXPR)_/.test(code))
        .map(({ code }) => code);
    };
    expect(codesOf("a_book.author")).toEqual([]);
    expect(codesOf("a_book.author.id")).toEqual([]);
    expect(codesOf("a_book.author.name")).toEqual(["FLOW_E018"]);
    expect(codesOf("upper(a_book.author.name)")).toEqual(["FLOW_E018"]);
    expect(codesOf("a_book.title", 'record.author.name == "Lem"')).toEqual([]);
  });
});
