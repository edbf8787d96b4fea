import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#contract/endpoint";
import { PLATFORM_PREFIX } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";
import type { AccountId } from "#contract/platform-ids";
import { emptyDefinition } from "#engine/definition/app-definition";
import { SETTINGS_ID } from "#engine/edits/edit";
import { openSession } from "#server/commands/accounts/open-session";
import { sessionCookieName } from "#server/http/session-cookie";
import { uuid7 } from "#server/platform-database/uuid7";
import { modelId, testId } from "./builders.ts";
import { createTestPlatform, type TestPlatform } from "./support/platform.ts";
import { type Answer, type Served, servePlatform } from "./support/serve-platform.ts";

/**
 * Every endpoint of the platform × everybody who may come: a new endpoint without a line here fails. What belongs to
 * another workspace is not there (404), what the role does not allow is refused (403), and its owner is let in.
 */
type Ids = Record<"appId" | "draftId" | "versionId" | "releaseId" | "importId", string>;

interface Line {
  readonly body?: unknown;
  readonly query?: string;
  /** What a viewer of the same workspace is answered. */
  readonly viewer: "allowed" | 403;
  /** An editor who is not the one that began it. */
  readonly editor?: 403 | 404;
  /** Of a workspace and not of an app: a stranger does it in his own. */
  readonly ownWorkspace?: true;
}
const edit = { op: "update", id: SETTINGS_ID, set: { label: "Shop" }, unset: [] };
const publish = { planHash: "x", answers: {}, message: "" };
const column = {
  source: "a",
  label: "A",
  name: "a",
  type: { name: "text" },
  required: false,
  isKey: false,
  include: true,
};
const proposal = { modelLabel: "M", modelName: "m", columns: [{ ...column, unique: false, onBadValue: "blank" }] };
const liveModel = { appId: "01a2052d-3e3d-74e9-bf0c-b784d2207901", modelId: modelId("book") };
const lines: Readonly<Record<string, Line>> = {
  listApps: { viewer: "allowed", ownWorkspace: true },
  createApp: { viewer: 403, body: { label: "New" }, ownWorkspace: true },
  getApp: { viewer: "allowed" },
  deleteApp: { viewer: 403, editor: 403, body: { confirm: "another name" } },
  listApiKeys: { viewer: 403 },
  createApiKey: { viewer: 403, body: { name: "Key", groupId: testId("group", "none") } },
  deleteApiKey: { viewer: 403 },
  getDraft: { viewer: "allowed" },
  listDraftEdits: { viewer: "allowed" },
  listDraftHistory: { viewer: "allowed" },
  getDraftEdit: { viewer: "allowed" },
  compareDraft: { viewer: "allowed", query: "?side=after" },
  restoreDraft: { viewer: 403, body: { batchId: "batch-of-a-test", revision: 1, side: "before" } },
  listDraftConflicts: { viewer: "allowed" },
  editDraft: { viewer: 403, body: { batchId: "batch-00001", seenRevision: 0, label: "Edit", operations: [edit] } },
  undoDraftEdit: { viewer: 403, body: { batchId: "batch-00002" } },
  redoDraftEdit: { viewer: 403, body: { batchId: "batch-00003" } },
  saveLayout: { viewer: 403, body: {} },
  reviewPlan: { viewer: 403, body: { answers: {} } },
  publishDraft: { viewer: 403, body: publish },
  reviewRollback: { viewer: 403, body: { answers: {} } },
  rollBack: { viewer: 403, body: publish },
  listReleases: { viewer: "allowed" },
  getRelease: { viewer: "allowed" },
  getVersion: { viewer: "allowed" },
  listRows: { viewer: 403 },
  createRow: { viewer: 403, body: { values: {} } },
  updateRow: { viewer: 403, body: { version: 1, values: {} } },
  deleteRow: { viewer: 403, query: "?version=1" },
  listRowTitles: { viewer: 403, query: "?search=" },
  startImport: { viewer: 403, query: "?fileName=a.csv", ownWorkspace: true },
  getImport: { viewer: 403, editor: 404 },
  checkImport: { viewer: 403, editor: 404, body: proposal },
  acceptImport: { viewer: 403, editor: 404, body: { proposal, into: { app: "new", label: "X" } } },
  mapImport: { viewer: 403, editor: 404, body: liveModel },
  loadImport: {
    viewer: 403,
    editor: 404,
    body: { ...liveModel, mapping: { fields: [], key: null, existing: { do: "add" } } },
  },
  takeBackRows: { viewer: 403, editor: 404 },
  readSheet: { viewer: 403, editor: 404, body: { sheet: "Sheet1" } },
  cancelImport: { viewer: 403, editor: 404 },
};
const guarded = endpoints.filter((endpoint) => endpoint.auth === "builder") as readonly Endpoint[];

