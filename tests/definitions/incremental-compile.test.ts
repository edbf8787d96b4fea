import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { FieldRecord } from "#engine/definition/records/field";
import { type Principal, visitor } from "#engine/principal";
import { NO_FORM_READS } from "#engine/query/form-rows";
import { readPaging } from "#engine/rest/paging";
import { parseQuery } from "#engine/rest/query-string";
import type { AppSnapshot } from "#engine/snapshot/app-snapshot";
import { compileApp } from "#engine/snapshot/compile-app";
import { DEFAULT_LIMITS } from "#engine/templates/render/compile-template";
import {
  app,
  choice,
  decimal,
  fieldId,
  integer,
  type ModelSpec,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";

/**
 * The law of incremental compilation: a snapshot that took over what it could from the one before answers exactly as
 * one that was compiled from nothing. What is compared is everything that a request can notice: statements with their
 * parameters for each kind of caller, verdicts of rules, paths, and rendered pages.
 */
const RULES = ["true", "size > 3", 'user.group == "staff"', 'user != null and name != "x"', "request.method == 'GET'"];
const NAMES = ["alpha", "beta", "gamma"] as const;

/** What of a model is drawn at random; two draws differ in few things, so that much can be taken over. */
const modelArbitrary = (name: string) =>
  fc.record({
    present: fc.boolean(),
    label: fc.constantFrom("One", "Two"),
    pluralLabel: fc.constantFrom(undefined, `${name} rows`),
    renamed: fc.boolean(),
    decimal: fc.boolean(),
    choices: fc.constantFrom(["a", "b"], ["a", "c"]),
    target: fc.constantFrom(undefined, ...NAMES),
    read: fc.constantFrom(undefined, ...RULES),
    create: fc.constantFrom(undefined, ...RULES),
    api: fc.boolean(),
    page: fc.constantFrom(undefined, "default", "short", "long"),
    title: fc.constantFrom(undefined, "{{ name }} of {{ size }}"),
  });

type Drawn = typeof modelArbitrary extends (name: string) => fc.Arbitrary<infer Part> ? Part : never;

/** A first drawing, and then one part drawn anew at a time. */
const historyArbitrary = fc
  .tuple(
    fc.tuple(...NAMES.map((name) => modelArbitrary(name))),
    fc.array(
      fc
        .nat({ max: NAMES.length - 1 })
        .chain((at) => modelArbitrary(NAMES[at] as string).map((part) => ({ at, part }))),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.constantFrom("First", "Second"),
  )
  .map(([first, changes, label]) => {
    const states: Drawn[][] = [[...first]];
    for (const { at, part } of changes)
      states.push((states.at(-1) as Drawn[]).map((old, index) => (index === at ? part : old)));
    return states.map((state, index) => definitionOf(state, index === 0 ? label : "First"));
  });

function definitionOf(state: readonly Drawn[], label: string): AppDefinition {
  const parts = NAMES.map((name, index) => ({ name, ...(state[index] as Drawn) })).filter((part) => part.present);
  const names = new Set(parts.map((part) => part.name));
  const specs: ModelSpec[] = parts.map((part) => {
    const { target } = part;
    return model(
      part.name,
      text("name", { label: part.label }),
      integer("size", { label: part.renamed ? "Breadth" : "Size" }),
      ...(part.decimal ? [decimal("price")] : []),
      choice("kind", part.choices),
      ...(target && names.has(target)
        ? [relation("parent", target, { onDelete: part.renamed ? "cascade" : "protect" })]
        : []),
      {
        api: part.api,
        ...(part.pluralLabel ? { pluralLabel: part.pluralLabel } : {}),
        rules: {
          ...(part.read ? { read: part.read } : {}),
          ...(part.create ? { create: part.create, update: part.create, delete: part.create } : {}),
        },
      },
    );
  });
  const definition = app(...specs);
  const records: Record<string, DefinitionRecord> = { ...definition.records };
  for (const part of parts) {
    const id = modelId(part.name);
    const record = records[id];
    if (part.title && record?.kind === "model") records[id] = { ...record, titleTemplate: part.title };
    if (!part.page) continue;
    const template = testId("template", `${part.name}.html`);
    const route = testId("route", `${part.name}_list`);
    if (part.page !== "default") {
      const extra = part.page === "long" ? "{{ row.size }} {{ row }}" : "";
      const source = `<!doctype html><title>x</title>{% for row in page.items %}<p>{{ row.name }} ${extra}</p>{% endfor %}`;
      records[template] = { kind: "template", id: template, name: `${part.name}.html`, source, order: "i" };
    }
    records[route] = {
      kind: "route",
      id: route,
      name: `${part.name}_list`,
      label: part.label,
      path: `/${part.name}/`,
      view: { name: "list", modelId: id, pageSize: 5, ...(part.page === "default" ? {} : { templateId: template }) },
      access: "true",
      order: "i",
    };
  }
  return { ...definition, settings: { ...definition.settings, label }, records: records as AppDefinition["records"] };
}

const CALLERS: readonly Principal[] = [
  visitor,
  { kind: "key", id: 1, name: "A", groups: new Set(["staff"]) },
  { kind: "key", id: 2, name: "x", groups: new Set<string>() },
  { kind: "builder", accountId: "018f0000-0000-7000-8000-00000000000a", name: "Ada" },
];
const QUERIES = [
  "",
  "size__gte=2&ordering=-name&limit=3",
  "expand=parent&fields=id,name,parent",
  "page=2&kind=a",
  "nonsense=1",
];

/** What a part answers, or why it refuses: both must be the same. */
function outcome(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return String(error);
  }
}

function observe(snapshot: AppSnapshot): unknown {
  const who = (caller: Principal) => snapshot.rules.classOf(caller);
  const statement = (made: { statement: { text: string } }) => made.statement.text;
  const models = [...snapshot.models].map(([id, unit]) => ({
    id,
    path: unit.path,
    isOpen: unit.isOpen,
    label: unit.model.label,
    callers: CALLERS.map((caller) => ({
      one: outcome(() => statement(unit.one(who(caller), parseQuery("")))),
      lists: QUERIES.map((query) =>
        outcome(() => statement(unit.list(who(caller), parseQuery(query), readPaging(parseQuery(query))))),
      ),
      create: outcome(() => statement(unit.create(who(caller)))),
      remove: outcome(() => statement(unit.delete(who(caller), { hasCondition: true, withBefore: false }))),
    })),
  }));
  const pages = snapshot.routes.routes.map(({ route }) => {
    const result = snapshot.pages.view(route, snapshot.rules.classOf(visitor));
    if (!result.ok) return { route: route.path, problems: result.problems };
    const { view } = result;
    const unit = view.model && snapshot.models.get(view.model.id);
    const page = view.lists?.page({
      path: route.path,
      parameters: { names: [], values: [] },
      items: [{ id: 1, name: "<n>", size: 2, kind: "a", price: "1.00", parent: { id: 3, _title: "P" }, _title: "T" }],
      next: ["cursor", "x"],
      previous: undefined,
    });
    const data = view.data(
      {
        method: "GET",
        origin: "https://x.example",
        path: route.path,
        time: "2026-11-22T00:00:00Z",
        user: null,
        params: {},
      },
      page ? { page } : undefined,
    );
    const paging = readPaging(parseQuery(""), 5, 5);
    return {
      route,
      html: view.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1 }),
      statements: CALLERS.map(
        (caller) =>
          unit &&
          outcome(() =>
            statement(snapshot.pages.list({ view, reads: NO_FORM_READS }, unit, who(caller), parseQuery(""), paging)),
          ),
      ),
    };
  });
  return { identity: snapshot.identity, resources: [...snapshot.resources.keys()], models, pages };
}

