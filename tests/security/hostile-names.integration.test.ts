import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getApp } from "#contract/http/apps";
import { getDraft } from "#contract/http/drafts";
import { acceptImport, getImport, type Import, startImport } from "#contract/http/imports";
import type { AppDefinition } from "#engine/definition/app-definition";
import { isIdentifier, uniqueIdentifier } from "#engine/definition/identifiers";
import type { RouteRecord } from "#engine/definition/records/route";
import { app, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** What people type freely is a label: accepted as such, legal as an identifier, harmless wherever it is shown. */
const HOSTILE = [
  `it's "quoted" \`back\` \\slash`,
  "; drop table accounts; --",
  "x".repeat(200),
  "🎬 𝕏 naïve ٣",
  "select",
  "user",
  "__proto__",
  "constructor",
  "<script>alert(1)</script>",
  "{{ user.name }} {% if %}",
  "Same name",
  "same-NAME",
  "../../etc/passwd",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  "%s %d ${HOME}",
  "javascript:alert(1)",
];

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

const open = { rules: { read: "true", create: "true" }, api: true };

/** One model per hostile label, each with a field per hostile label. */
function hostileApp(): AppDefinition {
  const takenModels = new Set<string>();
  const models = HOSTILE.map((label) => {
    const name = uniqueIdentifier({ label, fallback: "model", taken: takenModels });
    takenModels.add(name);
    const takenFields = new Set<string>();
    const fields = HOSTILE.map((fieldLabel) => {
      const fieldName = uniqueIdentifier({ label: fieldLabel, fallback: "field", taken: takenFields });
      takenFields.add(fieldName);
      return text(fieldName, { label: fieldLabel });
    });
    return model(name, ...fields, { ...open, label });
  });
  const definition = app(...models);
  const records = { ...definition.records };
  models.forEach((spec, index) => {
    const routes: Pick<RouteRecord, "name" | "path" | "view">[] = [
      {
        name: `m${index}_list`,
        path: `/m${index}/`,
        view: { name: "list", modelId: modelId(spec.name), pageSize: 20 },
      },
      { name: `m${index}_detail`, path: `/m${index}/<int:id>/`, view: { name: "detail", modelId: modelId(spec.name) } },
    ];
    for (const route of routes) {
      const id = testId("route", route.name);
      records[id] = { kind: "route", id, label: spec.label ?? "", order: "i", access: "true", ...route };
    }
  });
  return { ...definition, records };
}

/** No page may carry a hostile text as mark-up. */
const isHarmless = (html: string) => !html.includes("<script>alert(1)") && !/href="\s*javascript:/i.test(html);

describe("hostile names", () => {
  it("publishes models and fields under any label, and shows them as text [SEC-01] [SEC-03] [TPL-03]", async () => {
    const target = await makeApp(quintet, HOSTILE[0] as string, hostileApp());
    await publish(quintet, target);
    for (const [index] of HOSTILE.entries()) {
      const definition = hostileApp();
      const name = (
        Object.values(definition.records).filter((record) => record.kind === "model")[index] as { name: string }
      ).name;
      const fields = Object.values(definition.records).filter(
        (record) => record.kind === "field" && record.modelId === modelId(name),
      );
      const values = Object.fromEntries(
        fields.map((field, at) => [(field as { name: string }).name, (HOSTILE[at] as string).slice(0, 200)]),
      );
      const created = await quintet.hosted(target.slug, `/api/v1/${name}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(values),
      });
      expect(created.status, created.text).toBe(201);
      expect(created.json<Record<string, unknown>>()).toMatchObject(values);
      const list = await quintet.hosted(target.slug, `/m${index}/`);
      expect(list.status, list.text.slice(0, 500)).toBe(200);
      expect(isHarmless(list.text)).toBe(true);
      const detail = await quintet.hosted(target.slug, `/m${index}/1/`);
      expect(detail.status).toBe(200);
      expect(isHarmless(detail.text)).toBe(true);
    }
    const openApi = await quintet.hosted(target.slug, "/api/openapi.json");
    expect(openApi.status).toBe(200);
    expect(JSON.parse(openApi.text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    const docs = await quintet.hosted(target.slug, "/api/docs");
    expect(docs.status).toBe(200);
    expect(isHarmless(docs.text)).toBe(true);
  });

  it("imports a file with any name and any columns", async () => {
    const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    const csv = `${HOSTILE.map(quote).join(",")}\n${HOSTILE.map((_, index) => quote(`value ${index}`)).join(",")}\n${HOSTILE.map(quote).join(",")}\n`;
    for (const fileName of ['"; drop table x; --.csv', "../../etc/passwd.csv", "🎬.csv", `${"y".repeat(190)}.csv`]) {
      const started = await quintet.call(startImport, { query: { fileName }, body: new TextEncoder().encode(csv) });
      const proposed = await until(started, "proposed");
      const columns = proposed.proposal?.columns ?? [];
      expect(columns.map((column) => column.source)).toEqual(HOSTILE);
      expect(columns.every((column) => isIdentifier(column.name))).toBe(true);
      expect(new Set(columns.map((column) => column.name)).size).toBe(HOSTILE.length);
      const accepted = await quintet.call(acceptImport, {
        params: { importId: started.id },
        body: { proposal: proposed.proposal as never, into: { app: "new", label: fileName.slice(0, 200) } },
      });
      await until(started, "done");
      const summary = await quintet.call(getApp, { params: { appId: accepted.appId } });
      await publish(quintet, { appId: accepted.appId, draftId: accepted.draftId, slug: summary.slug });
      const draft = await quintet.call(getDraft, { params: { draftId: accepted.draftId } });
      expect(draft.staged).toEqual([]);
    }
  });

  it("leaves every table of the platform where it was", async () => {
    expect((await quintet.request("/readyz")).status).toBe(200);
    expect(quintet.output()).not.toMatch(/"level":(?:50|60)|"level":"(?:error|fatal)"/);
  });
});

async function until(started: Import, state: Import["state"]): Promise<Import> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const now = await quintet.call(getImport, { params: { importId: started.id } });
    if (now.state === state) return now;
    if (now.state === "failed" || now.state === "cancelled" || Date.now() > deadline)
      throw new Error(`Import is ${now.state}: ${now.failure}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