let platform: TestPlatform;
let served: Served;
let own: Ids;
let foreign: Ids;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  const members = {
    owner: platform.actor,
    editor: await platform.member("editor"),
    viewer: await platform.member("viewer"),
    stranger: await platform.member("owner", "elsewhere"),
  };
  const { sequelize, config } = platform.context;
  for (const [who, { accountId }] of Object.entries(members)) {
    const { token } = await sequelize.transaction((transaction) =>
      openSession(platform.context, { accountId: accountId as AccountId }, transaction),
    );
    cookies[who] = `${sessionCookieName(config)}=${token}`;
  }
  const thingsOf = async (label: string): Promise<Ids> => {
    const { appId, draftId } = await platform.createApp(label);
    const versionId = uuid7(new Date());
    const importId = uuid7(new Date());
    const { accountId, workspaceId } = platform.actor;
    const definition = JSON.stringify(emptyDefinition(label));
    await sequelize.query(
      "INSERT INTO platform.app_versions (id, app_id, number, definition, content_hash) VALUES ($1, $2, 1, $3, 'hash')",
      { bind: [versionId, appId, definition] },
    );
    const [rows] = await sequelize.query(
      "INSERT INTO platform.releases (app_id, version_id, actor_id, plan, plan_hash, state) VALUES ($1, $2, $3, '{\"steps\": []}', 'hash', 'failed') RETURNING id",
      { bind: [appId, versionId, accountId] },
    );
    await sequelize.query(
      "INSERT INTO platform.imports (id, workspace_id, actor_id, file_name, file_path, state) VALUES ($1, $2, $3, 'a.csv', '/nowhere/a.csv', 'failed')",
      { bind: [importId, workspaceId, accountId] },
    );
    await sequelize.query("UPDATE platform.drafts SET revision = 1 WHERE id = $1", { bind: [draftId] });
    await sequelize.query(
      `INSERT INTO platform.draft_edits (draft_id, revision, batch_id, actor_id, label, forward, inverse, result, format)
       VALUES ($1, 1, 'batch-00000', $2, 'Edit', '[]', '[]', '{"overtook": []}', 1)`,
      { bind: [draftId, accountId] },
    );
    return { appId, draftId, versionId, importId, releaseId: (rows as { id: string }[])[0]?.id ?? "" };
  };
  own = await thingsOf("Shop");
  foreign = await thingsOf("Other");
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

/** Asks an endpoint about these things as somebody; `headers` over the studio's own. */
function ask(endpoint: Endpoint, ids: Ids, who: string, headers: Record<string, string> = {}): Promise<Answer> {
  const line = lines[endpoint.name];
  const others = { modelId: modelId("book"), rowId: "1", keyId: "1", canvas: "models", revision: "1" };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => ({ ...ids, ...others })[name as keyof Ids]);
  const body = endpoint.rawBody ? "a,b\n1,2\n" : line?.body === undefined ? undefined : JSON.stringify(line.body);
  return served.send(endpoint.method, `${PLATFORM_PREFIX}${path}${line?.query ?? ""}`, {
    host: "localhost:1",
    body,
    headers: {
      origin: "http://localhost:1",
      ...(cookies[who] ? { cookie: cookies[who] } : {}),
      ...(line?.body === undefined ? {} : { "content-type": "application/json" }),
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
      ...headers,
    },
  });
}

describe("every endpoint", () => {
  it("has its line", () => {
    expect(Object.keys(lines).sort()).toEqual(guarded.map(({ name }) => name).sort());
  });

  describe.each(guarded.map((endpoint) => [endpoint.name, endpoint] as const))("%s", (name, endpoint) => {
    const line = lines[name] as Line;
    const codeOf = ({ status, json }: Answer) => `${status} ${json?.code ?? ""}`;

    it("answers nobody without a session", async () => {
      expect(codeOf(await ask(endpoint, own, "nobody"))).toBe("401 unauthenticated");
    });
    it("answers no other site, whatever it sends along", async () => {
      for (const headers of [
        { origin: "http://shop.localhost:1" },
        { origin: "http://localhost:2" },
        { origin: "https://localhost:1" },
        { origin: "null" },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "cross-site" },
      ]) {
        expect(codeOf(await ask(endpoint, own, "owner", headers as never)), JSON.stringify(headers)).toBe(
          "403 bad_origin",
        );
      }
      if (endpoint.method === "GET") return;
      expect(codeOf(await ask(endpoint, own, "owner", { origin: "" }))).toBe("403 bad_origin");
    });
    it("takes no body that a form could send", async () => {
      if (line.body === undefined) return;
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
        expect((await ask(endpoint, own, "owner", { "content-type": type })).status, type).toBe(415);
    });
    it("is not there for another workspace", async () => {
      const { status, text } = await ask(endpoint, own, "stranger");
      if (line.ownWorkspace) {
        expect(status).toBeLessThan(300);
        expect(text).not.toContain("Shop");
      } else expect(status).toBe(404);
    });
    it("does for a viewer what viewers may", async () => {
      const { status } = await ask(endpoint, own, "viewer");
      if (line.viewer === 403) expect(status).toBe(403);
      else expect(status).toBe(200);
    });
    it("does for an editor what editors may", async () => {
      const { status } = await ask(endpoint, own, "editor");
      if (line.editor !== undefined) expect(status).toBe(line.editor);
      else expect([401, 403, 500]).not.toContain(status);
    });
    it("lets its owner in", async () => {
      const answer = await ask(endpoint, own, "owner");
      expect([401, 403, 415, 500], answer.text).not.toContain(answer.status);
    });
  });
});

/** Ids of one app under the path of another, both of the same owner: what is found by one must belong to the other. */
describe("what belongs to another app", () => {
  it.each([
    ["getVersion", "versionId"],
    ["reviewRollback", "versionId"],
    ["rollBack", "versionId"],
    ["getRelease", "releaseId"],
  ] as const)("is not there for %s", async (name, id) => {
    const endpoint = guarded.find((one) => one.name === name) as Endpoint;
    expect((await ask(endpoint, { ...own, [id]: foreign[id] }, "owner")).status).toBe(404);
  });

  it("cannot be reached through a body", async () => {
    const edit = guarded.find((one) => one.name === "editDraft") as Endpoint;
    const answer = await served.send("POST", `${PLATFORM_PREFIX}${edit.path.replace(":draftId", own.draftId)}`, {
      host: "localhost:1",
      headers: { origin: "http://localhost:1", "content-type": "application/json", cookie: cookies.owner ?? "" },
      body: { ...(lines.editDraft?.body as object), draftId: foreign.draftId, appId: foreign.appId },
    });
    expect(answer).toMatchObject({ status: 422, json: { code: "invalid_values" } });
  });
});