const identity = (releaseId: number) => ({
  releaseId,
  releaseNumber: releaseId,
  appId: "018f0000-0000-7000-8000-000000000001",
  environment: "live",
  schemaName: "app_test",
});

/** The compiled statements of every model, by the model and what they do. */
function statementsOf(snapshot: AppSnapshot): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const caller of CALLERS) {
    const who = snapshot.rules.classOf(caller);
    for (const [id, unit] of snapshot.models) {
      found.set(`${id} one ${who.key}`, unit.one(who, parseQuery("")).statement);
      found.set(`${id} create ${who.key}`, unit.create(who).statement);
      found.set(`${id} delete ${who.key}`, unit.delete(who, { hasCondition: false, withBefore: false }).statement);
      const parameters = parseQuery("");
      found.set(`${id} list ${who.key}`, unit.list(who, parameters, readPaging(parameters)).statement);
    }
  }
  return found;
}

/** The compiled view of every route. */
const pagesOf = (snapshot: AppSnapshot): Map<string, unknown> =>
  new Map(
    snapshot.routes.routes.map(({ route }) => [route.id, snapshot.pages.view(route, snapshot.rules.classOf(visitor))]),
  );

const changedNames = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] =>
  [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);

/** A chain of models, each with a relation to the one before, a rule and a list page. */
function manyModels(count: number): AppDefinition {
  const specs = Array.from({ length: count }, (_, index) =>
    model(`m${index}`, text("name"), integer("size"), ...(index > 0 ? [relation("parent", `m${index - 1}`)] : []), {
      api: true,
      rules: { read: index > 0 ? 'parent.name != "x"' : "true", create: "size > 1" },
    }),
  );
  const definition = app(...specs);
  const routes = specs.map((_, index) => {
    const id = testId("route", `m${index}_list`);
    const view = { name: "list", modelId: modelId(`m${index}`), pageSize: 20 };
    const path = `/m${index}/`;
    return [id, { kind: "route", id, name: `m${index}_list`, label: path, path, view, access: "true", order: "i" }];
  });
  return { ...definition, records: { ...definition.records, ...Object.fromEntries(routes) } };
}

