import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#contract/endpoint";
import { PLATFORM_PREFIX } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";
import { isSensitive, type TokenScope, tokenScopes } from "#contract/permissions";
import type { DraftId } from "#contract/platform-ids";
import { emptyDefinition } from "#engine/definition/app-definition";
import { SETTINGS_ID } from "#engine/edits/edit";
import { hashPassword } from "#engine/runtime/passwords";
import { openSession } from "#server/commands/accounts/open-session";
import { sessionCookieName } from "#server/commands/accounts/session-cookie";
import { createToken } from "#server/commands/tokens/create-token";
import { inviteMember } from "#server/commands/workspaces/invite-member";
import { uuid7 } from "#server/platform-database/uuid7";
import type { Actor } from "#server/policies/actor";
import { clientEvents } from "#server/realtime/client-events";
import { modelId, testId } from "../builders.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Answer, type Served, servePlatform } from "../support/serve-platform.ts";

/**
 * Every endpoint of the platform × everybody who may come: nobody, another workspace's owner, viewer, viewer with data,
 * editor, owner, and a token of each scope. A new endpoint without a line here fails. What belongs to another workspace
 * is not there (404), what the role or the scope does not allow is refused (403), and its owner is let in.
 */
type Ids = Record<"appId" | "draftId" | "versionId" | "number" | "importId", string>;
type Kind = "owner" | "editor" | "viewer with data" | "viewer";
const kinds: readonly Kind[] = ["viewer", "viewer with data", "editor", "owner"];
const admitted: Readonly<Record<Line["who"], readonly Kind[]>> = {
  members: kinds,
  data: ["viewer with data", "editor", "owner"],
  builders: ["editor", "owner"],
  owners: ["owner"],
};

