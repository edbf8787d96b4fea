import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { ANSWER_BYTES } from "#engine/query/answer-size";
import { parseQuery } from "#engine/rest/query-string";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { app, field, longText, model, modelId, relation, testId, text } from "../builders.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Rows of a megabyte and more, asked for on every path that there is. */
const MANY = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

function archive(): AppDefinition {
  const open = { rules: { read: "true", update: "true" }, api: true } as const;
  const definition = app(
    model("paper", text("name", { required: true }), longText("words"), { ...open, pluralLabel: "Papers" }),
    model("note", text("name"), relation("paper", "paper"), relation("other", "paper"), {
      ...open,
      pluralLabel: "Notes",
    }),
    model("record", text("name"), field("data", { name: "json" }), { ...open, pluralLabel: "Records" }),
    model("whole", ...MANY.map((name) => longText(name)), { ...open, pluralLabel: "Wholes" }),
    model("label", longText("words"), { ...open, pluralLabel: "Labels" }),
    model("tag", relation("label", "label"), { ...open, pluralLabel: "Tags" }),
  );
  const template = testId("template", "papers");
  const routes = [
    {
      name: "papers",
      path: "/papers/",
      view: { name: "list", modelId: modelId("paper"), templateId: template, pageSize: 20 },
    },
    { name: "tags", path: "/tags/", view: { name: "list", modelId: modelId("tag"), pageSize: 20 } },
    { name: "whole", path: "/wholes/<int:id>/", view: { name: "detail", modelId: modelId("whole") } },
  ] as const;
  return {
    ...definition,
    records: {
      ...definition.records,
      [modelId("label")]: { ...definition.records[modelId("label")], titleTemplate: "{{ words }}" },
      [template]: {
        kind: "template",
        id: template,
        name: "papers.html",
        source:
          '{% for paper in page.items %}[{{ paper.id }} {{ paper.words|length }}]{% endfor %}<a href="{{ page.next_url }}">next</a>',
        order: "i",
      },
      ...Object.fromEntries(
        routes.map(({ name, path, view }) => {
          const id = testId("route", name);
          return [id, { kind: "route", id, name, label: name, path, view, access: "true", order: "i" }];
        }),
      ),
    },
  } as AppDefinition;
}

const PAPERS = 30;
let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(archive());
  await served.sql(
    "INSERT INTO app.paper (name, words) SELECT 'Paper ' || n, repeat(chr(96 + n % 26 + 1), 900000) FROM generate_series(1, $1) n",
    [PAPERS],
  );
  await served.sql(
    "INSERT INTO app.note (name, paper, other) SELECT 'Note ' || id, id, 31 - id FROM app.paper ORDER BY id",
  );
  await served.sql(
    "INSERT INTO app.record (name, data) SELECT 'Record ' || n, jsonb_build_object('a', repeat('x', 900000)) FROM generate_series(1, $1) n",
    [PAPERS],
  );
  const values = MANY.map(() => "repeat('w', 1000000)").join(", ");
  await served.sql(`INSERT INTO app.whole (${MANY.join(", ")}) VALUES (${values})`);
  await served.sql("INSERT INTO app.label (words) SELECT repeat('l', 900000) FROM generate_series(1, 40)");
  await served.sql("INSERT INTO app.tag (label) SELECT id FROM app.label");
});
afterAll(() => served?.close());

interface Page {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly { readonly id: number }[];
}
/** Beside the values: names, keys, the envelope. */
const WITH_REST = ANSWER_BYTES + 100_000;

async function pageAt(target: string): Promise<Page> {
  const answer = await served.request("GET", target);
  expect({ target, status: answer.status }).toEqual({ target, status: 200 });
  expect(answer.text.length).toBeLessThan(WITH_REST);
  return answer.json<Page>();
}
const targetOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, "");

async function walk(target: string): Promise<{ ids: number[]; pages: number }> {
  const ids: number[] = [];
  let pages = 0;
  for (let at: string | null = target; at !== null; pages++) {
    const page: Page = await pageAt(at);
    ids.push(...page.results.map((row) => row.id));
    at = page.next === null ? null : targetOf(page.next);
  }
  return { ids, pages };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const refusal = (answer: Answered) => ({
  status: answer.status,
  ...(answer.json() as { code: string; detail: string }),
});

describe("a list whose rows are large", () => {
  it.each([
    ["by cursor", "/api/v1/papers?limit=200"],
    ["in another order", "/api/v1/papers?limit=200&ordering=name,id"],
    ["by offset", "/api/v1/papers?limit=200&offset=0"],
    ["with related rows", "/api/v1/notes?limit=200&expand=paper,other"],
    ["of JSON, which is small until it is unpacked", "/api/v1/records?limit=200"],
  ])("comes in pages that are as large as an answer may be, each row once: %s", async (_name, target) => {
    const { ids, pages } = await walk(target);
    expect([...ids].sort((a, b) => a - b)).toEqual(upTo(PAPERS));
    expect(pages).toBeGreaterThan(2);
    // Not more of them than the bound asks for.
    expect(pages).toBeLessThan(12);
  });

  it("comes whole on the way back, too", async () => {
    const pages: number[][] = [];
    let page = await pageAt("/api/v1/papers?limit=200");
    pages.push(page.results.map((row) => row.id));
    while (page.next !== null) {
      page = await pageAt(targetOf(page.next));
      pages.push(page.results.map((row) => row.id));
    }
    const back: number[] = [];
    let ids = page.results.map((row) => row.id);
    back.unshift(...ids);
    while (page.previous !== null) {
      page = await pageAt(targetOf(page.previous));
      ids = page.results.map((row) => row.id);
      back.unshift(...ids);
    }
    expect(pages.flat()).toEqual(upTo(PAPERS));
    expect(back).toEqual(upTo(PAPERS));
  });

  it("is not cut where its pages are counted, but says how many rows fit", async () => {
    const refused = refusal(await served.request("GET", "/api/v1/papers?page=1&page_size=30"));
    expect(refused).toMatchObject({ status: 413, code: "too_large" });
    expect(refused.detail).toMatch(/answer_bytes\): \d rows fit/);
    expect((await served.request("GET", "/api/v1/papers?page=1&page_size=5")).status).toBe(200);
  });

  it("is long where only small values of it are asked for", async () => {
    expect((await pageAt("/api/v1/papers?limit=200&fields=name")).results).toHaveLength(PAPERS);
    expect((await pageAt("/api/v1/notes?limit=200&expand=paper&fields=name,paper.name")).results).toHaveLength(PAPERS);
  });

  it("is answered to thirty at once with pages that are bounded, or not at all", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => served.request("GET", "/api/v1/notes?limit=200&expand=paper,other")),
    );
    // A slow machine has no connection free in time for some.
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    for (const answer of answers) expect(answer.text.length).toBeLessThan(WITH_REST);
  });
});

