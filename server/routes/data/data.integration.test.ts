import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId } from "#contract/platform-ids";
import { handleRequest } from "#engine/runtime/http/handle-request";
import { createStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { provisionApp } from "#server/app-database/provision-app";
import { runSql } from "#server/app-database/run-sql";
import { countRows, listRows, listRowTitles, searchRows } from "#server/commands/data/read-rows";
import { createRow, deleteRow, previewDelete, updateRow } from "#server/commands/data/write-rows";
import { createKey } from "#server/commands/keys/create-key";
import { listKeys } from "#server/commands/keys/list-keys";
import { revokeKey } from "#server/commands/keys/revoke-key";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { Environment } from "#server/models/environment";
import { StagedTable } from "#server/models/staged-table";
import { app, decimal, fieldId, integer, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { createAppWith } from "../../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { withId } from "../../../tests/support/release-id.ts";
import { runRelease } from "../../../workers/publish/run-release.ts";

const editors = testId("group", "editors");
const shop = app(
  model("author", text("name", { required: true }), { rules: { read: "user != null" }, api: true }),
  model("book", text("title", { required: true, unique: true }), decimal("price"), relation("author", "author")),
);
const definition = {
  ...shop,
  records: {
    ...shop.records,
    [editors]: { kind: "group" as const, id: editors, name: "editors", label: "Editors", order: "i" },
  },
};

let platform: TestPlatform;
let appId: AppId;
beforeAll(async () => {
  platform = await createTestPlatform();
  const { context, actor } = platform;
  const made = await createAppWith(context, actor, definition);
  appId = made.appId;
  const plan = await reviewPlan(context, actor, { draftId: made.draftId, answers: {} });
  const { id } = await withId(
    publishDraft(context, actor, {
      draftId: made.draftId,
      planHash: plan.planHash,
      answers: {},
      message: "",
      receivedAt: new Date(),
    }),
  );
  await runRelease(context, id);
});
afterAll(() => platform?.close());

const books = () => ({ appId, modelId: modelId("book") });
const authors = () => ({ appId, modelId: modelId("author") });
const audit = async () =>
  (
    await platform.context.appDatabase.pool.query(
      "SELECT action, before, after FROM platform.audit_log WHERE app_id = $1 AND action LIKE 'row.%' ORDER BY id",
      [appId],
    )
  ).rows;

describe("pages of rows", () => {
  it.each(["offset", "page", "page_size"])("are not numbered, so %s is refused", async (name) => {
    const query = { [name]: "1" };
    const list = listRows(platform.context, platform.actor, { ...books(), query });
    await expect(list).rejects.toMatchObject({ code: "invalid_parameter", message: expect.stringContaining("cursor") });
  });
});

describe("counts of rows", () => {
  it("are zero before there are any, and nothing for an app that is not live", async () => {
    const { context, actor } = platform;
    const zero = { rows: 0, isExact: true };
    expect(await countRows(context, actor, { appId })).toEqual({ [modelId("author")]: zero, [modelId("book")]: zero });
    const { appId: other } = await createAppWith(context, actor, definition);
    expect(await countRows(context, actor, { appId: other })).toEqual({});
  });

  it("are refused to viewers and do not exist elsewhere", async () => {
    const { context } = platform;
    const viewer = await platform.member("viewer");
    const stranger = await platform.member("owner", "elsewhere");
    await expect(countRows(context, viewer, { appId })).rejects.toMatchObject({ status: 403 });
    await expect(countRows(context, stranger, { appId })).rejects.toMatchObject({ status: 404 });
  });

  it("are exact for few rows, and about right for many, of which only some are read", async () => {
    const { context, actor } = platform;
    const live = await Environment.findOne({ where: { appId } });
    const table = `"${live?.schemaName}"."author"`;
    const { pool } = context.appDatabase;
    await pool.query(`INSERT INTO ${table} (name) SELECT 'Author ' || n FROM generate_series(1, 12000) n`);
    await pool.query(`ANALYZE ${table}`);
    const counts = await countRows(context, actor, { appId });
    expect(counts[modelId("author")]?.isExact).toBe(false);
    expect(counts[modelId("author")]?.rows).toBeGreaterThan(11_000);
    await pool.query(`DELETE FROM ${table} WHERE name LIKE 'Author %'`);
    expect((await countRows(context, actor, { appId }))[modelId("author")]).toEqual({ rows: 0, isExact: true });
  });
});

describe("live rows in the studio", () => {
  it("are refused to viewers and do not exist elsewhere", async () => {
    const { context } = platform;
    const viewer = await platform.member("viewer");
    const stranger = await platform.member("owner", "elsewhere");
    await expect(listRows(context, viewer, { ...books(), query: {} })).rejects.toMatchObject({ status: 403 });
    await expect(createRow(context, viewer, { ...books(), values: {} })).rejects.toMatchObject({ status: 403 });
    await expect(listRows(context, stranger, { ...books(), query: {} })).rejects.toMatchObject({ status: 404 });
    await expect(listKeys(context, viewer, appId)).rejects.toMatchObject({ status: 403 });
    await expect(
      listRows(context, platform.actor, { appId, modelId: "mdl_000000000000", query: {} }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it("are read and written whatever the rules say, each write with its line in the audit log", async () => {
    const { context, actor } = platform;
    const author = await createRow(context, actor, { ...authors(), values: { name: "Lem" } });
    const book = await createRow(context, actor, {
      ...books(),
      values: { title: "Solaris", price: "9.50", author: author.id },
    });
    expect(book).toEqual({
      id: 1,
      version: 1,
      values: { title: "Solaris", price: "9.50", author: author.id },
      titles: { author: "Lem" },
    });
    const place = { ...books(), rowId: book.id };
    const changed = await updateRow(context, actor, { ...place, version: 1, values: { price: null } });
    expect(changed).toMatchObject({ version: 2, values: { title: "Solaris", price: null } });
    await expect(updateRow(context, actor, { ...place, version: 1, values: { price: "1" } })).rejects.toMatchObject({
      status: 412,
    });
    await expect(createRow(context, actor, { ...books(), values: { title: "Solaris" } })).rejects.toMatchObject({
      status: 409,
      errors: [{ pointer: "/title", code: "not_unique" }],
    });
    await expect(createRow(context, actor, { ...books(), values: { titel: "x" } })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      deleteRow(context, actor, { ...authors(), rowId: author.id, version: author.version }),
    ).rejects.toMatchObject({ status: 409 });
    await deleteRow(context, actor, { ...place, version: 2 });
    expect(await audit()).toEqual([
      { action: "row.created", before: null, after: { name: "Lem" } },
      { action: "row.created", before: null, after: { title: "Solaris", price: "9.50", author: author.id } },
      {
        action: "row.changed",
        before: { title: "Solaris", price: "9.50", author: author.id },
        after: { title: "Solaris", price: null, author: author.id },
      },
      { action: "row.deleted", before: { title: "Solaris", price: null, author: author.id }, after: null },
    ]);
  });

  it("are paged, filtered and found by title [MOD-02]", async () => {
    const { context, actor } = platform;
    for (let number = 1; number <= 5; number++) {
      await createRow(context, actor, { ...books(), values: { title: `Book ${number}`, price: `${number}` } });
    }
    const first = await listRows(context, actor, {
      ...books(),
      query: { limit: "2", ordering: "-price", price__gte: "2" },
    });
    expect(first.rows.map((row) => row.values.title)).toEqual(["Book 5", "Book 4"]);
    const second = await listRows(context, actor, {
      ...books(),
      query: { limit: "2", ordering: "-price", price__gte: "2", cursor: first.next ?? "" },
    });
    expect([second.rows.map((row) => row.values.title), second.next]).toEqual([["Book 3", "Book 2"], null]);
    expect(await listRowTitles(context, actor, { ...books(), search: "OOK 3", limit: 5 })).toEqual([
      { id: second.rows[0]?.id, title: "Book 3" },
    ]);
  });

  it("are found by title in all models at once, the first ones of each, in order", async () => {
    const { context, actor } = platform;
    const search = (text: string, limit = 5, signal = new AbortController().signal) =>
      searchRows(context, actor, { appId, search: text, limit, signal });
    await createRow(context, actor, { ...authors(), values: { name: "Bookbinder 3" } });
    const found = await search("book");
    expect(found.map(({ modelId: of, title }) => [of, title])).toEqual([
      [modelId("author"), "Bookbinder 3"],
      ...[1, 2, 3, 4, 5].map((number) => [modelId("book"), `Book ${number}`]),
    ]);
    expect((await search("OOK", 2)).map(({ title }) => title)).toEqual(["Bookbinder 3", "Book 1", "Book 2"]);
    expect(await search("100%")).toEqual([]);
    expect(await search("\0book 3")).toMatchObject([{ title: "Book 3" }]);
    const { appId: notLive } = await createAppWith(context, actor, definition);
    expect(
      await searchRows(context, actor, { appId: notLive, search: "a", limit: 5, signal: new AbortController().signal }),
    ).toEqual([]);
    const viewer = await platform.member("viewer");
    await expect(
      searchRows(context, viewer, { appId, search: "a", limit: 5, signal: new AbortController().signal }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(search("book", 5, AbortSignal.abort())).rejects.toMatchObject({ code: "unavailable" });
  });

  it("of a model that waits for its publish are those that were imported", async () => {
    const { context, actor } = platform;
    const drawn = app(model("movie", text("name", { required: true }), integer("year"), text("later")));
    const made = await createAppWith(context, actor, drawn);
    const { schemaName, roleName } = await Environment.findOne({ where: { appId: made.appId }, rejectOnEmpty: true });
    await provisionApp(context.appDatabase, { appId: made.appId, schemaName, roleName });
    const staged = {
      modelId: modelId("movie"),
      tableName: "_import_test",
      columns: [
        { fieldId: fieldId("movie", "name"), sqlType: "text" },
        { fieldId: fieldId("movie", "year"), sqlType: "text" },
      ],
    };
    await runSql(context.appDatabase.pool, createStagedTableSql(schemaName, staged));
    await context.appDatabase.pool.query(
      `INSERT INTO ${schemaName}._import_test ("${fieldId("movie", "name")}", "${fieldId("movie", "year")}") VALUES ('Alien', '1979'), (NULL, 'MCM')`,
    );
    await StagedTable.create({ appId: made.appId, ...staged, rows: 2 });
    const page = await listRows(context, actor, {
      appId: made.appId,
      modelId: modelId("movie"),
      query: { ordering: "name", limit: "1" },
    });
    expect(page.rows).toEqual([{ id: 1, version: 1, values: { name: "Alien", year: "1979" }, titles: {} }]);
    const rest = await listRows(context, actor, {
      appId: made.appId,
      modelId: modelId("movie"),
      query: { ordering: "name", limit: "1", cursor: page.next ?? "" },
    });
    expect(rest.rows[0]?.values).toEqual({ name: null, year: "MCM" });
  });
});

describe("API keys", () => {
  it("open what their group may, until they are revoked", async () => {
    const { context, actor } = platform;
    const { engine, log } = context;
    const get = (secret?: string) =>
      handleRequest(
        { appId, environment: "live" },
        {
          method: "GET",
          target: "/api/v1/author",
          headers: secret ? { authorization: `Bearer ${secret}` } : {},
          address: "127.0.0.1",
          body: async () => new Uint8Array(),
          origin: "http://shop.localhost",
          id: "r",
        },
        { ...engine, log, cookies: { insecureHttp: false } },
      );
    expect((await get()).status).toBe(401);
    await expect(createKey(context, actor, { appId, name: "x", groupId: "grp_000000000000" })).rejects.toMatchObject({
      status: 422,
    });
    const { key, secret } = await createKey(context, actor, { appId, name: "Shop window", groupId: editors });
    expect(secret).toMatch(/^qk_[\w-]{43}$/);
    expect(await listKeys(context, actor, appId)).toEqual([key]);
    expect(key).toMatchObject({ name: "Shop window", groupId: editors, hint: secret.slice(-4) });
    expect((await get(secret)).status).toBe(200);
    await revokeKey(context, actor, { appId, keyId: key.id });
    expect((await get(secret)).status).toBe(401);
    expect(await listKeys(context, actor, appId)).toEqual([]);
    await expect(revokeKey(context, actor, { appId, keyId: key.id })).rejects.toMatchObject({ status: 404 });
    const { rows } = await context.appDatabase.pool.query(
      "SELECT row_to_json(a)::text AS line FROM platform.audit_log a",
    );
    for (const { line } of rows) expect(line).not.toContain(secret);
  });
});

describe("the preview of a delete", () => {
  it("says what keeps a row, and deletes nothing", async () => {
    const { context, actor } = platform;
    const rowsOf = async (place: ReturnType<typeof books>) =>
      (await listRows(context, actor, { ...place, query: {} })).rows.length;
    const before = await rowsOf(authors());
    const kept = await createRow(context, actor, { ...authors(), values: { name: "Le Guin" } });
    const free = await createRow(context, actor, { ...authors(), values: { name: "Nobody" } });
    const book = await createRow(context, actor, { ...books(), values: { title: "Kept", author: kept.id } });
    const preview = (...rowIds: (string | number)[]) => previewDelete(context, actor, { ...authors(), rowIds });
    const nothing = { emptied: {}, keptBy: null, blocking: {} };
    expect(await preview(free.id)).toEqual({ ...nothing, deleted: { [modelId("author")]: 1 } });
    expect(await preview(free.id, kept.id)).toMatchObject({
      deleted: { [modelId("author")]: 2 },
      keptBy: fieldId("book", "author"),
      blocking: { [fieldId("book", "author")]: { count: 1, rows: [{ id: book.id, title: "Kept" }] } },
    });
    expect(await preview(999_999)).toEqual({ ...nothing, deleted: {} });
    await expect(preview("not a key")).rejects.toMatchObject({ status: 404 });
    const viewer = await platform.member("viewer");
    await expect(previewDelete(context, viewer, { ...authors(), rowIds: [free.id] })).rejects.toMatchObject({
      status: 403,
    });
    expect(await rowsOf(authors())).toBe(before + 2);
    for (const [place, row] of [
      [books(), book],
      [authors(), kept],
      [authors(), free],
    ] as const)
      await deleteRow(context, actor, { ...place, rowId: row.id, version: 1 });
  });
});