interface Line {
  readonly body?: unknown;
  readonly query?: string;
  /** Written out once more, and not read from the permissions: what is changed there must be changed here too. */
  readonly who: "members" | "data" | "builders" | "owners";
  readonly scope: TokenScope | "any" | "people" | "edit and data" | "manage and data";
  /** An editor who is not the one that began it. */
  readonly editor?: 404;
  /** Sensitive: not in a session that was confirmed long ago. */
  readonly fresh?: true;
  /** It takes its caller away: each time somebody new. */
  readonly once?: true;
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
  listApps: { who: "members", scope: "read", ownWorkspace: true },
  createApp: { who: "builders", scope: "edit", body: { label: "New" }, ownWorkspace: true },
  getApp: { who: "members", scope: "read" },
  listDeletedApps: { who: "owners", scope: "manage", ownWorkspace: true },
  restoreApp: { who: "owners", scope: "manage" },
  deleteAppPermanently: { who: "owners", scope: "manage", fresh: true, body: { confirm: "another name" } },
  deleteApp: { who: "owners", scope: "manage", fresh: true, body: { confirm: "another name" } },
  listApiKeys: { who: "builders", scope: "manage" },
  createApiKey: {
    who: "builders",
    scope: "manage and data",
    fresh: true,
    body: { name: "Key", groupId: testId("group", "none") },
  },
  deleteApiKey: { who: "builders", scope: "manage" },
  listAppUsers: { who: "data", scope: "data" },
  inviteAppUser: { who: "builders", scope: "data", editor: 404, body: { name: "Ada", email: "ada@example.com" } },
  linkAppUser: { who: "builders", scope: "data", editor: 404 },
  approveAppUser: { who: "builders", scope: "data", editor: 404, body: { version: 1 } },
  declineAppUser: { who: "builders", scope: "data", editor: 404, body: { version: 1, isMailed: false } },
  changeAppUser: { who: "builders", scope: "data", editor: 404, body: { version: 1, active: false } },
  setAppUserGroups: { who: "builders", scope: "data", editor: 404, body: { groups: [] } },
  endAppUserSessions: { who: "builders", scope: "data", editor: 404 },
  listAppMails: { who: "data", scope: "data" },
  listAppInbox: { who: "owners", scope: "people" },
  sendAppTestMail: { who: "builders", scope: "edit", body: { mail: "reset" } },
  getDraft: { who: "members", scope: "read" },
  listDraftEdits: { who: "members", scope: "read" },
  listDraftHistory: { who: "members", scope: "read" },
  getDraftEdit: { who: "members", scope: "read" },
  compareDraft: { who: "members", scope: "read", query: "?side=after" },
  restoreDraft: { who: "builders", scope: "edit", body: { batchId: "batch-of-a-test", revision: 1, side: "before" } },
  listDraftConflicts: { who: "members", scope: "read" },
  editDraft: {
    who: "builders",
    scope: "edit",
    body: { batchId: "batch-00001", seenRevision: 0, label: "Edit", operations: [edit] },
  },
  undoDraftEdit: { who: "builders", scope: "edit", body: { batchId: "batch-00002" } },
  redoDraftEdit: { who: "builders", scope: "edit", body: { batchId: "batch-00003" } },
  saveLayout: { who: "builders", scope: "edit", body: {} },
  reviewPlan: { who: "builders", scope: "publish", body: { answers: {} } },
  publishDraft: { who: "builders", scope: "publish", body: publish },
  reviewRollback: { who: "builders", scope: "publish", body: { answers: {} } },
  rollBack: { who: "builders", scope: "publish", body: publish },
  cancelRelease: { who: "builders", scope: "publish" },
  listReleases: { who: "members", scope: "read" },
  getRelease: { who: "members", scope: "read" },
  getVersion: { who: "members", scope: "read" },
  listRows: { who: "data", scope: "data" },
  createRow: { who: "builders", scope: "data", body: { values: {} } },
  updateRow: { who: "builders", scope: "data", body: { version: 1, values: {} } },
  deleteRow: { who: "builders", scope: "data", query: "?version=1" },
  listBreakingRows: { who: "data", scope: "data" },
  listOffendingRows: { who: "data", scope: "data" },
  evaluateFormula: { who: "data", scope: "data", editor: 404, body: { formula: "1", keys: [1] } },
  previewFormula: { who: "data", scope: "data" },
  countRows: { who: "data", scope: "data" },
  previewDelete: { who: "builders", scope: "data", body: { rowIds: [1] } },
  listRowTitles: { who: "data", scope: "data", query: "?search=" },
  findRowsByTitle: { who: "data", scope: "data", body: { titles: ["x"] } },
  searchRows: { who: "data", scope: "data", query: "?search=a" },
  listRowHistory: { who: "data", scope: "data", editor: 404 },
  listDeletedRows: { who: "data", scope: "data" },
  restoreRow: { who: "builders", scope: "data", editor: 404 },
  startImport: { who: "builders", scope: "edit", query: "?fileName=a.csv", ownWorkspace: true },
  getImport: { who: "builders", scope: "edit", editor: 404 },
  checkImport: { who: "builders", scope: "edit", editor: 404, body: proposal },
  acceptImport: { who: "builders", scope: "edit", editor: 404, body: { proposal, into: { app: "new", label: "X" } } },
  keepProposal: { who: "builders", scope: "edit", editor: 404, body: proposal },
  mapImport: { who: "builders", scope: "edit and data", editor: 404, body: liveModel },
  loadImport: {
    who: "builders",
    scope: "edit and data",
    editor: 404,
    body: { ...liveModel, mapping: { fields: [], key: null, existing: { do: "add" } } },
  },
  takeBackRows: { who: "builders", scope: "edit and data", editor: 404 },
  readSheet: { who: "builders", scope: "edit", editor: 404, body: { sheet: "Sheet1" } },
  cancelImport: { who: "builders", scope: "edit", editor: 404 },
  previewRows: {
    who: "data",
    scope: "data",
    body: {
      as: { kind: "builder" },
      path: "/",
      rows: { reads: { modelId: modelId("book"), title: true, fields: {} }, pageSize: 10, parameters: [] },
      queries: [],
    },
  },
  tryForm: { who: "builders", scope: "data", body: { as: { kind: "anonymous" }, values: [] } },
  whoAmI: { who: "members", scope: "any", ownWorkspace: true },
  changeAccount: { who: "members", scope: "people", body: { name: "Another name" }, ownWorkspace: true },
  changePassword: {
    who: "members",
    scope: "people",
    body: { current: "wrong", password: "nine birds count twice" },
    ownWorkspace: true,
  },
  confirmSession: { who: "members", scope: "people", body: { password: "seven trees stand here" }, ownWorkspace: true },
  getConfirmation: { who: "members", scope: "people", ownWorkspace: true },
  getAddressChange: { who: "members", scope: "people", ownWorkspace: true },
  askForAddress: {
    who: "members",
    scope: "people",
    fresh: true,
    body: { email: "new@example.com" },
    ownWorkspace: true,
  },
  sendAddressLinkAgain: { who: "members", scope: "people", fresh: true, ownWorkspace: true },
  cancelAddressChange: { who: "members", scope: "people", ownWorkspace: true },
  listSessions: { who: "members", scope: "people", ownWorkspace: true },
  endSession: { who: "members", scope: "people" },
  endOtherSessions: { who: "members", scope: "people", ownWorkspace: true },
  leaveWorkspace: { who: "members", scope: "people", once: true, ownWorkspace: true },
  switchWorkspace: { who: "members", scope: "people", body: { workspaceId: "home" } },
  listApiTokens: { who: "members", scope: "people", ownWorkspace: true },
  createApiToken: {
    who: "members",
    scope: "people",
    fresh: true,
    body: { name: "Child", scopes: ["read"], days: 7 },
    ownWorkspace: true,
  },
  revokeApiToken: { who: "members", scope: "people" },
  getDiagnosis: { who: "owners", scope: "manage" },
  getMailStatus: { who: "owners", scope: "manage", ownWorkspace: true },
  listMails: { who: "owners", scope: "manage", ownWorkspace: true },
  retryMail: { who: "owners", scope: "manage" },
  retryMails: { who: "owners", scope: "manage", body: {}, ownWorkspace: true },
  cancelMail: { who: "owners", scope: "manage" },
  sendTestMail: { who: "owners", scope: "manage", ownWorkspace: true },
  tryMailServer: { who: "owners", scope: "manage", ownWorkspace: true },
  listInbox: { who: "owners", scope: "people", ownWorkspace: true },
  getInboxMail: { who: "owners", scope: "people", fresh: true },
  getInboxSource: { who: "owners", scope: "people", fresh: true },
  deleteInboxMail: { who: "owners", scope: "people" },
  emptyInbox: { who: "owners", scope: "people", ownWorkspace: true },
  listMembers: { who: "members", scope: "read", ownWorkspace: true },
  changeMember: { who: "owners", scope: "manage", fresh: true, body: { role: "viewer", data: false } },
  removeMember: { who: "owners", scope: "manage", fresh: true },
  renameWorkspace: { who: "owners", scope: "manage", body: { name: "Home" }, ownWorkspace: true },
  listInvitations: { who: "owners", scope: "manage", ownWorkspace: true },
  inviteMember: {
    who: "owners",
    scope: "manage",
    fresh: true,
    body: { email: "carl@example.com", role: "viewer" },
    ownWorkspace: true,
  },
  sendInvitationAgain: { who: "owners", scope: "manage", fresh: true },
  revokeInvitation: { who: "owners", scope: "manage" },
  listAudit: { who: "builders", scope: "manage", ownWorkspace: true },
  exportAudit: { who: "owners", scope: "manage", fresh: true, ownWorkspace: true },
};
const guarded = endpoints.filter((endpoint) => endpoint.auth === "builder") as readonly Endpoint[];

