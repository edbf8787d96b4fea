import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRow, listRows } from "#contract/http/data";
import { editDraft, getDraft, undoDraftEdit } from "#contract/http/drafts";
import {
  acceptImport,
  checkImport,
  getImport,
  type Import,
  type ImportProposal,
  type LiveMapping,
  loadImport,
  mapImport,
  startImport,
} from "#contract/http/imports";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { setAccess } from "#engine/edits/commands/access";
import type { CliError } from "#server/cli/cli-error";
import { findServer } from "#server/cli/find-server";
import { importDataFile } from "#server/cli/import-data-file";
import { misfitChoices } from "#server/cli/misfit-rows";
import { PlatformClient } from "#server/cli/platform-client";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, field, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The whole way of a file, over HTTP and in the processes of an installation: upload, accept, publish, ask the API. */
let database: TestDatabase;
let quintet: Quintet;

beforeAll(async () => {
  database = await createPreparedDatabase();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
});
afterAll(async () => {
  await quintet?.stop();
  await database?.drop();
});

async function until(importId: string, state: Import["state"]): Promise<Import> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const imported = await quintet.call(getImport, { params: { importId } });
    if (imported.state === state) return imported;
    if (imported.state === "failed") throw new Error(imported.failure);
    await new Promise((done) => setTimeout(done, 30));
  }
  throw new Error(`The import never was ${state}.`);
}

it("makes a live API of movies.json, with every value as in the file [APP-11] [VIEW-16] [FLD-08]", async () => {
  const file = readFileSync("node_modules/vega-datasets/data/movies.json");
  const started = await quintet.call(startImport, { query: { fileName: "movies.json" }, body: new Uint8Array(file) });
  const { proposal } = await until(started.id, "proposed");
  const params = { importId: started.id };
  expect(await quintet.call(checkImport, { params, body: proposal as ImportProposal })).toMatchObject({
    badValues: 0,
    state: "proposed",
  });
  const body = {
    proposal: proposal as ImportProposal,
    into: { app: "new" as const, label: "Movies", timeZone: "Europe/Berlin", locale: "de-DE" },
  };
  const accepted = await quintet.call(acceptImport, { params, body });
  await until(started.id, "done");

  const draftParams = { draftId: accepted.draftId };
  const draft = await quintet.call(getDraft, { params: draftParams });
  expect(draft.staged).toEqual([{ modelId: accepted.modelId, rows: 3201 }]);
  const read = setAccess(
    readDefinition(draft.definition as AppDefinition),
    { modelId: accepted.modelId as never, action: "read", audience: "anyone" },
    seededRandom(1),
  );
  const edit = {
    batchId: "open-for-reading",
    seenRevision: draft.revision,
    label: read.label,
    operations: read.operations as never,
  };
  await quintet.call(editDraft, { params: draftParams, body: edit });
  expect(await quintet.call(undoDraftEdit, { params: draftParams, body: { batchId: "closed-again-1" } })).toMatchObject(
    { label: read.label, kept: [] },
  );
  await quintet.call(editDraft, {
    params: draftParams,
    body: { ...edit, batchId: "open-once-more", seenRevision: draft.revision + 2 },
  });
  await publish(quintet, { appId: accepted.appId, draftId: accepted.draftId, slug: "movies" });

  const movies = JSON.parse(file.toString()) as Record<string, unknown>[];
  const answer = await quintet.hosted("movies", "/api/v1/movies?imdb_rating__gte=8&ordering=-imdb_rating&limit=5");
  const best = movies
    .map((movie, index) => ({ id: index + 1, imdb_rating: movie["IMDB Rating"] as number | null }))
    .filter((movie) => (movie.imdb_rating ?? 0) >= 8);
  best.sort((a, b) => (b.imdb_rating as number) - (a.imdb_rating as number) || b.id - a.id);
  expect(answer.json<{ results: object[] }>().results).toMatchObject(best.slice(0, 5));

  const first = await quintet.hosted("movies", "/api/v1/movies/1");
  expect(first.json()).toMatchObject({
    id: 1,
    title: "The Land Girls",
    us_gross: 146083,
    release_date: "1998-06-12",
    imdb_rating: 6.1,
    mpaa_rating: "R",
    director: null,
  });
  expect((await quintet.hosted("movies", "/")).text).toContain("The Land Girls");
  expect((await quintet.call(getDraft, { params: draftParams })).staged).toEqual([]);
});

