import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app, boolean, fieldId, integer, model, modelId, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Films with reviews, some of which are hidden, written by people who have at most one passport each. */
const cinema = (() => {
  const definition = app(
    model("film", text("title", { required: true }), relation("studio", "studio", { reverse: "films" }), {
      pluralLabel: "Films",
      rules: { read: "true" },
      api: true,
    }),
    model("studio", text("name"), { pluralLabel: "Studios", rules: { read: "true" }, api: true }),
    model(
      "review",
      text("words"),
      integer("rating"),
      boolean("hidden"),
      relation("film", "film", { required: true, onDelete: "cascade", reverse: "reviews" }),
      relation("author", "person", { reverse: "reviews" }),
      { pluralLabel: "Reviews", rules: { read: "hidden == false" }, api: true },
    ),
    model("person", text("name"), { pluralLabel: "People", rules: { read: "true" }, api: true }),
    model(
      "passport",
      text("number"),
      boolean("secret"),
      relation("holder", "person", { unique: true, reverse: "passport" }),
      { pluralLabel: "Passports", rules: { read: "secret == false" }, api: true },
    ),
    model("note", text("words"), relation("film", "film", { reverse: "notes" }), { rules: { read: "true" } }),
    model("bill", text("words"), relation("film", "film", { reverse: "bills" }), { api: true }),
  );
  const review = definition.records[modelId("review")];
  const byRating = { ...review, defaultOrder: [{ fieldId: fieldId("review", "rating"), direction: "desc" }] };
  return { ...definition, records: { ...definition.records, [modelId("review")]: byRating } } as typeof definition;
})();

let served: ServedApp;
const get = async (target: string) => {
  const answer = await served.request("GET", `/api/v1/${target}`);
  return { status: answer.status, body: answer.json() as Record<string, unknown> };
};
const titles = async (query: string): Promise<unknown[]> => {
  const { status, body } = await get(`films?${query}&fields=title`);
  expect([query, status, body]).toEqual([query, 200, body]);
  return (body.results as { title: string }[]).map(({ title }) => title);
};

beforeAll(async () => {
  served = await serveApp(cinema);
  await served.sql("INSERT INTO app.studio (name) VALUES ('Mosfilm'), ('Toho')");
  await served.sql(
    "INSERT INTO app.film (title, studio) VALUES ('Solaris', 1), ('Stalker', 1), ('Ran', 2), ('Dune', NULL)",
  );
  await served.sql("INSERT INTO app.person (name) VALUES ('Ann'), ('Ben')");
  await served.sql("INSERT INTO app.passport (number, holder, secret) VALUES ('A1', 1, false), ('B2', 2, true)");
  await served.sql(`INSERT INTO app.review (words, rating, hidden, film, author) VALUES
    ('good', 4, false, 1, 1), ('bad', 1, false, 1, 2), ('secret', 5, true, 1, 1),
    ('great', 5, false, 2, 2), ('none', NULL, false, 2, NULL), ('hidden', 5, true, 3, 1)`);
  await served.sql("INSERT INTO app.note (words, film) VALUES ('n', 1)");
  await served.sql("INSERT INTO app.bill (words, film) VALUES ('b', 1)");
});
afterAll(() => served?.close());

describe("a filter over a collection", () => {
  it("finds rows by what is in it, each row once [QRY-03]", async () => {
    expect(await titles("reviews__rating__gte=1")).toEqual(["Solaris", "Stalker"]);
    expect(await titles("reviews=1")).toEqual(["Solaris"]);
    expect(await titles("reviews__in=1,4")).toEqual(["Solaris", "Stalker"]);
    expect(await titles("reviews__author__name=Ben")).toEqual(["Solaris", "Stalker"]);
    expect(await titles("studio__films__title=Stalker")).toEqual(["Solaris", "Stalker"]);
  });

  it("asks all its conditions of one row [QRY-04]", async () => {
    expect(await titles("reviews__rating__gte=4&reviews__author__name=Ben")).toEqual(["Stalker"]);
    expect(await titles("reviews__rating=1&reviews__author__name=Ann")).toEqual([]);
    expect(await titles("reviews__rating__isnull=true&reviews__author__isnull=true")).toEqual(["Stalker"]);
  });

  it("finds rows without any, and without one that matches [QRY-02]", async () => {
    expect(await titles("reviews__isnull=true")).toEqual(["Ran", "Dune"]);
    expect(await titles("reviews__isnull=false")).toEqual(["Solaris", "Stalker"]);
    expect(await titles("reviews__rating!=4")).toEqual(["Stalker", "Ran", "Dune"]);
    expect(await titles("reviews__rating__gte!=1")).toEqual(["Ran", "Dune"]);
    expect((await get("people?passport__isnull=true&fields=name")).body.results).toEqual([{ name: "Ben" }]);
  });

  it("never sees a row that the caller may not read", async () => {
    expect(await titles("reviews__words=secret")).toEqual([]);
    expect(await titles("reviews=6")).toEqual([]);
    expect((await get("people?passport__number=B2")).body.results).toEqual([]);
  });

  it("does not know collections that the caller cannot read", async () => {
    for (const query of ["notes=1", "bills=1", "notes__words=n"])
      expect((await get(`films?${query}`)).status).toBe(400);
    for (const query of ["fields=notes", "expand=bills", "fields=bills.count"])
      expect((await get(`films?${query}`)).status).toBe(400);
    expect(JSON.stringify((await get("films?note=1")).body)).not.toContain("notes");
  });

  it("says what is wrong", async () => {
    const detail = async (query: string) => String((await get(`films?${query}`)).body.detail);
    expect(await detail("reviews__ratin=1")).toContain('Did you mean "rating"?');
    expect(await detail("reviews__icontains=1")).toContain('"reviews" has no look-up "icontains"');
    expect(await detail("ordering=reviews")).toContain("rows are not ordered by lists");
    expect(await detail("ordering=-reviews.count")).toContain("rows are not ordered by lists");
  });
});