let platform: TestPlatform;
let served: Served;
let members: Record<string, Actor>;
let own: Ids;
let foreign: Ids;
const cookies: Record<string, string> = {};
const tokens: Record<string, string> = {};
/** Of things that are nobody's, or the owner's: parameters that no line is about. */
const others: Record<string, string> = {
  modelId: modelId("book"),
  formId: "frm_contact000000000",
  rowId: "1",
  constraintId: "1",
  keyId: "1",
  canvas: "models",
};

const cookieOf = async ({ accountId }: Pick<Actor, "accountId">): Promise<string> => {
  const { sequelize, config } = platform.context;
  const { token } = await sequelize.transaction((transaction) =>
    openSession(platform.context, { accountId }, transaction),
  );
  return `${sessionCookieName(config)}=${token}`;
};

/** Another session of one of the members, who gave the password a minute too long ago. */
async function oldCookieOf(who: Kind): Promise<string> {
  const cookie = await cookieOf(members[who] as Actor);
  const hash = createHash("sha256").update(cookie.split("=")[1] as string);
  await platform.context.sequelize.query(
    "UPDATE platform.sessions SET confirmed_at = now() - interval '16 minutes' WHERE token_hash = $1",
    { bind: [hash.digest()] },
  );
  return cookie;
}

beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  members = {
    owner: platform.actor,
    editor: await platform.member("editor"),
    viewer: await platform.member("viewer"),
    "viewer with data": await platform.member("viewer with data"),
    stranger: await platform.member("owner", "elsewhere"),
  };
  const { sequelize } = platform.context;
  for (const [who, member] of Object.entries(members)) cookies[who] = await cookieOf(member);
  const passwordHash = await hashPassword("seven trees stand here");
  await sequelize.query("UPDATE platform.accounts SET password_hash = $1", { bind: [passwordHash] });

  const { viewer, owner } = members as { viewer: Actor; owner: Actor };
  const tokenOf = async (actor: Actor, scopes: readonly TokenScope[]) =>
    (await createToken(platform.context, actor, { name: "Script", scopes, days: 7 })).secret;
  for (const scope of tokenScopes) tokens[scope] = await tokenOf(owner, [scope]);
  tokens["a viewer's, of all scopes"] = await tokenOf(viewer, tokenScopes);
  const spare = await platform.member("editor");
  const invited = await inviteMember(platform.context, owner, {
    email: "grace@example.com",
    role: "editor",
    data: false,
  });
  const { token } = await createToken(platform.context, owner, { name: "Spare", scopes: ["read"], days: 7 });
  Object.assign(others, {
    accountId: spare.accountId,
    invitationId: invited.id,
    tokenId: token.id,
    sessionId: uuid7(new Date()),
    mailId: uuid7(new Date()),
    inboxMailId: uuid7(new Date()),
    revision: "1",
  });
  // Each app's release has a number that is not one of the other app's.
  const thingsOf = async (label: string, number: number): Promise<Ids> => {
    const { appId, draftId } = await platform.createApp(label);
    const versionId = uuid7(new Date());
    const importId = uuid7(new Date());
    const { accountId, workspaceId } = platform.actor;
    const definition = JSON.stringify(emptyDefinition(label));
    await sequelize.query(
      "INSERT INTO platform.app_versions (id, app_id, number, definition, content_hash) VALUES ($1, $2, 1, $3, 'hash')",
      { bind: [versionId, appId, definition] },
    );
    await sequelize.query(
      "INSERT INTO platform.releases (app_id, number, version_id, actor_id, plan, plan_hash, state) VALUES ($1, $4, $2, $3, '{\"steps\": []}', 'hash', 'failed')",
      { bind: [appId, versionId, accountId, number] },
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
    return { appId, draftId, versionId, importId, number: String(number) };
  };
  own = await thingsOf("Shop", 1);
  foreign = await thingsOf("Other", 2);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

/** Asks an endpoint about these things; `headers` over the studio's own, a token instead of them. */
async function ask(
  endpoint: Endpoint,
  ids: Ids,
  who: string | { readonly token: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const line = lines[endpoint.name];
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => ({ ...others, ...ids })[name] ?? name);
  const body = endpoint.rawBody
    ? "a,b\n1,2\n"
    : line?.body === undefined
      ? undefined
      : JSON.stringify(line.body).replace('"home"', `"${platform.actor.workspaceId}"`);
  const sender: Record<string, string> =
    typeof who === "object"
      ? { authorization: `Bearer ${who.token}` }
      : { origin: "http://localhost:1", ...(await cookieHeader(who, line)) };
  return served.send(endpoint.method, `${PLATFORM_PREFIX}${path}${line?.query ?? ""}`, {
    host: "localhost:1",
    body,
    headers: {
      ...sender,
      ...(line?.body === undefined ? {} : { "content-type": "application/json" }),
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
      ...headers,
    },
  });
}

async function cookieHeader(who: string, line: Line | undefined): Promise<Record<string, string>> {
  if (line?.once && (kinds as readonly string[]).includes(who)) {
    return { cookie: await cookieOf(await platform.member(who as Kind)) };
  }
  return cookies[who] ? { cookie: cookies[who] } : {};
}

const REFUSED = [401, 403, 415, 500];

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
    it("answers no other site, whatever it sends along [SEC-02]", async () => {
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
        expect(REFUSED).not.toContain(status);
        expect(status).not.toBe(404);
        expect(text).not.toContain("Shop");
        expect(text).not.toContain(platform.actor.email);
      } else expect(status).toBe(404);
    });
    for (const kind of kinds) {
      const isAdmitted = admitted[line?.who ?? "owners"].includes(kind);
      it(`${isAdmitted ? "lets in" : "refuses"} a member: ${kind}`, async () => {
        const answer = await ask(endpoint, own, kind);
        if (!isAdmitted) expect(codeOf(answer)).toBe("403 forbidden");
        else if (kind === "editor" && line.editor !== undefined) expect(answer.status).toBe(line.editor);
        else expect(REFUSED, answer.text).not.toContain(answer.status);
      });
    }
    it(`${line?.fresh ? "asks again" : "does not ask again"} who is there when the session is old`, async () => {
      expect(endpoint.action !== undefined && isSensitive(endpoint.action)).toBe(line.fresh === true);
      if (!line.fresh) return;
      const before = await everything();
      for (const kind of admitted[line.who]) {
        const cookie = await oldCookieOf(kind);
        expect(codeOf(await ask(endpoint, own, kind, { cookie })), kind).toBe("403 confirmation_required");
      }
      expect(await everything(), "nothing was done").toEqual(before);
      // The same session once it is confirmed; another of the same person is as old as before.
      const [cookie, another] = [await oldCookieOf("owner"), await oldCookieOf("owner")];
      const confirm = guarded.find((one) => one.name === "confirmSession") as Endpoint;
      expect((await ask(confirm, own, "owner", { cookie })).status).toBe(204);
      const done = await ask(endpoint, own, "owner", { cookie });
      expect(REFUSED, done.text).not.toContain(done.status);
      expect(codeOf(await ask(endpoint, own, "owner", { cookie: another }))).toBe("403 confirmation_required");
      // Who may not do it is not asked.
      for (const kind of kinds.filter((each) => !admitted[line.who].includes(each)))
        expect(codeOf(await ask(endpoint, own, kind, { cookie: await oldCookieOf(kind) }))).toBe("403 forbidden");
    });
    it("lets tokens do what their scopes say, and never more than their person may", async () => {
      for (const scope of tokenScopes) {
        const answer = await ask(endpoint, own, { token: tokens[scope] ?? "" });
        if (line.scope === "people") expect(codeOf(answer), scope).toBe("403 people_only");
        else if (line.scope === "any" || line.scope === "read" || line.scope === scope) {
          expect(REFUSED, `${scope}: ${answer.text}`).not.toContain(answer.status);
        } else expect(codeOf(answer), scope).toBe("403 insufficient_scope");
      }
      const answer = await ask(endpoint, own, { token: tokens["a viewer's, of all scopes"] ?? "" });
      if (!admitted[line.who].includes("viewer")) expect(codeOf(answer)).toBe("403 forbidden");
      else if (line.scope === "people") expect(codeOf(answer)).toBe("403 people_only");
      else expect(REFUSED, answer.text).not.toContain(answer.status);
    });
  });
});