it("reads lists of values from a column, into a new model and into a live one", async () => {
  const csv = 'name,tags\nA,"red, new"\nB,\nC,"one; two, three"\nD,"[""a"", ""b, c""]"\n';
  const upload = async () => {
    const body = new TextEncoder().encode(csv);
    const { id } = await quintet.call(startImport, { query: { fileName: "shirts.csv" }, body });
    const { proposal } = await until(id, "proposed");
    return { params: { importId: id }, id, proposal: proposal as ImportProposal };
  };
  const stored = [{ tags: ["red", "new"] }, { tags: null }, { tags: ["one", "two, three"] }, { tags: ["a", "b, c"] }];
  const { params, id, proposal } = await upload();
  const columns = proposal.columns.map((column) =>
    column.name === "tags" ? { ...column, type: { name: "list", of: "text" }, choices: undefined } : column,
  );
  const listing = JSON.parse(JSON.stringify({ ...proposal, columns })) as ImportProposal;
  expect(await quintet.call(checkImport, { params, body: listing })).toMatchObject({ badValues: 0 });
  const into = { app: "new" as const, label: "Shirts of a file" };
  const {
    appId,
    draftId,
    modelId: made,
  } = await quintet.call(acceptImport, {
    params,
    body: { proposal: listing, into },
  });
  await until(id, "done");
  await publish(quintet, { appId, draftId, slug: "shirts-of-a-file" });
  const { rows } = await quintet.call(listRows, { params: { appId, modelId: made }, query: {} });
  expect(rows.map(({ values }) => values)).toMatchObject(stored);

  const open = { rules: { read: "true" }, api: true, pluralLabel: "Shirts" } as const;
  const shirt = model("shirt", text("name"), field("tags", { name: "list", of: "text" }), open);
  const live = await makeApp(quintet, "Live shirts", app(shirt));
  await publish(quintet, live);
  const second = await upload();
  const place = { appId: live.appId, modelId: modelId("shirt") };
  const tried = await quintet.call(mapImport, { params: second.params, body: place });
  const mapping = tried.live?.mapping as LiveMapping;
  await quintet.call(loadImport, { params: second.params, body: { ...place, mapping } });
  await until(second.id, "done");
  const answer = await quintet.hosted(live.slug, "/api/v1/shirts?ordering=id");
  expect(answer.json<{ results: object[] }>().results).toMatchObject(stored);
});

