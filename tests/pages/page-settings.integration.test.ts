import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { applyEdits } from "#engine/edits/apply-edits";
import { deleteField, renameField } from "#engine/edits/commands/fields";
import type { EditOperation } from "#engine/edits/edit";
import type { View } from "#engine/view-types/registry";
import { app, choice, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** What a builder sets of the rows of a list page holds for every visitor, whatever the address asks for. */
const READERS = testId("group", "readers");
const asc = (name: string) => ({ fieldId: fieldId("book", name), direction: "asc" as const });
const desc = (name: string) => ({ fieldId: fieldId("book", name), direction: "desc" as const });
const SOURCE = `{% for b in page.items %}{% ifchanged b.genre %}({{ b.genre }}){% endifchanged %}[{{ b.title }}]{% empty %}none{% endfor %}{% if page.sort.title.url and page.sort.year.url %}{% endif %}{% if page.next_url %}<a href="{{ page.next_url }}">next</a>{% endif %}`;

function library(): AppDefinition {
  const drawn = app(
    model("author", text("name", { required: true }), { rules: { read: "name != 'Hidden'" } }),
    model(
      "book",
      text("title", { required: true }),
      integer("year"),
      choice("genre", ["novel", "poem"]),
      text("state"),
      relation("author", "author"),
      { pluralLabel: "Books", rules: { read: 'year > 1900 or user.group == "readers"' } },
    ),
  );
  const templateId = testId("template", "books.html");
  const page = (name: string, options: Partial<Extract<View, { name: "list" }>>): RouteRecord => ({
    kind: "route",
    id: testId("route", name),
    name,
    label: name,
    path: `/${name}/`,
    view: { name: "list", modelId: modelId("book"), pageSize: 20, templateId, ...options } as RouteRecord["view"],
    access: "true",
    order: "i",
  });
  const records: readonly DefinitionRecord[] = [
    { kind: "template", id: templateId, name: "books.html", source: SOURCE, order: "i" },
    { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" },
    page("shown", { where: "record.state == 'shown'" }),
    page("sorted", { sort: [desc("genre"), asc("title")] }),
    page("grouped", { groupBy: fieldId("book", "genre"), sort: [desc("year")], pageSize: 2 }),
    page("authors", { where: "record.author.name == 'Hidden'" }),
    page("mine", { where: 'user.group == "readers" and record.year > 1900' }),
    page("plain", {}),
    page("usual", { templateId: undefined, groupBy: fieldId("book", "genre"), where: "record.state == 'shown'" }),
  ];
  return {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
}

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(library());
  key = await served.key("Reader", READERS);
  await served.sql("INSERT INTO app.author (id, name) VALUES (1, 'Ursula'), (2, 'Hidden')");
  await served.sql(`INSERT INTO app.book (id, title, year, genre, state, author) VALUES
    (1, 'D', 2001, 'poem', 'shown', 1), (2, 'A', 2003, 'novel', 'shown', 2), (3, 'C', 2002, 'novel', 'kept', 1),
    (4, 'B', 2004, 'poem', 'shown', 1), (5, 'E', 2005, NULL, NULL, NULL), (6, 'Old', 1800, 'novel', 'shown', 1)`);
});
afterAll(async () => served?.close());

async function get(path: string, options: { readonly key?: string } = {}) {
  const before = served.data.statements;
  const answer = await served.request("GET", path, options);
  expect(answer.status, answer.text).toBe(200);
  return { text: answer.text, statements: served.data.statements - before };
}
const titles = async (path: string, options?: { readonly key?: string }) =>
  [...(await get(path, options)).text.matchAll(/\[(\w+)\]/g)].map(([, title]) => title).join("");

describe("the fixed condition of a list page", () => {
  it("holds beside the read rule, for each caller, in one statement [VIEW-03] [QRY-02]", async () => {
    await get("/shown/");
    const { text: page, statements } = await get("/shown/");
    expect(page).toContain("[D]");
    expect(statements).toBe(1);
    expect(await titles("/shown/")).toBe("DAB");
    expect(await titles("/shown/", { key })).toBe("DABOld");
  });

  it("cannot be asked away by the address [VIEW-03]", async () => {
    for (const query of ["?state=kept", "?ordering=title", "?search=C", "?where=true", "?id=3", "?title=C"])
      expect(await titles(`/shown/${query}`), query).not.toContain("C");
  });

  it("knows who asks, and tells nothing of related rows that the caller may not read [VIEW-03]", async () => {
    expect(await titles("/mine/")).toBe("");
    expect(await titles("/mine/", { key })).toBe("DACBE");
    expect(await titles("/authors/", { key })).toBe("");
  });
});

describe("the order of a list page", () => {
  it("is by several fields until the visitor chooses another [VIEW-03]", async () => {
    expect(await titles("/sorted/")).toBe("EBDAC");
    expect(await titles("/sorted/?ordering=title")).toBe("ABCDE");
    expect(await titles("/plain/")).toBe("DACBE");
  });

  it("keeps groups together on every page and in every order [VIEW-03] [VIEW-10]", async () => {
    const walk = async (start: string): Promise<readonly string[]> => {
      const seen: string[] = [];
      for (let path: string | undefined = start; path !== undefined && seen.length < 9; ) {
        const { text: page }: { text: string } = await get(path);
        seen.push([...page.matchAll(/\[(\w+)\]/g)].map(([, title]) => title).join(""));
        path = /href="([^"]+)">next/.exec(page)?.[1]?.replaceAll("&amp;", "&");
      }
      return seen;
    };
    expect(await walk("/grouped/")).toEqual(["AC", "BD", "E"]);
    expect(await walk("/grouped/?ordering=title")).toEqual(["AC", "BD", "E"]);
    expect(await walk("/grouped/?ordering=-title")).toEqual(["CA", "DB", "E"]);
    expect((await get("/grouped/")).text).toMatch(/^\(novel\)\[A\]\[C\]/);
  });
});