describe("a row that is larger than an answer", () => {
  it("is refused by the limit's name, and is there in parts", async () => {
    for (const target of ["/api/v1/wholes/1", "/api/v1/wholes"]) {
      expect(refusal(await served.request("GET", target))).toMatchObject({
        status: 413,
        code: "too_large",
        detail: expect.stringContaining("answer_bytes"),
      });
    }
    expect((await served.request("GET", "/api/v1/wholes/1?fields=one,two")).text.length).toBeGreaterThan(2_000_000);
    expect((await pageAt("/api/v1/wholes?fields=one,two")).results).toHaveLength(1);
    expect((await served.request("GET", "/api/v1/wholes/2")).status).toBe(404);
    expect((await served.request("GET", "/wholes/1/")).status).toBe(413);
  });
});

describe("a row that grows", () => {
  it("is refused before it is larger than an answer, whatever is changed of it", async () => {
    const [made] = await served.sql<{ id: string }>("INSERT INTO app.whole (one) VALUES ('x') RETURNING id");
    const target = `/api/v1/wholes/${made?.id}`;
    const outcomes: number[] = [];
    for (const name of MANY) {
      const body = { [name]: "x".repeat(999_000) };
      outcomes.push((await served.request("PATCH", target, { body })).status);
    }
    expect(outcomes).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 413, 413]);
    const read = await served.request("GET", target);
    expect(read.status).toBe(200);
    expect(read.json().nine).toBeNull();
    const smaller = { one: "x", nine: "x".repeat(500_000) };
    expect((await served.request("PATCH", target, { body: smaller })).status).toBe(200);
    await served.sql("DELETE FROM app.whole WHERE id = $1", [made?.id]);
  });
});

describe("a list that is ordered by long values", () => {
  it("says that they are too long for a cursor, and pages by offset", async () => {
    const refused = refusal(await served.request("GET", "/api/v1/papers?ordering=words&fields=name&limit=2"));
    expect(refused).toMatchObject({ status: 413, code: "too_large", detail: expect.stringContaining("offset") });
    expect((await walk("/api/v1/papers?ordering=words&fields=name&limit=20&offset=0")).ids).toHaveLength(PAPERS);
  });
});

describe("a page of large rows", () => {
  it("shows as many as fit, and leads to the rest", async () => {
    const shown: number[] = [];
    let target: string | undefined = "/papers/";
    while (target) {
      const answer: Answered = await served.request("GET", target);
      expect(answer.status).toBe(200);
      shown.push(...[...answer.text.matchAll(/\[(\d+) 900000\]/g)].map(([, id]) => Number(id)));
      target = /href="([^"]+)"/.exec(answer.text)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(shown).toEqual(upTo(PAPERS));
  });

  it("calls rows by titles that are short", async () => {
    const answer = await served.request("GET", "/tags/");
    expect(answer.status).toBe(200);
    expect(answer.text.length).toBeLessThan(100_000);
  });
});

describe("the studio's grid", () => {
  const builder = { kind: "builder", accountId: "a", name: "Ada" } as const;
  const rows = () => {
    const { apps, data } = served;
    return new BuilderRows({ apps, data, clock: { now: () => new Date(), monotonic: () => performance.now() } });
  };

  it("reads large rows in pages", async () => {
    const place = { appId: served.appId, environment: "live" };
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { rows: readonly { id: unknown }[]; next: string | null } = await rows().list(
        place,
        builder,
        modelId("paper"),
        parseQuery(`limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`),
      );
      expect(JSON.stringify(page.rows).length).toBeLessThan(WITH_REST);
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(upTo(PAPERS));
  });

  it("finds rows by titles that are short", async () => {
    const place = { appId: served.appId, environment: "live" };
    const titles = await rows().titles(place, builder, modelId("label"), { search: "l", limit: 40 });
    expect(titles).toHaveLength(40);
    expect(titles.every(({ title }) => title.length === 500)).toBe(true);
  });
});
