import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportProposal } from "#contract/http/imports";
import type { AppId, DraftId } from "#contract/platform-ids";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import type { ModelId } from "#engine/definition/ids";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { openApi, setAccess, setRule } from "#engine/edits/commands/access";
import type { EditCommand } from "#engine/edits/commands/edit-command";
import { addField, addRelation } from "#engine/edits/commands/fields";
import { modelFromImport } from "#engine/edits/commands/model-from-import";
import { addModelPages } from "#engine/edits/commands/model-pages";
import { addModel, setModelKey } from "#engine/edits/commands/models";
import { openApiDocument } from "#engine/export/openapi/openapi-document";
import { type FieldTypeName, fieldTypes } from "#engine/field-types/registry";
import { createStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { NEW_UUID } from "#engine/schema/operations/column-sql";
import { fromFiles } from "#engine/serialization/from-files";
import { toFiles } from "#engine/serialization/to-files";
import { printSql, sql } from "#engine/sql/sql";
import { provisionApp } from "#server/app-database/provision-app";
import { runSql } from "#server/app-database/run-sql";
import { listRows, listRowTitles } from "#server/commands/data/read-rows";
import { createRow, deleteRow, updateRow } from "#server/commands/data/write-rows";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { Environment } from "#server/models/environment";
import { StagedTable } from "#server/models/staged-table";
import { runRelease } from "../../workers/publish/run-release.ts";
import { seededRandom } from "../arbitraries/definitions.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { withId } from "../support/release-id.ts";
import { type RequestOptions, type ServedApp, serveApp } from "../support/served-app.ts";

/** The whole life of models whose rows have UUIDs, beside and related with models whose rows have numbers. */
const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOWHERE = "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37";

/** A draft that is changed by the studio's own commands. */
class Drawing {
  definition: AppDefinition = emptyDefinition("Gallery");
  readonly random = seededRandom(7);
  get reader(): DefinitionReader {
    return readDefinition(this.definition);
  }
  do<Command extends EditCommand>(command: Command): Command {
    const applied = applyEdits(this.definition, command.operations);
    if (!applied.ok) throw new Error(JSON.stringify(applied));
    this.definition = applied.definition;
    return command;
  }
  model(label: string, pluralLabel: string, key?: "uuid"): ModelId {
    const { modelId } = this.do(addModel(this.reader, { label, pluralLabel }, this.random));
    this.do(addModelPages(this.reader, { modelId, pages: ["list", "detail"] }, this.random));
    for (const action of ["read", "create", "update", "delete"] as const)
      this.do(setAccess(this.reader, { modelId, action, audience: "anyone" }, this.random));
    this.do(openApi(this.reader, { modelId }, this.random));
    // After its pages are there, so that they have to follow.
    if (key) this.do(setModelKey(this.reader, { modelId, key }));
    return modelId;
  }
  field(modelId: ModelId, label: string, type: FieldTypeName = "text"): void {
    this.do(addField(this.reader, { modelId, label, type: fieldTypes[type].initial }, this.random));
  }
  relation(modelId: ModelId, targetModelId: ModelId, label: string, onDelete: "cascade" | "set_null" | "protect") {
    const { fieldId } = this.do(addRelation(this.reader, { modelId, targetModelId, label }, this.random));
    const field = this.reader.field(fieldId);
    if (!field) throw new Error("no field");
    this.do({
      label: "",
      operations: [{ op: "update", id: fieldId, set: { type: { ...field.type, onDelete } }, unset: [] }],
    });
    return fieldId;
  }
}

/** Artists (UUIDs) ← paintings (UUIDs) ← bids (numbers) ← receipts (UUIDs) → folders (numbers). */
function gallery() {
  const drawing = new Drawing();
  const artist = drawing.model("Artist", "Artists", "uuid");
  const painting = drawing.model("Painting", "Paintings", "uuid");
  const bid = drawing.model("Bid", "Bids");
  const receipt = drawing.model("Receipt", "Receipts", "uuid");
  drawing.field(artist, "Name");
  drawing.field(painting, "Title");
  drawing.field(painting, "Year", "integer");
  drawing.relation(painting, artist, "Artist", "cascade");
  drawing.relation(painting, painting, "Copy of", "set_null");
  drawing.field(bid, "Amount", "integer");
  drawing.relation(bid, painting, "Painting", "cascade");
  drawing.field(receipt, "Note");
  drawing.relation(receipt, bid, "Bid", "protect");
  const folder = drawing.model("Folder", "Folders");
  drawing.relation(receipt, folder, "Folder", "set_null");
  return { drawing, artist, painting, bid, receipt };
}

describe("a key that the database makes", () => {
  let served: ServedApp;
  beforeAll(async () => {
    served = await serveApp(emptyDefinition("Empty"));
  });
  afterAll(() => served?.close());

  it("is a UUIDv7 of now, and greater than every one that was made before", async () => {
    const now = sql`floor(extract(epoch FROM clock_timestamp()) * 1000)`;
    const { text } = printSql(sql`SELECT ${now} AS before, ${NEW_UUID}::text AS id, ${now} AS after`);
    const rows: { before: string; id: string; after: string }[] = [];
    for (let count = 0; count < 300; count++) rows.push(...(await served.sql<(typeof rows)[number]>(text)));
    for (const { before, id, after } of rows) {
      expect(id).toMatch(UUID7);
      const instant = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
      expect([Number(before) <= instant, instant <= Number(after)], `${before} ${instant} ${after}`).toEqual([
        true,
        true,
      ]);
    }
    const ids = rows.map(({ id }) => id);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    // The 12 bits after the version are a fraction: over many readings they go through all of their range.
    const fractions = ids.map((id) => Number.parseInt(id.slice(15, 18), 16));
    expect(Math.max(...fractions)).toBeGreaterThan(3000);
    expect(Math.min(...fractions)).toBeLessThan(1000);
  });

  it("is one for each row of a set, in the order of the set", async () => {
    const { text } = printSql(NEW_UUID);
    const rows = await served.sql<{ n: number; id: string }>(
      `SELECT n, ${text} AS id FROM generate_series(1, 5000) AS n ORDER BY n`,
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(5000);
    // Rows of one microsecond may change places; over a millisecond none does.
    expect((rows[0] as { id: string }).id < (rows[4999] as { id: string }).id).toBe(true);
  });
});

describe("an app whose rows have UUIDs", () => {
  const { drawing, artist, painting } = gallery();
  let served: ServedApp;
  beforeAll(async () => {
    served = await serveApp(drawing.definition);
  });
  afterAll(() => served?.close());
  const api = (method: string, path: string, options: RequestOptions = {}) =>
    served.request(method, `/api/v1/${path}`, options);
  const make = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await api("POST", path, { body });
    expect(answer.status, answer.text).toBe(201);
    return answer.json<{ id: string }>();
  };
  const ids = async (path: string): Promise<unknown[]> =>
    (await api("GET", path)).json<{ results: { id: unknown }[] }>().results.map((row) => row.id);

  it("has pages that follow the kind of key, and files that give it back", () => {
    expect(drawing.reader.routes.map((route) => route.path)).toEqual([
      "/",
      "/<uuid:id>/",
      "/paintings/",
      "/paintings/<uuid:id>/",
      "/bids/",
      "/bids/<int:id>/",
      "/receipts/",
      "/receipts/<uuid:id>/",
      "/folders/",
      "/folders/<int:id>/",
    ]);
    const files = toFiles(drawing.definition);
    expect(files.get("models/artist.json")).toContain('"key": "uuid"');
    expect(fromFiles(files)).toMatchObject({ ok: true, definition: drawing.definition });
    const back = new Drawing();
    back.definition = drawing.definition;
    back.do(setModelKey(back.reader, { modelId: painting, key: undefined }));
    expect(back.reader.routes[3]?.path).toBe("/paintings/<int:id>/");
    expect(toFiles(back.definition).get("models/painting.json")).not.toContain('"key"');
  });

  it("refuses a key that is none as a row that is not there, and never fails", async () => {
    for (const key of ["1", "abc", NOWHERE, `${NOWHERE}0`, "%00", "019ad2c4", `{${NOWHERE}}`]) {
      for (const method of ["GET", "PATCH", "DELETE"]) {
        const answer = await api(method, `artists/${key}`, method === "PATCH" ? { body: {} } : {});
        expect([method, key, answer.status]).toEqual([method, key, 404]);
      }
      expect((await served.request("GET", `/${key}/`)).status, key).toBe(404);
    }
    expect((await api("GET", `bids/${NOWHERE}`)).status).toBe(404);
    for (const query of ["id=1", "id__in=1,2", "artist=5", "artist__id=x", "artist__in=1", "id__range=1,2"]) {
      const answer = await api("GET", `paintings?${query}`);
      expect([query, answer.status, answer.json().code]).toEqual([query, 400, "invalid_parameter"]);
    }
    const wrong = await api("POST", "paintings", { body: { title: "x", artist: 1 } });
    expect([wrong.status, wrong.json().errors]).toMatchObject([422, [{ pointer: "/artist" }]]);
    const missing = await api("POST", "paintings", { body: { title: "x", artist: NOWHERE } });
    expect([missing.status, missing.json().errors]).toMatchObject([422, [{ pointer: "/artist", code: "not_found" }]]);
    expect((await api("POST", "artists", { body: { id: NOWHERE, name: "x" } })).status).toBe(422);
  });

  it("makes, reads, changes and relates rows by keys that are strings [FLD-02]", async () => {
    const frida = await make("artists", { name: "Frida" });
    expect(frida.id).toMatch(UUID7);
    const work = await make("paintings", { title: "Roots", year: 1943, artist: frida.id.toUpperCase() });
    const answer = await api("GET", `paintings/${work.id.toUpperCase()}?expand=artist`);
    expect(answer.json()).toEqual({
      id: work.id,
      title: "Roots",
      year: 1943,
      artist: { id: frida.id, name: "Frida" },
      copy_of: null,
    });
    const { etag = "" } = (await api("GET", `paintings/${work.id}`)).headers;
    const changed = await api("PATCH", `paintings/${work.id}`, {
      body: { year: 1944, copy_of: work.id },
      headers: { "if-match": etag },
    });
    expect([changed.status, changed.json()]).toMatchObject([200, { year: 1944, artist: frida.id, copy_of: work.id }]);
    const stale = await api("PATCH", `paintings/${work.id}`, { body: { year: 1 }, headers: { "if-match": etag } });
    expect(stale.status).toBe(412);
    const made = await api("POST", "artists", { body: { name: "Leonora" } });
    expect(made.headers.location).toBe(`http://shop.localhost:4000/api/v1/artists/${made.json().id}`);
  });

  it("filters, orders and pages by them, in the order of their bytes", async () => {
    const artists: string[] = [];
    for (const name of ["Ada", "Bea", "Cy"]) artists.push((await make("artists", { name })).id);
    for (let number = 0; number < 12; number++)
      await make("paintings", {
        title: `Page ${number}`,
        year: number % 3 === 0 ? null : 1900,
        artist: artists[number % 3],
      });
    const [ada = "", bea = ""] = artists;
    expect(await ids(`paintings?artist=${ada}`)).toHaveLength(4);
    expect(await ids(`paintings?artist__id=${ada}`)).toHaveLength(4);
    expect(await ids(`paintings?artist__in=${ada},${bea}`)).toHaveLength(8);
    expect(await ids(`paintings?artist__id__in=${ada},${bea}&artist!=${ada}`)).toHaveLength(4);
    expect(await ids(`paintings?artist__name=Ada`)).toHaveLength(4);
    expect(
      await ids(`paintings?where=${encodeURIComponent(`artist == "${ada}" or artist.id in ["${bea}"]`)}`),
    ).toHaveLength(8);
    expect(await ids(`artists?id__gt=${ada}&id__lte=${bea}`)).toEqual([bea]);
    for (const ordering of ["id", "-id", "year", "-year", "artist,-year", "-artist"]) {
      const whole = await ids(`paintings?title__startswith=Page&ordering=${ordering}&limit=100`);
      const paged: unknown[] = [];
      const backwards: unknown[] = [];
      let next: string | null = `/api/v1/paintings?title__startswith=Page&ordering=${ordering}&limit=5`;
      let previous: string | null = null;
      while (next) {
        const page: { results: { id: string }[]; next: string | null; previous: string | null } = (
          await served.request("GET", next.replace("http://shop.localhost:4000", ""))
        ).json();
        paged.push(...page.results.map(({ id }) => id));
        next = page.next;
        previous = page.previous;
      }
      while (previous) {
        const page: { results: { id: string }[]; previous: string | null } = (
          await served.request("GET", previous.replace("http://shop.localhost:4000", ""))
        ).json();
        backwards.unshift(...page.results.map(({ id }) => id));
        previous = page.previous;
      }
      expect(paged, ordering).toEqual(whole);
      expect(backwards, ordering).toEqual(whole.slice(0, 10));
      if (ordering === "id") expect(whole).toEqual([...(whole as string[])].sort());
    }
  });

  it("deletes through models of both kinds of key", async () => {
    const maker = await make("artists", { name: "Vanishing" });
    const work = await make("paintings", { title: "Gone", artist: maker.id });
    const copy = await make("paintings", { title: "Stays", copy_of: work.id });
    const bid = await make("bids", { amount: 5, painting: work.id });
    expect(typeof bid.id).toBe("number");
    const receipt = await make("receipts", { note: "paid", bid: bid.id });
    const refused = await api("DELETE", `artists/${maker.id}`);
    expect([refused.status, refused.json().detail]).toEqual([409, expect.stringContaining("Receipt (Bid)")]);
    const folder = await make("folders", {});
    const filed = await make("receipts", { folder: folder.id });
    expect((await api("DELETE", `folders/${folder.id}`)).status).toBe(204);
    expect((await api("GET", `receipts/${filed.id}`)).json()).toMatchObject({ folder: null });
    expect((await api("DELETE", `receipts/${receipt.id}`)).status).toBe(204);
    expect((await api("DELETE", `artists/${maker.id}`)).status).toBe(204);
    expect((await api("GET", `paintings/${work.id}`)).status).toBe(404);
    expect((await api("GET", `bids/${bid.id}`)).status).toBe(404);
    expect((await api("GET", `paintings/${copy.id}`)).json()).toMatchObject({ title: "Stays", copy_of: null });
  });

  it("shows them on its pages, which link to each other [MOD-03]", async () => {
    const maker = await make("artists", { name: "Hilma" });
    const work = await make("paintings", { title: "The Ten Largest", artist: maker.id });
    const list = await served.request("GET", "/paintings/?ordering=-id");
    expect(list.text).toContain(`href="/paintings/${work.id}/"`);
    const detail = await served.request("GET", `/paintings/${work.id}/`);
    expect([detail.status, detail.text]).toEqual([200, expect.stringContaining(`href="/${maker.id}/"`)]);
    expect((await served.request("GET", `/${maker.id}/`)).text).toContain("Hilma");
  });

  it("lets rules speak of them", async () => {
    const own = await make("artists", { name: "Own" });
    const kept = await make("paintings", { title: "Mine", artist: own.id });
    const strict = new Drawing();
    strict.definition = drawing.definition;
    const expression = `artist == "${own.id}" and record.artist.name == "Own" and record.id != null`;
    strict.do(setRule(strict.reader, { modelId: painting, action: "read", expression }, strict.random));
    strict.do(
      setRule(strict.reader, { modelId: artist, action: "read", expression: `id in ["${own.id}"]` }, strict.random),
    );
    await served.publish(strict.definition);
    expect(await ids("paintings")).toEqual([kept.id]);
    expect(await ids("artists")).toEqual([own.id]);
    await served.publish(drawing.definition);
  });

  it("is described so to API clients", () => {
    const document = openApiDocument(drawing.reader, { serverUrl: "http://shop.localhost:4000", version: "1" });
    const text = JSON.stringify(document);
    const { schemas = {}, parameters = {} } = document.components as unknown as Record<string, Record<string, never>>;
    expect(schemas.Painting).toMatchObject({
      properties: {
        id: { type: "string", format: "uuid", readOnly: true },
        copy_of: { anyOf: [{ type: "string", format: "uuid" }, {}, { type: "null" }] },
      },
    });
    expect(schemas.BidInput).toMatchObject({ properties: { painting: { format: "uuid" } } });
    expect(schemas.Bid).toMatchObject({ properties: { id: { type: "integer" } } });
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(["RowId", "RowUuid"]));
    expect(text).toContain("#/components/parameters/RowUuid");
  });
});

