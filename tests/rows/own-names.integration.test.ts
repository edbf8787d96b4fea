import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import {
  createImportStagingSql,
  deleteImportedSql,
  dropImportStagingSql,
  findRowsSql,
  insertImportedSql,
  updateImportedSql,
} from "#engine/query/import-rows";
import type { ImportTable } from "#engine/query/import-table";
import { parseQuery } from "#engine/rest/query-string";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { type CountedFact, factQuery } from "#engine/schema/facts/fact-query";
import { operationStatements } from "#engine/schema/operations/registry";
import { bindParameters, printSql, type Sql, type SqlValue } from "#engine/sql/sql";
import { app, fieldId, model, modelId, relation, text } from "../builders.ts";
import { ownNames } from "../support/own-names.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * Fields and models may be called as an alias, a CTE or a helper column of a statement is called, without the underscore
 * with which all of those begin. Every kind of statement runs over such a model.
 */
const names = ownNames();
const RELATIONS = ["a1", "j", "p", "r"] as const;
const texts = names.filter((name) => !RELATIONS.some((relation) => relation === name));
const [first, second, third] = texts as [string, string, string];
const walked = texts[3] as string;

/** Reads columns, a related row, and values that are calculated once. */
const RULE = `(${first} != "hidden" or ${second} == "x") and (r == null or r.${walked} != "hidden") and not (size(${third} + "!") > 100)`;
const open = { rules: { read: RULE, create: RULE, update: RULE, delete: RULE }, api: true };
const everything = texts.map((name) => text(name, { indexed: name === "n" }));

function definition(): AppDefinition {
  const drawn = app(
    model("guard", ...everything, {
      api: true,
      rules: { read: `${walked} != "secret"`, create: "true", delete: "true" },
    }),
    model(
      "judged",
      ...everything,
      relation("a1", "guard", { onDelete: "protect" }),
      relation("j", "guard", { onDelete: "set_null" }),
      relation("r", "guard", { onDelete: "cascade" }),
      relation("p", "live"),
      open,
    ),
    model("live", ...everything, { api: true, rules: { read: "true", create: "true" } }),
    model("old", relation("doomed", "judged", { onDelete: "cascade" }), {
      api: true,
      rules: { read: "true", create: "true" },
    }),
  );
  const records: Record<string, object> = { ...drawn.records };
  const judged = modelId("judged");
  records[judged] = { ...records[judged], titleTemplate: `{{ ${second} }} {{ r.${walked} }}` };
  const guard = modelId("guard");
  records[guard] = { ...records[guard], titleTemplate: `{{ ${walked} }}` };
  return { ...drawn, records: records as AppDefinition["records"] };
}

const valuesOf = (tail: string) => Object.fromEntries(texts.map((name) => [name, `${name} ${tail}`]));

let served: ServedApp;
let rows: BuilderRows;
beforeAll(async () => {
  served = await serveApp(definition());
  rows = new BuilderRows({
    apps: served.apps,
    data: served.data,
    clock: { now: () => new Date(), monotonic: () => performance.now() },
  });
});
afterAll(() => served?.close());

const builder = { kind: "builder", accountId: "1", name: "B" } as const;
const place = () => ({ appId: served.appId, environment: "live" }) as never;

