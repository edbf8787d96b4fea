import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { previewRows } from "#contract/http/preview";
import type { AppId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { QueryRecord } from "#engine/definition/records/query";
import type { RouteRecord } from "#engine/definition/records/route";
import { handleRequest } from "#engine/runtime/http/handle-request";
import type { View } from "#engine/view-types/registry";
import type { DataRequest, DataResponse, RowsRead } from "#engine/views/preview/data-request";
import { PagePreview, type PreviewRequest, type PreviewStep } from "#engine/views/preview/preview-page";
import { readPreviewRows } from "#server/commands/data/read-preview-rows";
import { createKey } from "#server/commands/keys/create-key";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { Environment } from "#server/models/environment";
import type { Actor } from "#server/policies/actor";
import { runRelease } from "../../workers/publish/run-release.ts";
import { app, choice, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { withId } from "../support/release-id.ts";

/** The preview of a draft shows what the host would: the same page, the same rows, for the same caller. */
const READERS = testId("group", "readers");
const list: View = { name: "list", modelId: modelId("book"), pageSize: 3 };
const detail: View = { name: "detail", modelId: modelId("book") };
const route = (name: string, path: string, view: View, access = "true"): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access,
  order: "i",
});

const query = (name: string, rest: Partial<QueryRecord>): QueryRecord => ({
  kind: "query",
  id: testId("query", name),
  name,
  label: name,
  modelId: modelId("book"),
  parameters: [],
  sort: [],
  limit: 3,
  result: { kind: "list" },
  order: "i",
  ...rest,
});
const template = (name: string, source: string) => ({
  kind: "template",
  id: testId("template", name),
  name: `${name}.html`,
  source,
  order: "i",
});

function library(change: (records: Record<string, unknown>) => void = () => {}): AppDefinition {
  const definition = app(
    model("author", text("name", { required: true }), { rules: { read: "name != 'Hidden'" } }),
    model(
      "book",
      text("title", { required: true }),
      integer("year"),
      choice("genre", ["novel", "poem"]),
      relation("author", "author", { reverse: "books" }),
      { pluralLabel: "Books", rules: { read: 'year > 1900 or user.group == "readers"' } },
    ),
    model("ledger", text("line"), { rules: { read: 'user.group == "readers"' } }),
    model("note", text("line"), { rules: { read: "true" } }),
  );
  const records: Record<string, unknown> = { ...definition.records };
  for (const record of [
    route("books", "/", list),
    route("book", "/books/<int:id>/", detail),
    route("author", "/author/<int:id>/", { name: "detail", modelId: modelId("author") }),
    route("counted", "/counted/<int:id>/", {
      name: "detail",
      modelId: modelId("author"),
      templateId: testId("template", "counted"),
    } as View),
    template(
      "counted",
      "{% for book in record.books %}{{ book.title }}{% empty %}none{% endfor %}{{ record.books.more }}",
    ),
    route("by_author", "/authors/<int:author>/", list),
    route("ledger", "/ledger/", { name: "list", modelId: modelId("ledger"), pageSize: 3 }),
    route("settled", "/settled/", {
      ...list,
      where: "record.title != 'Book 2'",
      sort: [{ fieldId: fieldId("book", "year"), direction: "desc" }],
      groupBy: fieldId("book", "genre"),
    } as View),
    route("staff", "/staff/", list, 'user.group == "staff"'),
    query("latest", { sort: [{ fieldId: fieldId("book", "year"), direction: "desc" }], where: "record.title != ''" }),
    query("by_author", { parameters: [{ name: "author", type: "int" }], where: "record.author == params.author" }),
    query("number", { result: { kind: "count" } }),
    query("ledger_lines", { modelId: modelId("ledger") }),
    query("notes", { modelId: modelId("note") }),
    template(
      "home",
      '{% query "latest" as books %}{% query "number" as number %}{% query "ledger_lines" as lines %}{% query "notes" as notes %}<p>{{ number }}</p>{% for book in books %}<p>{{ book.title }} by {{ book.author }}</p>{% endfor %}{% for line in lines %}{{ line.line }}{% endfor %}{% for note in notes %}<i>{{ note.line }}</i>{% empty %}no note{% endfor %}',
    ),
    route("home", "/home/", { name: "template", templateId: testId("template", "home") }),
    template(
      "one",
      '<h1>{{ record.title }}</h1>{% query "by_author" author=record.author as books %}{% query "by_author" author=params.id as others %}{{ others|length }}{% for book in books %}<p>{{ book.title }}</p>{% endfor %}',
    ),
    route("one", "/one/<int:id>/", { ...detail, templateId: testId("template", "one") } as View),
  ])
    records[record.id] = record;
  records[READERS] = { kind: "group", id: READERS, name: "readers", label: "Readers", order: "i" };
  change(records);
  return { ...definition, records } as AppDefinition;
}