describe("the settings of a page", () => {
  const definition = library();
  const applied = (operations: readonly EditOperation[]): AppDefinition => {
    const result = applyEdits(definition, operations);
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return result.definition;
  };
  const codes = (changed: AppDefinition) => checkApp(changed).map(({ code }) => code);

  it("follow a field that gets another name, and lose one that is deleted [VIEW-03]", () => {
    const reader = readDefinition(definition);
    const renamed = applied(renameField(reader, { fieldId: fieldId("book", "state"), name: "stage" }).operations);
    const view = (of: AppDefinition, name: string) => (of.records[testId("route", name)] as RouteRecord).view;
    expect(view(renamed, "shown").where).toBe("record.stage == 'shown'");

    const command = deleteField(reader, { fieldId: fieldId("book", "genre") });
    expect(
      command.consequences.map(({ message }) => message).filter((one) => one.includes("sorted or grouped")),
    ).toHaveLength(3);
    const without = applied(command.operations);
    expect(view(without, "sorted").sort).toEqual([asc("title")]);
    expect(view(without, "grouped").groupBy).toBeUndefined();
    expect(codes(without)).not.toContain("ROUTE_E009");
  });

  it("are refused where they name what the model does not have [VIEW-03]", () => {
    const changed = (options: Record<string, unknown>) => {
      const id = testId("route", "plain");
      const record = definition.records[id] as RouteRecord;
      return codes({
        ...definition,
        records: { ...definition.records, [id]: { ...record, view: { ...record.view, ...options } } },
      } as AppDefinition);
    };
    expect(changed({})).not.toContain("ROUTE_E009");
    expect(changed({ sort: [{ fieldId: fieldId("author", "name"), direction: "asc" }] })).toContain("ROUTE_E009");
    expect(changed({ groupBy: testId("field", "nothing") })).toContain("ROUTE_E009");
    expect(changed({ sort: [{ fieldId: fieldId("book", "title"), direction: "up" }] })).toContain("ROUTE_E004");
    expect(changed({ where: "record.nothing == 1" }).some((code) => code.startsWith("EXPR_"))).toBe(true);
    expect(changed({ where: "record.title" }).some((code) => code.startsWith("EXPR_"))).toBe(true);
  });
});