async function make(path: string, values: object): Promise<number> {
  const answer = await served.request("POST", `/api/v1/${path}`, { body: [values] });
  expect(answer.status, answer.text).toBe(201);
  return (answer.json<{ id: number }[]>()[0] as { id: number }).id;
}
const results = async (query: string) => {
  const answer = await served.request("GET", `/api/v1/judged${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<{ results: { id: number }[]; next: string | null; count?: number }>();
};

it("found the names, those with numbers too", () => {
  expect(names).toEqual(
    expect.arrayContaining(["a2", "doomed", "emptied_0", "guard", "j", "live", "n", "once", "r", "v3", "walk"]),
  );
  expect(names.length).toBeGreaterThan(40);
});

describe("a model whose fields are called as the compiler's own names", () => {
  it("is written and read, one row and whole lists", async () => {
    const parent = await make("guard", valuesOf("parent"));
    const open = await make("live", valuesOf("open"));
    const values = { ...valuesOf("UNO"), a1: parent, j: parent, r: parent, p: open };
    const one = await make("judged", values);
    const two = await make("judged", { ...valuesOf("DUE"), r: parent });
    const read = await served.request("GET", `/api/v1/judged/${one}`);
    expect(read.json()).toEqual({ id: one, ...values });

    const put = await served.request("PUT", `/api/v1/judged/${two}`, {
      body: { ...valuesOf("TRE"), a1: null, j: parent, r: parent },
    });
    expect(put.json()).toMatchObject(valuesOf("TRE"));
    const patch = await served.request("PATCH", `/api/v1/judged/${two}`, {
      body: { [first]: "patched" },
      headers: { "if-match": put.headers.etag as string },
    });
    expect(patch.json()).toMatchObject({ ...valuesOf("TRE"), [first]: "patched" });

    const many = await served.request("PATCH", "/api/v1/judged", {
      body: [
        { id: one, ...valuesOf("UNO") },
        { id: two, [second]: `${second} TRE` },
      ],
    });
    expect([many.status, many.json()]).toEqual([200, [{ id: one }, { id: two }]]);

    for (const name of texts.slice(0, 60)) {
      const page = await results(`?ordering=-${name}&limit=1&count=exact`);
      expect(page.count).toBe(2);
      const cursor = new URL(page.next as string).searchParams.get("cursor");
      const next = await results(`?ordering=-${name}&limit=1&cursor=${cursor}`);
      expect([page.results[0]?.id, next.results[0]?.id].sort()).toEqual([one, two].sort());
    }
    expect((await results(`?limit=1&offset=1`)).results).toHaveLength(1);
    expect((await results(`?count=estimated&search=UNO`)).results).toMatchObject([{ id: one }]);
  });

  it("is filtered by each of them, here and over a relation, and by expressions", async () => {
    for (const name of texts) {
      expect((await results(`?${name}__exact=${name}%20UNO`)).results, name).toHaveLength(1);
      expect((await results(`?r__${name}__startswith=${name}`)).results, name).toHaveLength(2);
    }
    const where = encodeURIComponent(`p.${first} == "${first} open" and size(${second} + ${third}) > 2`);
    expect((await results(`?where=${where}`)).results).toHaveLength(1);
  });

  it("is expanded, through rules of the related rows", async () => {
    const page = await results(`?expand=r,j&fields=r.${walked},j.${first},${second}&ordering=id`);
    expect(page.results[0]).toEqual({
      r: { [walked]: `${walked} parent` },
      j: { [first]: `${first} parent` },
      [second]: `${second} UNO`,
    });
  });

  it("is shown, changed and called by its title in the grid", async () => {
    const listed = await rows.list(place(), builder, modelId("judged"), parseQuery("ordering=id"));
    const [row] = listed.rows;
    expect(row?.values).toMatchObject(valuesOf("UNO"));
    expect(row?.titles).toEqual({
      a1: `${walked} parent`,
      j: `${walked} parent`,
      r: `${walked} parent`,
      p: expect.any(String),
    });
    const titles = await rows.titles(place(), builder, modelId("judged"), { search: "UNO", limit: 5 });
    expect(titles).toEqual([{ id: row?.id, title: `${second} UNO ${walked} parent` }]);
    const changed = await rows.update(place(), builder, modelId("judged"), {
      id: row?.id as number,
      version: row?.version as number,
      values: { [third]: "from the grid" },
    });
    expect(changed.row.values).toMatchObject({ ...valuesOf("UNO"), [third]: "from the grid" });
    expect(changed.before).toMatchObject(valuesOf("UNO"));
  });

  it("is deleted with what depends on it, and protected", async () => {
    const [one, two] = (await results("?ordering=id")).results;
    await make("old", { doomed: one?.id });
    const [{ id: parent } = { id: "" }] = await served.sql<{ id: string }>("SELECT id FROM app.guard");
    const held = await make("guard", valuesOf("held"));
    const holder = await make("judged", { ...valuesOf("holder"), a1: held, j: Number(parent) });
    expect((await served.request("DELETE", `/api/v1/guard/${held}`)).status).toBe(409);
    // Both rows that point to it by `r` go, with what points to them; the one that points by `j` is emptied there.
    expect((await served.request("DELETE", `/api/v1/guard/${parent}`)).status).toBe(204);
    for (const gone of [one, two]) expect((await served.request("GET", `/api/v1/judged/${gone?.id}`)).status).toBe(404);
    expect(await served.sql("SELECT id FROM app.old")).toEqual([]);
    expect((await served.request("GET", `/api/v1/judged/${holder}`)).json()).toMatchObject({ a1: held, j: null });
    expect((await served.request("DELETE", `/api/v1/judged/${holder}`)).status).toBe(204);
    expect((await served.request("DELETE", `/api/v1/guard/${held}`)).status).toBe(204);
  });

  it("denies by rules over them, with credentials asked for and nothing shown", async () => {
    const refused = await served.request("POST", "/api/v1/judged", { body: { ...valuesOf("x"), [first]: "hidden" } });
    expect(refused.status).toBe(401);
    const secret = await make("guard", { ...valuesOf("x"), [walked]: "hidden" });
    expect((await served.request("POST", "/api/v1/judged", { body: { ...valuesOf("x"), r: secret } })).status).toBe(
      401,
    );
    expect(await served.sql("SELECT id FROM app.judged")).toEqual([]);
  });
});

describe("what else runs over such a model", () => {
  const run = async <Row extends object>(statement: Sql, slots: Record<string, SqlValue> = {}): Promise<Row[]> => {
    const { text: printed, parameters } = printSql(statement);
    return (await served.pool.query(printed, bindParameters(parameters, slots) as unknown[])).rows as Row[];
  };
  const idOf = (name: string) => fieldId("live", name);
  const quoted = texts.map((name) => `"${name}"`).join(", ");
  const literals = (tail: string, other: Record<string, string> = {}) =>
    texts.map((name) => `'${other[name] ?? `${name} ${tail}`}'`).join(", ");
  const reset = async () => {
    await served.sql("DELETE FROM app.live");
    const second = literals("DUE", { [first]: `${first} UNO` });
    await served.sql(`INSERT INTO app.live (${quoted}) VALUES (${literals("UNO")}), (${second})`);
  };

  it("says facts about each of its columns", async () => {
    await reset();
    for (const name of texts) {
      const place = { modelId: modelId("live"), fieldId: idOf(name), table: "live", column: name };
      const filledWith = { text: `${name} UNO`, sqlType: "text" };
      const facts: readonly CountedFact[] = [
        { ...place, kind: "rows" },
        { ...place, kind: "empty", filledWith },
        { ...place, kind: "duplicates" },
        { ...place, kind: "unlisted", values: [`${name} UNO`] },
        { ...place, kind: "longer", length: 3 },
        { ...place, kind: "misfits", from: "text", to: "integer" },
      ];
      const counts: number[] = [];
      for (const fact of facts) {
        const [row] = await run<{ count: number }>(factQuery(fact, served.schemaName));
        counts.push(row?.count ?? -1);
      }
      expect(counts, name).toEqual(name === first ? [2, 0, 2, 0, 2, 2] : [2, 0, 0, 1, 2, 2]);
    }
    for (const column of RELATIONS) {
      const place = { modelId: modelId("judged"), fieldId: fieldId("judged", column), table: "judged", column };
      expect(await run(factQuery({ ...place, kind: "orphans", parent: "guard" }, served.schemaName))).toHaveLength(1);
    }
  });

  it("fills each of its columns", async () => {
    const table = { modelId: modelId("live"), label: "Live", name: "live" };
    await served.sql(`UPDATE app.live SET ${texts.map((name) => `"${name}" = NULL`).join(", ")}`);
    for (const name of texts) {
      const column = { fieldId: idOf(name), label: name, name };
      const fill = { by: "value", text: `${name} filled` } as const;
      const ahead = operationStatements(
        { kind: "fill_ahead", table, column, sqlType: "text", fill },
        served.schemaName,
      );
      for (const statement of ahead) expect(await run(statement)).toMatchObject([{ rows: 2 }]);
      const rows = { which: "empty" } as const;
      const rest = operationStatements(
        { kind: "fill_column", table, column, sqlType: "text", rows, fill },
        served.schemaName,
      );
      for (const statement of rest) await run(statement);
    }
    const [row] = await served.sql(`SELECT * FROM app.live LIMIT 1`);
    expect(row).toMatchObject(valuesOf("filled"));
  });

  it("takes imported rows, found by each of its columns, and gives them back", async () => {
    const columns: ImportTable = {
      schemaName: served.schemaName,
      stagingName: "_import_test",
      name: "live",
      keySqlType: "bigint",
      hasKeys: false,
      columns: texts.map((name) => ({ fieldId: idOf(name), name, sqlType: "text" })),
      touched: [],
      matchBy: undefined,
    };
    const staged = texts.map((name) => `"${idOf(name)}"`).join(", ");
    await run(createImportStagingSql(columns));
    for (const matchBy of texts) {
      await reset();
      const table = { ...columns, matchBy: idOf(matchBy) };
      const matched = `${matchBy} ${matchBy === first ? "UNO" : "DUE"}`;
      const fresh = literals("fresh");
      await served.sql(
        `INSERT INTO app._import_test (_row, ${staged}) VALUES (1, ${literals("new", { [matchBy]: matched })}), (2, ${fresh})`,
      );
      const found = matchBy === first ? 2 : 1;
      expect(await run(updateImportedSql(table)), matchBy).toEqual([{ found, changed: found }]);
      const [added] = await run<{ added: number; ids: number[][] }>(insertImportedSql(table, 10));
      expect(added).toMatchObject({ added: 1, ids: [[expect.any(Number), expect.any(Number)]] });
      const place = { schemaName: served.schemaName, table: "live", column: matchBy, sqlType: "text" };
      const look = { values: [`${matchBy} fresh`, "nowhere"], zone: "UTC", app: served.appId, environment: "live" };
      expect(await run(findRowsSql(place), look)).toMatchObject([
        { n: 1, content: `${matchBy} fresh`, id: String(added?.ids[0]?.[0]) },
        { n: 2, content: "nowhere", id: null },
      ]);
      expect(await run(deleteImportedSql(table), { ids: JSON.stringify(added?.ids) })).toEqual([{ removed: 1 }]);
      await served.sql("DELETE FROM app._import_test");
    }
    await run(dropImportStagingSql(columns));
  });
});