describe("a row with more cells than the header loses none of them unsaid", () => {
  const csv = "title,place\nEmma,Surrey,\nOn the Road,Denver,Colorado\nKim,Lahore\n";
  const said = "has 3 cells, the header has 2: the extra one is “Colorado”";
  const listed = { badValues: 1, badRows: [{ row: 2, message: said, isExtra: true }] };
  const upload = async () => {
    const body = new TextEncoder().encode(csv);
    const { id } = await quintet.call(startImport, { query: { fileName: "places.csv" }, body });
    const { proposal } = await until(id, "proposed");
    return { params: { importId: id }, id, proposal: proposal as ImportProposal };
  };
  const rowsOf = async (slug: string, path: string) =>
    (await quintet.hosted(slug, `/api/v1/${path}`)).json<{ results: Record<string, unknown>[] }>().results;

  it("as a new app", async () => {
    const { params, id, proposal } = await upload();
    expect(await quintet.call(getImport, { params })).toMatchObject({ ...listed, skippedRows: 0 });
    const into = { app: "new" as const, label: "Refused" };
    await quintet.call(acceptImport, { params, body: { proposal, into } });
    await expect(until(id, "done")).rejects.toThrow(`Row 2 ${said}.`);

    const again = await upload();
    const skipping: ImportProposal = { ...again.proposal, onExtraCells: "skip_row" };
    expect(await quintet.call(checkImport, { params: again.params, body: skipping })).toMatchObject({
      ...listed,
      skippedRows: 1,
    });
    const body = { proposal: skipping, into: { ...into, label: "Skipped" } };
    await quintet.call(acceptImport, { params: again.params, body });
    expect(await until(again.id, "done")).toMatchObject({ rows: 2, notes: ["1 row was skipped."] });
  });

  it("as rows of a live model", async () => {
    const open = { rules: { read: "true" }, api: true } as const;
    const made = await makeApp(
      quintet,
      "Places",
      app(model("book", open, text("title"), text("place"), text("state"))),
    );
    await publish(quintet, made);
    const { params, id } = await upload();
    const place = { appId: made.appId, modelId: modelId("book") };
    const tried = await quintet.call(mapImport, { params, body: place });
    expect(tried).toMatchObject({ ...listed, live: { unused: [], outcome: { add: 2, refuse: 1 } } });
    const mapping = tried.live?.mapping as LiveMapping;
    await quintet.call(loadImport, { params, body: { ...place, mapping } });
    await expect(until(id, "done")).rejects.toThrow(`Row 2 ${said}.`);

    const again = await upload();
    const without: LiveMapping = { ...mapping, onExtraCells: "blank" };
    await quintet.call(loadImport, { params: again.params, body: { ...place, mapping: without } });
    expect((await until(again.id, "done")).result).toMatchObject({ added: 3, skipped: 0, shortened: 1 });

    // Or a field takes them.
    const whole = await upload();
    const fields = mapping.fields.map((entry, index) =>
      index === 2 ? { ...entry, take: { from: "column" as const, source: "Column 3" } } : entry,
    );
    const taken = await quintet.call(mapImport, {
      params: whole.params,
      body: { ...place, mapping: { ...mapping, fields } },
    });
    expect(taken).toMatchObject({ badValues: 0, live: { outcome: { add: 3, refuse: 0 } } });
    await quintet.call(loadImport, { params: whole.params, body: { ...place, mapping: { ...mapping, fields } } });
    await until(whole.id, "done");
    expect((await rowsOf(made.slug, "book?title=On+the+Road")).map(({ state }) => state)).toEqual([null, "Colorado"]);
  });

  it("on the command line", async () => {
    const file = join(quintet.dataFolder, "places.csv");
    writeFileSync(file, csv);
    const environment = { url: undefined, token: undefined, insecureHttp: undefined, dataFolder: quintet.dataFolder };
    const server = new PlatformClient(findServer(environment, "/"));
    const silent = { print: () => {}, progress: () => {}, status: () => {} };
    const quiet = { ...silent, canAsk: false, confirm: async () => undefined };
    const run = (badValues: string | undefined) => {
      const choices = misfitChoices(badValues, undefined);
      const into = { app: undefined, name: `By script ${badValues}` };
      return importDataFile(server, quiet, {
        ...choices,
        ...into,
        file,
        sheet: undefined,
        dateOrder: undefined,
        ignored: [],
        isDryRun: false,
      });
    };
    const refusal = (await run(undefined).catch((error: unknown) => error)) as CliError;
    expect(refusal).toMatchObject({ code: "rows_do_not_fit", lines: [`row 2 ${said}`] });
    expect(await run("skip")).toMatchObject({ rows: 2, notes: ["1 row was skipped."] });
    expect(await run("blank")).toMatchObject({
      rows: 3,
      notes: ["1 row was imported without the cells that the header has no column for."],
    });
  });
});

