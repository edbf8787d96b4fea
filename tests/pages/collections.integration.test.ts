import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import { app, boolean, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Lists of related rows on hosted pages: what they show, for whom, and in how many statements. */
const route = (name: string, path: string, view: View): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});
const page = (
  name: string,
  path: string,
  source: string,
  view: Omit<Extract<View, { modelId: string }>, "templateId">,
) => {
  const templateId = testId("template", name);
  const template: DefinitionRecord = { kind: "template", id: templateId, name: `${name}.html`, source, order: "i" };
  return [template, route(name, path, { ...view, templateId } as View)];
};

const films = (): AppDefinition => {
  const drawn = app(
    model("film", text("title", { required: true }), { pluralLabel: "Films", rules: { read: "true" } }),
    model(
      "review",
      text("words", { required: true }),
      integer("rating"),
      boolean("hidden"),
      text("unread"),
      relation("film", "film", { reverse: "reviews" }),
      { pluralLabel: "Reviews", rules: { read: "hidden == false" } },
    ),
    model("comment", text("words"), relation("review", "review", { reverse: "comments" }), { rules: { read: "true" } }),
    model("trailer", text("address"), relation("film", "film", { reverse: "trailer", unique: true }), {
      rules: { read: "true" },
    }),
    model("bill", text("amount"), relation("film", "film", { reverse: "bills" })),
  );
  const film = { name: "detail", modelId: modelId("film") } as const;
  const records = [
    ...page(
      "lists",
      "/lists/<int:id>/",
      "{% for one in film.reviews %}[{{ one.words }} {{ one.rating }}{% for c in one.comments %} ({{ c.words }}){% endfor %}]{% empty %}none{% endfor %} {{ film.reviews.count }} {{ film.reviews.more }} {{ film.reviews|length }} {{ film.trailer.address }} {{ film.bills.count }}{% for bill in film.bills %}{{ bill.amount }}{% endfor %}",
      film,
    ),
    ...page(
      "all",
      "/all/",
      "{% for film in page.items %}{{ film.title }}: {{ film.reviews.count }}{% for one in film.reviews %} {{ one }}{% endfor %}; {% endfor %}",
      { name: "list", modelId: modelId("film"), pageSize: 20 } as never,
    ),
    route("film_detail", "/films/<int:id>/", { name: "detail", modelId: modelId("film") }),
    route("review_detail", "/reviews/<int:id>/", { name: "detail", modelId: modelId("review") }),
    route("comments", "/comments/", { name: "list", modelId: modelId("comment"), pageSize: 20 } as never),
  ];
  return {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
};

let served: ServedApp;
const html = async (path: string) => (await served.request("GET", path)).text;
beforeAll(async () => {
  served = await serveApp(films());
  await served.sql("INSERT INTO app.film (title) VALUES ('Solaris'), ('Ran'), ('Big')");
  await served.sql(`INSERT INTO app.review (words, rating, hidden, film) VALUES
    ('good', 4, false, 1), ('<b>', NULL, false, 1), ('secret', 5, true, 1)`);
  await served.sql(
    "INSERT INTO app.review (words, hidden, film) SELECT 'r' || n, false, 3 FROM generate_series(1, 103) n",
  );
  await served.sql("INSERT INTO app.comment (words, review) VALUES ('yes', 1), ('no', 1), ('psst', 3)");
  await served.sql("INSERT INTO app.comment (words, review) SELECT 'c' || n, 4 FROM generate_series(1, 12) n");
  await served.sql("INSERT INTO app.trailer (address, film) VALUES ('t.example', 1)");
  await served.sql("INSERT INTO app.bill (amount, film) VALUES ('99', 1)");
});
afterAll(() => served?.close());

describe("a list of related rows in a template", () => {
  it("shows the rows that the visitor may read, and lists inside them [REL-15]", async () => {
    expect(await html("/lists/1/")).toBe("[good 4 (yes) (no)][&lt;b&gt; ] 2 No 2 t.example 0");
    expect(await html("/lists/2/")).toBe("none 0 No 0  0");
  });

  it("has its first hundred, its whole count, and says that there are more", async () => {
    expect(await html("/lists/3/")).toMatch(/\[r100 \] 103 Yes 100 {2}0$/);
  });

  it("stands on a page of many rows", async () => {
    expect(await html("/all/")).toMatch(/^Solaris: 2 good &lt;b&gt;; Ran: 0; Big: 103 r1 r2 /);
  });

  it("is read in the page's one statement, with the columns that are shown [QRY-18]", async () => {
    const statements: string[] = [];
    const { data } = served;
    const read = data.read.bind(data);
    data.read = ((...args: Parameters<typeof read>) => {
      statements.push((args[1] as { text: string }).text);
      return read(...args);
    }) as typeof data.read;
    await html("/lists/1/");
    data.read = read;
    expect(statements).toHaveLength(1);
    expect(statements[0]).toContain('"words"');
    expect(statements[0]).not.toContain('"unread"');
  });
});

describe("the default page of a row", () => {
  it("lists related rows with links, and the one row of a unique relation", async () => {
    const solaris = await html("/films/1/");
    expect(solaris).toContain("<h2>Reviews</h2>");
    expect(solaris).toContain('<li><a href="/reviews/1/">good</a></li>');
    expect(solaris).toContain("<dt>Trailer</dt><dd>t.example</dd>");
    for (const hidden of ["secret", "99", "Bill"]) expect(solaris).not.toContain(hidden);
    expect(await html("/films/2/")).not.toContain("<h2>Reviews</h2>");
  });

  it("lists ten and says how many others there are", async () => {
    const big = await html("/films/3/");
    expect(big).toContain(">r10</a>");
    expect(big).not.toContain(">r11</a>");
    // The page of all reviews has a template of its own, of which nobody knows what it filters by.
    expect(big).toContain("<p>and 93 more</p>");
  });

  it("leads to the list of all that belong to the row [REL-15]", async () => {
    const [, href = ""] = /<a href="([^"]*)">Show all \(12\)<\/a>/.exec(await html("/reviews/4/")) ?? [];
    expect(href).toBe("/comments/?review=4");
    const all = await html(href);
    expect(all).toContain("c12");
    expect(all).not.toContain("psst");
  });
});
