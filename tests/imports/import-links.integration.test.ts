import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany, setLinkMutual } from "#engine/edits/commands/links";
import { joinItems } from "#engine/field-types/list-text";
import type { CliError } from "#server/cli/cli-error";
import { findServer } from "#server/cli/find-server";
import { importRows, takeBack } from "#server/cli/import-rows";
import { misfitChoices } from "#server/cli/misfit-rows";
import { PlatformClient } from "#server/cli/platform-client";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, modelId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Files that say which rows go with which, into an app that is live, by the command line and its API. */
let database: TestDatabase;
let quintet: Quintet;
let shop: TestApp;
let linkModel: string;

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const drawn = app(
  model("product", text("name", { required: true }), text("sku", { unique: true }), {
    ...open,
    pluralLabel: "Products",
  }),
  model("tag", text("name", { required: true }), { ...open, pluralLabel: "Tags" }),
);
const random = seededRandom(7);
const edited = (definition: AppDefinition, command: Pick<ReturnType<typeof addManyToMany>, "operations">) => {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};

beforeAll(async () => {
  database = await createPreparedDatabase();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
  const tags = addManyToMany(
    readDefinition(drawn),
    { modelId: modelId("product"), targetModelId: modelId("tag"), names: ["tags", "products"] },
    random,
  );
  const tagged = edited(drawn, tags);
  const friends = addManyToMany(
    readDefinition(tagged),
    { modelId: modelId("product"), targetModelId: modelId("product"), names: ["goes_with", ""] },
    random,
  );
  const both = edited(tagged, friends);
  const whole = edited(both, setLinkMutual(readDefinition(both), { modelId: friends.modelId, isMutual: true }, random));
  linkModel = readDefinition(whole).model(tags.modelId)?.name ?? "";
  shop = await makeApp(quintet, "Tagged shop", whole);
  await publish(quintet, shop);
});
afterAll(async () => {
  await quintet?.stop();
  await database?.drop();
});

const get = async (path: string) =>
  (await quintet.hosted(shop.slug, `/api/v1/${path}`)).json<{ results: Record<string, unknown>[] }>().results;