let platform: TestPlatform;
let appId: AppId;
let key: string;

beforeAll(async () => {
  platform = await createTestPlatform();
  const { context, actor } = platform;
  const made = await createAppWith(context, actor, library());
  appId = made.appId;
  const plan = await reviewPlan(context, actor, { draftId: made.draftId, answers: {} });
  const release = await withId(
    publishDraft(context, actor, {
      draftId: made.draftId,
      planHash: plan.planHash,
      answers: {},
      message: "",
      receivedAt: new Date(),
    }),
  );
  await runRelease(context, release.id);
  key = (await createKey(context, actor, { appId, name: "Preview", groupId: READERS })).secret;
  const environment = await Environment.findOne({ where: { appId, name: "live" } });
  const schema = environment?.schemaName;
  const { pool } = context.appDatabase;
  await pool.query(`INSERT INTO "${schema}".author (id, name) VALUES (1, 'Ursula'), (2, 'Hidden')`);
  for (let id = 1; id <= 8; id++)
    await pool.query(`INSERT INTO "${schema}".book (id, title, year, genre, author) VALUES ($1, $2, $3, $4, $5)`, [
      id,
      id === 4 ? "<script>alert(4)</script>" : `Book ${id}`,
      id === 5 ? 1800 : 1990 + id,
      id % 3 === 0 ? "poem" : "novel",
      id % 2 === 0 ? 2 : 1,
    ]);
  await pool.query(`INSERT INTO "${schema}".ledger (line) VALUES ('secret line')`);
});
afterAll(() => platform?.close());

/** The studio makes another for each page. */
const TOKEN = "0123456789abcdef0123456789abcdef";
const anonymous = { kind: "anonymous" } as const;
const readers = { kind: "group", groupId: READERS } as const;
const builder = { kind: "builder" } as const;

const ask = (name: string, rest: Partial<PreviewRequest> = {}): PreviewRequest => ({
  routeId: testId("route", name),
  address: undefined,
  as: anonymous,
  rows: "live",
  origin: "http://library.test",
  time: new Date().toISOString(),
  ...rest,
});

/** As the studio does it: ask, fetch what is requested, ask again. */
async function preview(
  asked: PreviewRequest,
  definition: AppDefinition = library(),
  actor: Actor = platform.actor,
): Promise<{ step: PreviewStep; answers: Awaited<ReturnType<typeof rowsFor>>[] }> {
  const page = new PagePreview(definition, undefined, { monotonic: () => 0, markToken: TOKEN });
  const answers: Awaited<ReturnType<typeof rowsFor>>[] = [];
  let response: DataResponse | undefined;
  let { address } = asked;
  for (let count = 0; count < 6; count++) {
    const step = page.step({ ...asked, address }, response);
    if (step.kind === "address") address = step.address;
    else if (step.kind === "request") {
      const answer = await rowsFor(step.dataRequest, actor);
      answers.push(answer);
      if (answer.outcome === "notPublished") return { step, answers };
      response = { dataRequest: step.dataRequest, answer: answer as DataResponse["answer"] };
    } else return { step, answers };
  }
  throw new Error("no end");
}
async function rowsFor(dataRequest: DataRequest, actor: Actor) {
  const answer = await readPreviewRows(platform.context, actor, {
    ...(structuredClone(dataRequest) as z.output<typeof previewRows.body>),
    appId,
  });
  // As it leaves the server.
  return previewRows.response.parse(answer) as typeof answer;
}