describe("in the studio", () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createTestPlatform();
  });
  afterAll(() => platform?.close());
  const publish = async (draftId: DraftId) => {
    const { context, actor } = platform;
    const plan = await reviewPlan(context, actor, { draftId, answers: {} });
    expect(plan.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const receivedAt = new Date();
    const { id } = await withId(
      publishDraft(context, actor, {
        draftId,
        planHash: plan.planHash,
        answers: {},
        message: "",
        receivedAt,
      }),
    );
    await runRelease(context, id);
    return plan;
  };
  const draw = async (appId: AppId, definition: AppDefinition): Promise<void> => {
    await platform.context.sequelize.query(
      `UPDATE platform.draft_records r SET body = n.value FROM platform.drafts d, jsonb_each($2::jsonb) n
        WHERE d.id = r.draft_id AND d.app_id = $1 AND n.key = r.record_id`,
      { bind: [appId, JSON.stringify(definition.records)] },
    );
  };

  it("rows are made, found by title, changed and deleted by UUID, and a published key stays [FLD-01]", async () => {
    const { context, actor } = platform;
    const { drawing, artist, painting } = gallery();
    const { appId, draftId } = await createAppWith(context, actor, drawing.definition);
    await publish(draftId);
    const artists = { appId, modelId: artist };
    const maker = await createRow(context, actor, { ...artists, values: { name: "Paula" } });
    expect(maker.id).toMatch(UUID7);
    const work = await createRow(context, actor, { appId, modelId: painting, values: { artist: maker.id } });
    expect(work.titles).toEqual({ artist: "Paula", copy_of: null });
    expect(await listRowTitles(context, actor, { ...artists, search: "pau", limit: 5 })).toEqual([
      { id: maker.id, title: "Paula" },
    ]);
    const found = await listRows(context, actor, { ...artists, query: { id: String(maker.id), limit: "1" } });
    expect(found.rows).toEqual([maker]);
    const place = { appId, modelId: painting };
    const changed = await updateRow(context, actor, { ...place, rowId: work.id, version: 1, values: { year: 1912 } });
    expect(changed).toMatchObject({ id: work.id, version: 2 });
    for (const rowId of [1, "x", NOWHERE])
      await expect(deleteRow(context, actor, { ...place, rowId, version: 1 })).rejects.toMatchObject({ status: 404 });
    await deleteRow(context, actor, { ...place, rowId: work.id, version: 2 });

    drawing.do(setModelKey(drawing.reader, { modelId: artist, key: undefined }));
    await draw(appId, drawing.definition);
    const plan = await reviewPlan(context, actor, { draftId, answers: {} });
    const errors = plan.problems.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ code: "PLAN_E004", recordId: artist, property: "key" }]);
    await expect(
      publishDraft(context, actor, {
        draftId,
        planHash: plan.planHash,
        answers: {},
        message: "",
        receivedAt: new Date(),
      }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it.each([
    ["the file's UUIDs", "uuid", "uuid"],
    ["numbers, and UUIDs drawn meanwhile", undefined, "uuid"],
    ["UUIDs, and numbers drawn meanwhile", "uuid", undefined],
  ] as const)(
    "rows that an import staged with %s have keys as drawn once they are published",
    async (_, staged, drawn) => {
      const { context, actor } = platform;
      const drawing = new Drawing();
      const column = (source: string, more: Partial<ImportProposal["columns"][number]>) => ({
        ...{ source, include: true, label: source, name: source, type: { name: "text", maxLength: 200 } },
        ...{ required: false, unique: false, isKey: false, onBadValue: "refuse" as const, ...more },
      });
      const keyColumn = column("id", { isKey: true, type: { name: "uuid" } });
      const columns = [...(staged ? [keyColumn] : []), column("name", {})];
      const { modelId, fieldIds } = drawing.do(
        modelFromImport(drawing.reader, { modelLabel: "Thing", modelName: "thing", columns }, drawing.random),
      );
      expect(drawing.reader.model(modelId)?.key).toBe(staged);
      expect(drawing.reader.routes[1]?.path).toBe(staged ? "/<uuid:id>/" : "/<int:id>/");
      const { appId, draftId } = await createAppWith(context, actor, drawing.definition);
      const { schemaName, roleName } = await Environment.findOne({ where: { appId }, rejectOnEmpty: true });
      await provisionApp(context.appDatabase, { appId, schemaName, roleName });
      const name = fieldIds.get("name") as `fld_${string}`;
      const table = { modelId, tableName: "_import_keys", columns: [{ fieldId: name, sqlType: "text" }] };
      await runSql(
        context.appDatabase.pool,
        createStagedTableSql(schemaName, { ...table, ...(staged ? { key: staged } : {}) }),
      );
      await StagedTable.create({ appId, ...table, key: staged ?? null, rows: 3 });
      const ids = [1, 2, 3].map((number) => (staged ? NOWHERE.replace(/.$/, String(number)) : number));
      for (const [index, id] of ids.entries())
        await context.appDatabase.pool.query(`INSERT INTO ${schemaName}._import_keys (id, "${name}") VALUES ($1, $2)`, [
          id,
          `Thing ${index + 1}`,
        ]);
      const before = await listRows(context, actor, { appId, modelId, query: { limit: "2" } });
      expect(before.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      const rest = await listRows(context, actor, { appId, modelId, query: { limit: "2", cursor: before.next ?? "" } });
      expect(rest.rows.map(({ id }) => id)).toEqual(ids.slice(2));

      if (staged !== drawn) {
        drawing.do(setModelKey(drawing.reader, { modelId, key: drawn }));
        await draw(appId, drawing.definition);
        expect((await listRows(context, actor, { appId, modelId, query: {} })).rows[0]?.id).toBe(ids[0]);
      }
      const plan = await publish(draftId);
      expect(JSON.stringify(plan)).toContain(staged === drawn ? "with its" : "which get new");
      const live = await listRows(context, actor, { appId, modelId, query: {} });
      expect(live.rows.map(({ values }) => values.name)).toEqual(["Thing 1", "Thing 2", "Thing 3"]);
      if (staged === drawn) expect(live.rows.map(({ id }) => id)).toEqual(ids);
      else if (drawn) for (const { id } of live.rows) expect(id).toMatch(UUID7);
      else expect(live.rows.map(({ id }) => id)).toEqual([1, 2, 3]);
      const next = await createRow(context, actor, { appId, modelId, values: { name: "Thing 4" } });
      expect(next.id).toEqual(drawn ? expect.stringMatching(UUID7) : 4);
    },
  );
});
