import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { editDraft, getDraft, undoDraftEdit } from "#contract/http/drafts";
import {
  acceptImport,
  checkImport,
  getImport,
  type Import,
  type ImportProposal,
  startImport,
} from "#contract/http/imports";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { setAccess } from "#engine/edits/commands/access";
import { seededRandom } from "./arbitraries/definitions.ts";
import { publish } from "./support/apps.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { type Quintet, startQuintet } from "./support/quintet.ts";

/** The whole way of a file, over HTTP and in the processes of an installation: upload, accept, publish, ask the API. */
let database: TestDatabase;
let quintet: Quintet;

beforeAll(async () => {
  database = await createTestDatabase();
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

it("makes a live API of movies.json, with every value as in the file", async () => {
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