describe("a collection in an object", () => {
  it("is there only when it is asked for", async () => {
    expect((await get("films/1")).body).toEqual({ id: 1, title: "Solaris", studio: 1 });
  });

  it("is its keys, in the target's order, without hidden rows [REL-07] [REL-15]", async () => {
    expect((await get("films/1?fields=id,reviews")).body).toEqual({ id: 1, reviews: [1, 2], _more: [] });
    expect((await get("films?fields=reviews")).body.results).toEqual([
      { reviews: [1, 2], _more: [] },
      { reviews: [5, 4], _more: [] },
      { reviews: [], _more: [] },
      { reviews: [], _more: [] },
    ]);
  });

  it("is its objects, with their own relations and lists", async () => {
    expect((await get("films/1?expand=reviews.author&omit=studio,reviews.hidden")).body).toEqual({
      id: 1,
      title: "Solaris",
      reviews: [
        { id: 1, words: "good", rating: 4, film: 1, author: { id: 1, name: "Ann" } },
        { id: 2, words: "bad", rating: 1, film: 1, author: { id: 2, name: "Ben" } },
      ],
      _more: [],
    });
    const studio = await get("studios/1?fields=name,films.title,films.reviews.words,films.reviews.count");
    expect(studio.body).toEqual({
      name: "Mosfilm",
      films: [
        { title: "Solaris", reviews: [{ words: "good" }, { words: "bad" }], "reviews.count": 2, _more: [] },
        { title: "Stalker", reviews: [{ words: "none" }, { words: "great" }], "reviews.count": 2, _more: [] },
      ],
      _more: [],
    });
    expect((await get("reviews/1?fields=film.reviews")).body).toEqual({
      film: { reviews: [1, 2], _more: [] },
    });
  });

  it("is counted without being listed", async () => {
    expect((await get("films?fields=title,reviews.count&limit=2")).body.results).toEqual([
      { title: "Solaris", "reviews.count": 2 },
      { title: "Stalker", "reviews.count": 2 },
    ]);
  });

  it("is one row or null where the relation is unique [REL-02]", async () => {
    expect((await get("people?fields=name,passport")).body.results).toEqual([
      { name: "Ann", passport: 1 },
      { name: "Ben", passport: null },
    ]);
    expect((await get("people?fields=name,passport.number")).body.results).toEqual([
      { name: "Ann", passport: { number: "A1" } },
      { name: "Ben", passport: null },
    ]);
  });

  it("has at most a hundred rows, and says when it was cut off", async () => {
    await served.sql("INSERT INTO app.studio (id, name) OVERRIDING SYSTEM VALUE VALUES (50, 'Big')");
    await served.sql("INSERT INTO app.film (title, studio) SELECT 'f' || n, 50 FROM generate_series(1, 101) n");
    const { body } = await get("studios/50?fields=films,films.count");
    expect((body.films as unknown[]).length).toBe(100);
    expect(body).toMatchObject({ "films.count": 101, _more: ["films"] });
    await served.sql("DELETE FROM app.film WHERE title = 'f101'");
    const fewer = (await get("studios/50?expand=films,films.reviews")).body;
    expect((fewer.films as unknown[]).length).toBe(100);
    expect(fewer._more).toEqual([]);
    await served.sql("DELETE FROM app.film WHERE studio = 50");
  });

  it("goes through two lists at most", async () => {
    expect((await get("studios/1?expand=films.reviews")).status).toBe(200);
    const { status, body } = await get("studios/1?expand=films.reviews.author.reviews");
    expect([status, body.detail]).toEqual([400, '"expand" goes through at most 2 lists of rows.']);
  });

  it("changes the ETag with the rows in it, and only where it is shown", async () => {
    const tag = async (target: string) => (await served.request("GET", `/api/v1/${target}`)).headers.etag;
    const targets = ["films/2", "films/2?fields=reviews", "films/2?fields=reviews.count", "films/2?expand=reviews"];
    const before = await Promise.all(targets.map(tag));
    await served.sql("INSERT INTO app.review (words, rating, hidden, film) VALUES ('late', 2, false, 2)");
    const after = await Promise.all(targets.map(tag));
    expect(after.map((etag, index) => etag === before[index])).toEqual([true, false, false, false]);
    await served.sql("DELETE FROM app.review WHERE words = 'late'");
  });

  it("is described by OpenAPI", async () => {
    const { body } = await served.request("GET", "/api/openapi.json").then((answer) => ({ body: answer.json() }));
    const { schemas } = body.components as { schemas: Record<string, { properties?: object }> };
    const names = Object.keys(schemas.Film?.properties ?? schemas);
    expect(names).toEqual(["id", "title", "studio", "reviews", "reviews.count", "_more"]);
  });
});