const send = async (method: string, path: string, body: unknown) => {
  const answer = await quintet.hosted(shop.slug, `/api/v1/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json<{ id: number }>();
};
/** The names of each product's tags, in the order of their ids, by the product's name. */
const tagsByProduct = async (): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    (await get("products?fields=name,tags.name&limit=100&ordering=id")).map(({ name, tags }) => [
      name,
      (tags as { name: string }[]).map((tag) => tag.name),
    ]),
  );
const lines: string[] = [];
const terminal = {
  print: (line: string) => lines.push(line),
  progress: () => {},
  status: () => {},
  canAsk: false,
  confirm: async () => undefined,
};
let server: PlatformClient;

interface Given {
  readonly model?: string;
  readonly maps?: readonly (readonly [string, string])[];
  readonly match?: string;
  readonly badValues?: string;
  readonly isDryRun?: boolean;
}
const load = (csv: string, given: Given = {}) => {
  const file = join(quintet.dataFolder, "rows.csv");
  writeFileSync(file, csv);
  const environment = { url: undefined, token: undefined, insecureHttp: undefined, dataFolder: quintet.dataFolder };
  server = new PlatformClient(findServer(environment, "/"));
  return importRows(server, terminal, {
    file,
    app: shop.slug,
    model: given.model ?? "product",
    sheet: undefined,
    dateOrder: undefined,
    isDryRun: given.isDryRun ?? false,
    maps: given.maps ?? [],
    fixed: [],
    ignored: [],
    match: given.match,
    ...misfitChoices(given.badValues, undefined),
  });
};
const refusal = async (work: Promise<unknown>): Promise<CliError> => {
  const error = (await work.catch((thrown: unknown) => thrown)) as CliError;
  expect(error).toMatchObject({ code: "rows_do_not_fit" });
  return error;
};

beforeEach(async () => {
  for (const path of ["products", "tags"])
    for (const { id } of await get(`${path}?fields=id&limit=1000`))
      await quintet.hosted(shop.slug, `/api/v1/${path}/${id}`, { method: "DELETE" });
  for (const name of ["Red", "Wood", "Salt, Pepper"]) await send("POST", "tags", { name });
  lines.length = 0;
});

describe("a column fills a list of linked rows [REL-03] [SER-06]", () => {
  it("found by their title, whatever separates them; links that are there stay, and all is taken back", async () => {
    const csv =
      'name,sku,tags\nChair,C1,"Red, Wood"\nTable,T1,Wood;Red;Wood\nMill,M1,"""Salt, Pepper"" | Red"\nBare,B1,\n';
    const loaded = await load(csv);
    expect(loaded.result).toMatchObject({ added: 4, links: 6, canTakeBack: true });
    expect(loaded.columns).toContainEqual({ column: "tags", field: "tags" });
    expect(lines).toContainEqual(expect.stringContaining("6 links made"));
    const expected = { Chair: ["Red", "Wood"], Table: ["Wood", "Red"], Mill: ["Salt, Pepper", "Red"], Bare: [] };
    const sorted = (all: Record<string, readonly string[]>) =>
      Object.fromEntries(Object.entries(all).map(([name, tags]) => [name, [...tags].sort()]));
    expect(sorted(await tagsByProduct())).toEqual(sorted(expected));

    const again = await load(
      'sku,name,tags\nC1,Chair,"Wood, Salt"\nNEW,New,Red\n'.replace("Salt", '""Salt, Pepper""'),
      {
        match: "sku",
        maps: [["tags", "tags.name"]],
      },
    );
    expect(again.result).toMatchObject({ added: 1, updated: 0, unchanged: 1, links: 2 });
    expect(sorted(await tagsByProduct())).toEqual(
      sorted({ ...expected, Chair: ["Red", "Wood", "Salt, Pepper"], New: ["Red"] }),
    );
    await takeBack(server, terminal, again.import);
    expect(sorted(await tagsByProduct())).toEqual(sorted(expected));
  });

  it("by their ids, and both ways where links hold both ways", async () => {
    const [red, wood] = (await get("tags?ordering=id")).map(({ id }) => id);
    await load(`name,sku,tags\nChair,C1,"${red}, ${wood}"\nTable,T1,${wood}\n`, { maps: [["tags", "tags.id"]] });
    await load("sku,name,goes with\nT1,Table,Chair\n", { match: "sku", maps: [["goes with", "goes_with.name"]] });
    expect(await get("products?fields=name,goes_with.name&ordering=id")).toMatchObject([
      { name: "Chair", goes_with: [{ name: "Table" }] },
      { name: "Table", goes_with: [{ name: "Chair" }] },
    ]);
    const itself = await refusal(
      load("sku,name,goes with\nT1,Table,T1\n", { match: "sku", maps: [["goes with", "goes_with.sku"]] }),
    );
    expect(itself.lines.join()).toContain("cannot be linked with itself");
  });

  it("names the rows whose links are unknown or unclear, in a dry run as in the import", async () => {
    await send("POST", "tags", { name: "Twin" });
    await send("POST", "tags", { name: "Twin" });
    const csv = 'name,tags\nChair,"Red, Blue"\nTable,Twin\nMill,"Red, ""Wood"\nShelf,Wood\n';
    for (const isDryRun of [true, false]) {
      const { lines: told } = await refusal(load(csv, { isDryRun }));
      expect(told).toEqual([
        'row 1, tags: "Blue": points to no row: there is no Tag with this Name',
        'row 2, tags: "Twin": points to more than one row: several rows of Tag have this Name',
        'row 3, tags: "Red, \\"Wood": has a quotation mark that is not closed',
      ]);
    }
    expect(await tagsByProduct()).toEqual({});
    expect((await load(csv, { badValues: "blank" })).result).toMatchObject({ added: 4, links: 2 });
    expect(await tagsByProduct()).toEqual({ Chair: ["Red"], Table: [], Mill: [], Shelf: ["Wood"] });
    expect((await load(csv, { badValues: "skip" })).result).toMatchObject({ added: 1, links: 1, skipped: 3 });
  });

  it("and what one reads of the links makes the same links again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.stringMatching(/^[A-Za-z,;|"' ]{1,12}$/).filter((name) => name.trim() === name && name !== ""),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        fc.array(fc.array(fc.nat(5), { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        async (names, picks) => {
          for (const path of ["products", "tags"])
            for (const { id } of await get(`${path}?fields=id&limit=1000`))
              await quintet.hosted(shop.slug, `/api/v1/${path}/${id}`, { method: "DELETE" });
          const tags: number[] = [];
          for (const name of names) tags.push((await send("POST", "tags", { name })).id);
          for (const [index, pick] of picks.entries()) {
            const keys = [...new Set(pick.flatMap((at) => tags[at] ?? []))];
            await send("POST", "products", { name: `P${index}`, sku: `S${index}`, tags: keys });
          }
          const before = await tagsByProduct();
          const cell = (content: string) => `"${content.replaceAll('"', '""')}"`;
          const rows = Object.entries(before).map(([name, linked]) => `${name},${cell(linksText(linked))}`);
          for (const { id } of await get("products?fields=id&limit=1000"))
            await quintet.hosted(shop.slug, `/api/v1/products/${id}`, { method: "DELETE" });
          await load(["name,tags", ...rows].join("\n"), { maps: [["tags", "tags.name"]] });
          expect(await tagsByProduct()).toEqual(before);
        },
      ),
      { numRuns: 8 },
    );
  });
});

/** Titles as a list of links is written: quoted where a separator is in one. */
const linksText = (titles: readonly string[]): string =>
  titles.map((title) => (title.includes("|") ? `"${title.replaceAll('"', '""')}"` : joinItems([title]))).join(", ");

it("names the rows of links that are there already, and skips them where that is asked", async () => {
  const [red, wood] = (await get("tags?ordering=id")).map(({ id }) => id);
  const chair = (await send("POST", "products", { name: "Chair", tags: [red] })).id;
  const csv = `product,tag\n${chair},${red}\n${chair},${wood}\n${chair},${wood}\n${chair},99999\n`;
  for (const isDryRun of [true, false]) {
    const { lines: told } = await refusal(load(csv, { model: linkModel, isDryRun }));
    expect(told).toEqual([
      `row 1, tag: "${red}": is linked with this Product already`,
      `row 3, tag: "${wood}": is linked with this Product already, by row 2`,
      'row 4, tag: "99999": points to no row: there is no Tag with this id',
    ]);
  }
  expect((await load(csv, { model: linkModel, badValues: "skip" })).result).toMatchObject({ added: 1, skipped: 3 });
  expect(await tagsByProduct()).toEqual({ Chair: ["Red", "Wood"] });
});

it("says of a text that a unique field could not have that it names no row", async () => {
  const { lines: told } = await refusal(
    load(`product,tag\n${"x".repeat(300)},1\n`, {
      model: linkModel,
      maps: [["product", "product.sku"]],
    }),
  );
  expect(told[0]).toContain("points to no row: there is no Product with this Sku");
});