async function hosted(target: string, secret?: string): Promise<{ status: number; body: string }> {
  const headers: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {};
  const answer = await handleRequest(
    { appId, environment: "live" },
    { id: "r", method: "GET", target, headers, origin: "http://library.test", body: undefined } as never,
    { ...platform.context.engine, log: platform.context.log as never, cookies: { insecureHttp: false } },
  );
  return { status: answer.status, body: String(answer.body) };
}

const dataRequest = ({ as = anonymous, ...rows }: Partial<Pick<DataRequest, "as"> & RowsRead> = {}): DataRequest => ({
  as,
  path: "/",
  rows: {
    reads: { modelId: modelId("book"), title: true, fields: { [fieldId("book", "year")]: "integer" } },
    pageSize: 3,
    parameters: [],
    ...rows,
  },
  queries: [],
});

describe("rows of a preview", () => {
  it("are refused to those who may not see rows, and do not exist for other workspaces", async () => {
    const viewer = await platform.member("viewer");
    const stranger = await platform.member("owner", "elsewhere");
    for (const as of [builder, anonymous, readers]) {
      await expect(rowsFor(dataRequest({ as }), viewer)).rejects.toMatchObject({ status: 403 });
      await expect(rowsFor(dataRequest({ as }), stranger)).rejects.toMatchObject({ status: 404 });
    }
    const withData = await platform.member("viewer with data");
    await expect(rowsFor(dataRequest(), withData)).resolves.toMatchObject({ outcome: "rows" });
  });

  it("are those that the rules give to whom the page is shown", async () => {
    const ids = async (as: DataRequest["as"]) => {
      const answer = await rowsFor(dataRequest({ as, pageSize: 50 }), platform.actor);
      return answer.outcome === "rows" ? answer.rows.map((row) => row.id) : answer.outcome;
    };
    expect(await ids(anonymous)).toEqual([1, 2, 3, 4, 6, 7, 8]);
    expect(await ids(readers)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await ids(builder)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const ledger = { reads: { modelId: modelId("ledger"), title: true, fields: {} } };
    expect(await rowsFor(dataRequest({ ...ledger }), platform.actor)).toEqual({ outcome: "closed" });
    expect(await rowsFor(dataRequest({ ...ledger, as: readers }), platform.actor)).toMatchObject({ rows: [{ id: 1 }] });
  });

  it("hide related rows as the rules do, their titles too", async () => {
    const author = { modelId: modelId("author"), title: true, fields: {} };
    const reads = { modelId: modelId("book"), title: false, fields: { [fieldId("book", "author")]: author } };
    const answer = await rowsFor(dataRequest({ reads, pageSize: 2 }), platform.actor);
    expect(answer).toMatchObject({
      rows: [
        { id: 1, [fieldId("book", "author")]: { id: 1, _title: "Ursula" } },
        { id: 2, [fieldId("book", "author")]: null },
      ],
    });
  });

  it("say which fields live does not have, and are empty there", async () => {
    const reads = {
      modelId: modelId("book"),
      title: false,
      fields: {
        [fieldId("book", "new")]: "text",
        [fieldId("book", "title")]: "integer",
        [fieldId("book", "year")]: "integer",
      },
    };
    expect(await rowsFor(dataRequest({ reads, pageSize: 1 }), platform.actor)).toMatchObject({
      rows: [{ id: 1, [fieldId("book", "year")]: 1991 }],
      missing: [fieldId("book", "new"), fieldId("book", "title")],
    });
    expect(
      await rowsFor(dataRequest({ reads: { modelId: modelId("later"), title: false, fields: {} } }), platform.actor),
    ).toEqual({ outcome: "notPublished" });
    const unknown = { kind: "group", groupId: testId("group", "new") } as const;
    expect(await rowsFor(dataRequest({ as: unknown }), platform.actor)).toMatchObject({ isGroupUnknown: true });
  });

  it("are found by fields and by nothing that would look further", async () => {
    const find = async (parameters: RowsRead["parameters"]) => {
      const answer = await rowsFor(dataRequest({ parameters, pageSize: 50 }), platform.actor);
      return answer.outcome === "rows" ? answer.rows.length : answer.outcome;
    };
    expect(await find([[`${fieldId("book", "year")}__gte`, "1996"]])).toBe(3);
    expect(await find([[`${fieldId("book", "genre")}!`, "poem"]])).toBe(5);
    // Names that are none of ours are left out: there is no where=, expand= or fields= by this way.
    expect(
      await find([
        ["where", "true"],
        ["expand", "author"],
        ["year", "1991"],
        ["limit", "1"],
      ]),
    ).toBe(7);
    await expect(find([[`${fieldId("book", "year")}__gte`, "x"]])).rejects.toMatchObject({ status: 400 });
    let deep: RowsRead["reads"] = { modelId: modelId("author"), title: false, fields: {} };
    for (let depth = 0; depth < 20; depth++)
      deep = { modelId: modelId("book"), title: false, fields: { [fieldId("book", "author")]: deep } };
    await expect(rowsFor(dataRequest({ reads: deep }), platform.actor)).rejects.toMatchObject({
      code: "invalid_parameter",
    });
  });
});

describe("the preview of a page", () => {
  it.each<[string, string]>([
    ["books", "/"],
    ["books", "/?search=book&ordering=-year"],
    ["books", "/?genre=poem"],
    ["books", "/?page=2"],
    ["book", "/books/3/"],
    ["book", "/books/4/"],
    ["book", "/books/5/"],
    ["book", "/books/999/"],
    ["by_author", "/authors/1/"],
    ["by_author", "/authors/2/?ordering=year"],
    ["author", "/author/1/"],
    ["counted", "/counted/1/"],
    ["ledger", "/ledger/"],
    ["settled", "/settled/"],
    ["settled", "/settled/?ordering=title"],
    ["staff", "/staff/"],
    ["home", "/home/"],
    ["one", "/one/2/"],
    ["one", "/one/3/"],
    ["one", "/one/999/"],
  ])("of %s at %s is the page of the host, byte for byte [APP-05]", async (name, address) => {
    for (const [as, secret] of [
      [anonymous, undefined],
      [readers, key],
    ] as const) {
      const { step } = await preview(ask(name, { address, as }));
      const page = await hosted(address, secret);
      expect(step.kind === "page" ? step.status : step).toBe(page.status);
      expect(step.kind === "page" && step.html).toBe(page.body);
    }
  });

  it("goes on to the next pages with the cursors that the page has", async () => {
    const first = await preview(ask("books", { address: "/" }));
    const next = first.step.kind === "page" ? /rel="next" href="([^"]+)"/.exec(first.step.html)?.[1] : undefined;
    expect(next).toBeDefined();
    const address = (next as string).replaceAll("&amp;", "&");
    const { step } = await preview(ask("books", { address }));
    expect(step.kind === "page" && step.html).toBe((await hosted(address)).body);
  });

  it("begins with the first row that the caller may see", async () => {
    const { step } = await preview(ask("book"));
    expect(step).toMatchObject({ kind: "page", address: "/books/1/", status: 200 });
    expect((await preview(ask("by_author"))).step).toMatchObject({ kind: "page", address: "/authors/1/" });
  });

  it("shows live rows under the names of the draft, and leaves empty what is not published [APP-05]", async () => {
    const renamed = library((records) => {
      const title = fieldId("book", "title");
      records[title] = { ...(records[title] as object), name: "heading", label: "Heading" };
      const price = fieldId("book", "price");
      records[price] = {
        ...(records[title] as object),
        id: price,
        name: "price",
        label: "Price",
        required: false,
        order: "zz",
      };
    });
    const { step, answers } = await preview(ask("books", { address: "/?ordering=-heading&price=3" }), renamed);
    expect(step.kind === "page" && step.html).toContain("Book 8");
    expect(step.kind === "page" && step.html).toContain(`data-label="Price"><!--${TOKEN}:0--></td>`);
    expect(step).toMatchObject({ marks: { token: TOKEN, labels: ["Price"] } });
    expect(answers.at(-1)).toMatchObject({ missing: [fieldId("book", "price")] });
  });

  it("reads queries under the names of the draft, and says of each what is not published [APP-05]", async () => {
    const renamed = library((records) => {
      const title = fieldId("book", "title");
      records[title] = { ...(records[title] as object), name: "heading" };
      const latest = testId("query", "latest");
      records[latest] = { ...(records[latest] as object), where: "record.heading != '' and author.name == 'Ursula'" };
      const home = template(
        "home",
        '{% query "latest" as books %}{% for book in books %}[{{ book.heading }}]{% endfor %}',
      );
      records[home.id] = home;
    });
    const page = await preview(ask("home", { address: "/home/" }), renamed);
    expect(page.step).toMatchObject({ kind: "page", html: "[Book 7][Book 3][Book 1]" });
    const unpublished = library((records) => {
      const rating = fieldId("book", "rating");
      records[rating] = { ...(records[fieldId("book", "year")] as object), id: rating, name: "rating", order: "zz" };
      const latest = testId("query", "latest");
      records[latest] = { ...(records[latest] as object), where: "record.rating > 3" };
    });
    const { answers } = await preview(ask("home", { address: "/home/" }), unpublished);
    expect(answers).toMatchObject([{ queries: [{ rows: [], isUnpublished: true }, { count: 7 }, {}, {}] }]);
  });

  it("fills models without rows with three sample rows when it is asked to, and says which", async () => {
    const plain = await preview(ask("home", { address: "/home/" }));
    expect(plain.step.kind === "page" && plain.step.html).toContain("no note");
    const { step } = await preview(ask("home", { address: "/home/", fillsEmpty: true }));
    expect(step).toMatchObject({ kind: "page", sampled: [modelId("note")] });
    expect(step.kind === "page" && step.html).toContain("<i>Line 1</i><i>Line 2</i><i>Line 3</i>");
    // Of the ledger a visitor may read nothing: it has rows, and stays empty.
    expect(step.kind === "page" && step.html).not.toMatch(/secret line|no note/);
  });

  it("sends no value that does not fit its parameter on to Postgres", async () => {
    const reads = { modelId: modelId("book"), title: false, fields: {} };
    for (const value of ["x", "1; DROP", 1e300, true, null, "\0"]) {
      const parameters = [{ name: "author", type: "int" as const, passed: { value } }];
      const shape = { modelId: modelId("book"), result: "list" as const, sort: [], limit: 3, reads };
      const answer = await rowsFor(
        {
          as: builder,
          path: "/",
          queries: [{ ...shape, parameters, where: `${fieldId("book", "author")} == params.author` }],
        },
        platform.actor,
      );
      expect(answer).toMatchObject({ outcome: "rows", queries: [{ rows: [] }] });
    }
  });

  it("makes up rows where there are none to be had, and asks nobody", async () => {
    const { step, answers } = await preview(ask("book", { rows: "sample" }));
    expect(step).toMatchObject({ kind: "page", address: "/books/1/" });
    expect(step.kind === "page" && step.html).toContain("Book 1");
    expect(answers).toEqual([]);
  });
});
