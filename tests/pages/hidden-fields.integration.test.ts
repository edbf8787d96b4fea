import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, choice, fieldId, integer, longText, model, modelId, relation, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * A list page whose template shows some fields of models that are not open in the API. Every question about the others
 * is asked over two sets of rows that differ only in what is hidden: the answers must be the same, byte for byte.
 */
const read = { rules: { read: "true" } };

function staff(): AppDefinition {
  const definition = app(
    model("team", text("name", { required: true }), text("budget"), text("range"), read),
    model(
      "person",
      text("name", { required: true }),
      integer("age"),
      text("salary"),
      longText("review"),
      choice("level", ["junior", "senior"]),
      choice("verdict", ["stays", "goes"]),
      relation("team", "team"),
      relation("mentor", "person"),
      { pluralLabel: "People", ...read },
    ),
  );
  const person = definition.records[modelId("person")];
  const template = (name: string, source: string) => {
    const id = testId("template", name);
    return [id, { kind: "template", id, name, source, order: "i" }] as const;
  };
  const page = (name: string) => {
    const id = testId("route", name);
    const view = {
      name: "list",
      modelId: modelId("person"),
      templateId: testId("template", `${name}.html`),
      pageSize: 2,
    };
    return [id, { kind: "route", id, name, label: name, path: `/${name}/`, view, access: "true", order: "i" }] as const;
  };
  return {
    ...definition,
    records: {
      ...definition.records,
      [modelId("person")]: {
        ...person,
        defaultOrder: [{ fieldId: fieldId("person", "salary"), direction: "asc" }],
      },
      ...Object.fromEntries([
        template(
          "people.html",
          '{{ page.is_filtered }} {% for person in page.items %}[{{ person.name }} {{ person.age }} {{ person.team.name }} {{ person.mentor.name }}]{% endfor %} <a href="{{ page.next_url }}">next</a>{{ page.filters.level }}',
        ),
        template("all.html", "{% for person in page.items %}[{{ person.name }}]{% endfor %}{{ page.next_url }}"),
        page("people"),
        page("all"),
      ]),
    },
  } as AppDefinition;
}

let one: ServedApp;
let other: ServedApp;
const PEOPLE = ["Ada", "Ben", "Cleo", "Dan"];

/** The same rows in the same default order; what a page does not show is other in the two. */
async function serve(salaries: readonly string[], words: string): Promise<ServedApp> {
  const served = await serveApp(staff());
  await served.sql("INSERT INTO app.team (name, budget, range) VALUES ('Ops', $1, $1)", [words]);
  for (const [index, name] of PEOPLE.entries()) {
    await served.sql(
      "INSERT INTO app.person (name, age, salary, review, level, verdict, team, mentor) VALUES ($1, $2, $3, $4, 'junior', $5, 1, $6)",
      [name, 40 + index, salaries[index], words, words === "secret" ? "stays" : "goes", index === 0 ? null : 1],
    );
  }
  return served;
}
beforeAll(async () => {
  one = await serve(["100", "200", "300", "400"], "secret");
  other = await serve(["5100", "5200", "5300", "5400"], "different");
});
afterAll(async () => {
  await one?.close();
  await other?.close();
});

describe("what a page does not show", () => {
  it.each([
    "?salary=100",
    "?salary__startswith=1",
    "?salary__gte=200",
    "?salary!=100",
    "?salary__isnull=true",
    "?review__contains=secret",
    "?verdict=stays",
    "?search=secret",
    "?search=100",
    "?ordering=salary",
    "?ordering=-salary",
    "?ordering=name,salary",
    "?team__budget__startswith=s",
    "?team__budget=secret",
    "?team__range=secret",
    "?mentor__salary=100",
    "?mentor__review__contains=secret",
    "?mentor__team__budget=secret",
    "?fields=salary",
    "?where=salary%20%3D%3D%20%22100%22",
    "?expand=team",
    "?count=exact",
  ])("answers no question about it: /people/%s", async (query) => {
    const answers = await Promise.all([one, other].map((app) => app.request("GET", `/people/${query}`)));
    // The cursor is sealed and stands for other values: everything else is the same.
    const [first, second] = answers.map(({ status, text: html }) => ({
      status,
      html: html.replace(/cursor=[\w-]+/g, "cursor="),
    }));
    expect(first).toEqual(second);
    // As an unknown name is answered.
    const unknown = query.replace(/salary|review|verdict|budget|range/g, "nonsense");
    if (unknown !== query && !query.includes("__range")) {
      const answer = await one.request("GET", `/people/${unknown}`);
      expect(answer.status).toBe(first?.status);
    }
  });

  it("is not in the address of the next page", async () => {
    const seen: string[] = [];
    for (const page of ["people", "all"]) {
      const html = (await one.request("GET", `/${page}/`)).text;
      const cursor = /cursor=([\w-]+)/.exec(html)?.[1] ?? "";
      expect(cursor.length).toBeGreaterThan(40);
      expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toMatch(/200|salary|\["/);
      // The same place is the same word, so a page stays the same.
      expect((await one.request("GET", `/${page}/`)).text).toBe(html);
      seen.push(cursor);
    }
    const stranger = /cursor=([\w-]+)/.exec((await other.request("GET", "/people/")).text)?.[1] ?? "";
    expect(stranger).not.toBe(seen[0]);
    for (const made of [
      "x",
      "WzAsIjVqd2gxZzF4OXEiLFsiNyJdXQ",
      (seen[0] as string).replace(/^./, "_"),
      `${seen[0]}AA`,
    ]) {
      expect((await one.request("GET", `/people/?cursor=${made}`)).status).toBe(400);
    }
  });
});

describe("what a page shows", () => {
  const names = async (query: string) =>
    [...(await one.request("GET", `/people/${query}`)).text.matchAll(/\[(\w+)/g)].map(([, name]) => name);

  it("can be filtered, sorted and searched by, and so can what its template offers", async () => {
    expect(await names("?age__gte=42")).toEqual(["Cleo", "Dan"]);
    expect(await names("?name!=Ada&age__lt=42")).toEqual(["Ben"]);
    expect(await names("?ordering=-name")).toEqual(["Dan", "Cleo"]);
    expect(await names("?search=cle")).toEqual(["Cleo"]);
    expect(await names("?team__name=Ops&id=2")).toEqual(["Ben"]);
    expect(await names("?mentor=1&ordering=id")).toEqual(["Ben", "Cleo"]);
    expect(await names("?mentor__name__startswith=A&mentor__id=1&ordering=id")).toEqual(["Ben", "Cleo"]);
    expect(await names("?level=senior")).toEqual([]);
  });

  it("is paged through to its end by sealed cursors", async () => {
    const seen: string[] = [];
    let target: string | undefined = "/people/?utm_source=mail&team__name=Ops";
    while (target) {
      const { text: html } = await one.request("GET", target);
      seen.push(...[...html.matchAll(/\[(\w+)/g)].map(([, name]) => name as string));
      target = /href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toEqual(PEOPLE);
  });
});