/** What an act could have changed. The tables of sessions are left out: they note when each was last seen. */
async function everything(): Promise<unknown> {
  const counted = [
    "accounts",
    "apps",
    "memberships",
    "invitations",
    "api_tokens",
    "mails",
    "audit_log",
    "audit_intents",
  ];
  const counts = counted.map((table) => `(SELECT count(*) FROM platform.${table}) AS ${table}`).join(", ");
  const [rows] = await platform.context.sequelize.query(
    `SELECT ${counts}, (SELECT string_agg(m::text, ',' ORDER BY m.account_id) FROM platform.memberships m) AS members,
            (SELECT count(*) FROM platform.apps WHERE deleted_at IS NULL) AS alive`,
  );
  return rows;
}

/** The socket's events are judged by the same commands, and only for who is signed in: here, what a viewer may not. */
describe("the socket", () => {
  it("has an event of each kind judged by role: a viewer's edit is refused over HTTP and socket by one command", async () => {
    const viewer = await platform.member("viewer");
    const request = { draftId: own.draftId as DraftId, batchId: "batch-viewer", seenRevision: 1, label: "Edit" };
    const call = (actor: Actor) => ({ actor, socket: undefined as never, presence: undefined as never });
    const edits = { ...request, operations: [edit] as never };
    await expect(
      clientEvents["draft.edit"](platform.context, { ...call(viewer), request: edits }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const event of ["draft.undo", "draft.redo"] as const) {
      const { draftId, batchId } = request;
      const refused = clientEvents[event](platform.context, { ...call(viewer), request: { draftId, batchId } });
      await expect(refused, event).rejects.toMatchObject({ code: "forbidden" });
    }
    const editor = await platform.member("editor");
    const done = await clientEvents["draft.edit"](platform.context, { ...call(editor), request: edits });
    expect(done.revision).toBeGreaterThan(1);
    const stranger = await platform.member("owner", "elsewhere");
    for (const event of ["draft.edit", "draft.join"] as const) {
      const joining = { ...edits, afterRevision: 0 };
      const refused = clientEvents[event](platform.context, { ...call(stranger), request: joining as never });
      await expect(refused, event).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

/** Ids of one app under the path of another, both of the same owner: what is found by one must belong to the other. */
describe("what belongs to another app", () => {
  it.each([
    ["getVersion", "versionId"],
    ["reviewRollback", "versionId"],
    ["rollBack", "versionId"],
    ["getRelease", "number"],
    ["cancelRelease", "number"],
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