it("lists rows whose relation may not be set to what the file says, and writes none of them [REL-13]", async () => {
  const open = { rules: { read: "true" }, api: true } as const;
  const made = await makeApp(
    quintet,
    "Cities",
    app(
      model("country", text("name", { required: true }), boolean("active"), open),
      model("city", text("name"), relation("country", "country", { choicesWhere: "target.active" }), open),
    ),
  );
  await publish(quintet, made);
  const add = (name: string, values: Record<string, string | boolean>) =>
    quintet.call(createRow, { params: { appId: made.appId, modelId: modelId(name) }, body: { values } });
  await add("country", { name: "Norway", active: true });
  await add("country", { name: "Prussia", active: false });
  const body = new TextEncoder().encode("name,country\nOslo,1\nDanzig,2\n");
  const { id } = await quintet.call(startImport, { query: { fileName: "cities.csv" }, body });
  await until(id, "proposed");
  const params = { importId: id };
  const place = { appId: made.appId, modelId: modelId("city") };
  const tried = await quintet.call(mapImport, { params, body: place });
  expect(JSON.stringify(tried)).toContain("Country cannot be set to this row");
  const mapping = tried.live?.mapping as LiveMapping;
  await quintet.call(loadImport, { params, body: { ...place, mapping } });
  await expect(until(id, "done")).rejects.toThrow("Country cannot be set to this row");
  const { results } = (await quintet.hosted(made.slug, "/api/v1/city")).json<{ results: unknown[] }>();
  expect(results).toEqual([]);
});

it("serves a file whose columns are called as the compiler calls its own: as REST, pages and the grid", async () => {
  const file = readFileSync(join(import.meta.dirname, "cases/columns-n-j-a2.csv"));
  const started = await quintet.call(startImport, { query: { fileName: "letters.csv" }, body: new Uint8Array(file) });
  const { proposal } = await until(started.id, "proposed");
  const into = { app: "new" as const, label: "Letters", timeZone: "UTC", locale: "en-GB" };
  const accepted = await quintet.call(acceptImport, {
    params: { importId: started.id },
    body: { proposal: proposal as ImportProposal, into },
  });
  await until(started.id, "done");
  const params = { draftId: accepted.draftId };
  const grid = { appId: accepted.appId, modelId: accepted.modelId };
  const values = (page: { rows: readonly { values: object }[] }) => page.rows.map((row) => row.values);
  const staged = await quintet.call(listRows, { params: grid, query: { ordering: "-n" } });
  const draft = await quintet.call(getDraft, { params });
  const read = setAccess(
    readDefinition(draft.definition as AppDefinition),
    { modelId: accepted.modelId as never, action: "read", audience: "anyone" },
    seededRandom(1),
  );
  await quintet.call(editDraft, {
    params,
    body: {
      batchId: "open-for-reading",
      seenRevision: draft.revision,
      label: read.label,
      operations: read.operations as never,
    },
  });
  await publish(quintet, { appId: accepted.appId, draftId: accepted.draftId, slug: "letters" });

  const ada = { name: "Ada", n: 1, j: "eins", a2: "x" };
  const ben = { name: "Ben", n: 2, j: "zwei", a2: "y" };
  const cy = { name: "Cy", n: null, j: "drei", a2: "z" };
  const cyFirst = [cy, ben, ada];
  expect(values(staged)).toEqual(cyFirst);
  expect(values(await quintet.call(listRows, { params: grid, query: { ordering: "-n" } }))).toEqual(cyFirst);
  const listed = await quintet.hosted("letters", "/api/v1/letters?n__gte=2&j=zwei&ordering=a2");
  expect(listed.json<{ results: object[] }>().results).toEqual([{ id: 2, ...ben }]);
  expect((await quintet.hosted("letters", "/api/v1/letters/1")).json()).toEqual({ id: 1, ...ada });
  expect((await quintet.hosted("letters", "/")).text).toContain("zwei");
});