describe("incremental compilation", () => {
  it("gives what a whole compilation gives, whatever came before", () => {
    let kept = 0;
    let made = 0;
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        let previous: AppSnapshot | undefined;
        history.forEach((definition, index) => {
          const incremental = compileApp(definition, identity(index + 1), previous);
          const old = previous && statementsOf(previous);
          expect(observe(incremental)).toEqual(observe(compileApp(definition, identity(index + 1))));
          for (const [name, statement] of statementsOf(incremental)) {
            if (old?.get(name) === statement) kept++;
            else made++;
          }
          previous = incremental;
        });
      }),
      { numRuns: 25 },
    );
    // The law would hold of a compiler that takes nothing over, too.
    expect(kept).toBeGreaterThan(0);
    expect(made).toBeGreaterThan(0);
  });

  it("takes over what a release leaves alone", () => {
    const alpha = model("alpha", text("name"), { rules: { read: "true" } });
    const first = compileApp(app(alpha, model("beta", text("name"))), identity(1));
    const before = statementsOf(first);
    const second = compileApp(app(alpha, model("beta", text("name"), integer("size"))), identity(2), first);
    const changed = changedNames(before, statementsOf(second));
    expect(changed.every((name) => name.startsWith(modelId("beta")))).toBe(true);
    expect(changed).not.toEqual([]);
  });

  it("compiles nothing but what looked at a new field, however models are connected", () => {
    const definition = manyModels(14);
    const first = compileApp(definition, identity(1));
    const before = statementsOf(first);
    const pages = pagesOf(first);
    const size = definition.records[fieldId("m7", "size")] as FieldRecord;
    const added: FieldRecord = { ...size, id: fieldId("m7", "added"), name: "added", label: "Added", order: "z" };
    const records = { ...definition.records, [added.id]: added };
    const second = compileApp({ ...definition, records }, identity(2), first);
    const changed = changedNames(before, statementsOf(second));
    // The model itself, the one whose rule reads a field of it, and the one whose rows may only point to what that rule
    // lets be read.
    const touched = new Set(changed.map((name) => name.split(" ")[0]));
    expect(touched).toEqual(new Set([modelId("m7"), modelId("m8"), modelId("m9")]));
    expect(changed.length).toBeLessThan(before.size / 4);
    const changedPages = changedNames(pages, pagesOf(second));
    // Its own page, and the one that shows its rows by their titles.
    expect(changedPages).toEqual([testId("route", "m7_list"), testId("route", "m8_list")]);
  });

  it("takes a statement over until a rule that it asks, however far away, is another", () => {
    const drawn = (rule: string) =>
      app(
        model("author", text("name"), { rules: { read: rule }, api: true }),
        model("book", text("title"), relation("author", "author"), { rules: { read: "true" }, api: true }),
      );
    const first = compileApp(drawn("true"), identity(1));
    const ask = (snapshot: AppSnapshot, query: string) => {
      const parameters = parseQuery(query);
      const who = snapshot.rules.classOf(visitor);
      return snapshot.models.get(modelId("book"))?.list(who, parameters, readPaging(parameters)).statement.text;
    };
    const expanded = ask(first, "expand=author");
    const plain = ask(first, "fields=title");
    const second = compileApp(drawn('name != "secret"'), identity(2), first);
    expect(ask(second, "expand=author")).not.toBe(expanded);
    expect(ask(second, "expand=author")).toContain('"name" <> ');
    expect(ask(second, "fields=title")).toBe(plain);
  });

  it("takes nothing over into another app or environment", () => {
    const definition = app(model("alpha", text("name")));
    const first = compileApp(definition, identity(1));
    const elsewhere = compileApp(definition, { ...identity(2), appId: "018f0000-0000-7000-8000-000000000002" }, first);
    expect(changedNames(statementsOf(first), statementsOf(elsewhere))).toHaveLength(statementsOf(first).size);
  });
});
