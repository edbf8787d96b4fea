import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { defaultAccounts, usersModelOf } from "#engine/definition/users";
import { handleRequest } from "#engine/runtime/http/handle-request";
import { loadImport } from "#server/commands/imports/live/load-import";
import { mapImport } from "#server/commands/imports/live/map-import";
import { startImport } from "#server/commands/imports/start-import";
import { approveUser } from "#server/commands/users/approve-user";
import { changeUser, endUserSessions, setUserGroups } from "#server/commands/users/change-user";
import { declineUser } from "#server/commands/users/decline-user";
import { inviteUser, linkUser } from "#server/commands/users/invite-user";
import { listUsers } from "#server/commands/users/list-users";
import type { Config } from "#server/config/config";
import { signUpProblems } from "#server/releases/sign-up-problems";
import { runImport } from "../../workers/imports/run-import.ts";
import { app, model, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";
import { withUsers } from "../support/users.ts";

const plain = app(model("book", text("title"), { rules: { read: "user != null" }, api: true }));
const definition = withUsers(plain);
const groups = readDefinition(definition).groups.map(({ id }) => id);

let folder: string;
let test: TestPlatform;
let appId: AppId;
let made: { appId: AppId; draftId: never };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quintet-users-"));
  test = await createTestPlatform({ QUINTET_DATA: folder });
  made = (await createAppWith(test.context, test.actor, plain)) as never;
  appId = made.appId;
});
afterAll(async () => {
  await test?.close();
  await rm(folder, { recursive: true, force: true });
});

async function hosted(
  method: string,
  target: string,
  { cookie, form }: { cookie?: string; form?: Record<string, string> } = {},
) {
  const { engine, log } = test.context;
  const answer = await handleRequest(
    { appId, environment: "live" },
    {
      id: "r",
      method,
      target,
      origin: "http://shop.localhost",
      address: "127.0.0.1",
      headers: {
        "sec-fetch-site": "same-origin",
        accept: "*/*",
        ...(cookie === undefined ? {} : { cookie }),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      body: async () => Buffer.from(new URLSearchParams(form).toString()),
    },
    { ...engine, log, cookies: { insecureHttp: false } },
  );
  return { ...answer, cookie: String(answer.headers["set-cookie"] ?? "").split(";")[0] ?? "" };
}
const readsBooks = async (cookie: string) => (await hosted("GET", "/api/v1/book", { cookie })).status;

/** Changes users by a file with their id, name, address and what else it says; why it failed, or null. */
async function importUsers(content: string): Promise<string | null> {
  const { context, actor } = test;
  const body = Readable.from([Buffer.from(content)]);
  const row = await startImport(context, actor, { fileName: "users.csv", body, declaredSize: undefined });
  await expect.poll(async () => (await row.reload()).state, { timeout: 30_000 }).not.toBe("analysing");
  const modelId = usersModelOf(readDefinition(definition))?.id as never;
  const { analysis } = await mapImport(context, actor, { importId: row.id, appId, modelId, mapping: undefined });
  const proposed = analysis?.live?.mapping;
  if (!proposed) throw new Error("no mapping");
  const mapping = { ...proposed, existing: { do: "update", matchBy: "key" } } as const;
  await context.sequelize.transaction((transaction) =>
    loadImport(context, actor, { importId: row.id, appId, modelId, mapping }, transaction),
  );
  await runImport(context, row.id);
  return (await row.reload()).failure;
}

describe("the users of an app, for its builders", () => {
  it("are not there before a release has them", async () => {
    expect(await listUsers(test.context, test.actor, appId)).toEqual({ hasUsers: false, results: [] });
    await expect(
      inviteUser(test.context, test.actor, { appId, name: "Ada", email: "ada@example.com" }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it("[AUTH-03] [AUTH-12] are invited by a link, and each act on them holds at their next request", async () => {
    const { context, actor } = test;
    expect((await publishDefinition(test, made, definition)).state).toBe("live");
    const { userId, link } = await inviteUser(context, actor, { appId, name: "Ada", email: " ada@example.com" });
    await expect(inviteUser(context, actor, { appId, name: "Other", email: "ADA@example.com" })).rejects.toMatchObject({
      status: 409,
    });
    const path = new URL(link).pathname;
    const posted = await context.appDatabase.pool.query(
      "SELECT payload ->> 'mail' AS mail, payload ->> 'to' AS \"to\", payload::text AS line FROM quintet.outbox",
    );
    expect(posted.rows).toMatchObject([{ mail: "invitation", to: "ada@example.com" }]);
    expect(posted.rows[0].line).not.toContain(path);
    const first = await hosted("POST", path, { form: { password: "a quiet river at dawn" } });
    expect(first.status).toBe(303);
    expect(await readsBooks(first.cookie)).toBe(200);
    const person = async () => (await listUsers(context, actor, appId)).results[0];
    expect(await person()).toMatchObject({ name: "Ada", email: "ada@example.com", hasPassword: true, sessions: 1 });

    await setUserGroups(context, actor, { appId, userId, groups });
    expect((await person())?.groups.toSorted()).toEqual([...groups].sort());
    await expect(setUserGroups(context, actor, { appId, userId, groups: ["grp_none"] })).rejects.toMatchObject({
      status: 422,
    });
    await endUserSessions(context, actor, { appId, userId });
    expect(await readsBooks(first.cookie)).toBe(401);

    const again = await linkUser(context, actor, { appId, userId });
    const second = await hosted("POST", new URL(again.link).pathname, { form: { password: "another river at dawn" } });
    expect(await readsBooks(second.cookie)).toBe(200);
    await changeUser(context, actor, { appId, userId, version: (await person())?.version ?? 0, active: false });
    expect(await readsBooks(second.cookie)).toBe(401);
    expect((await hosted("GET", new URL(again.link).pathname)).status).toBe(410);
  });

  it("leave a line of each act in the audit log, and no link", async () => {
    const { rows } = await test.context.appDatabase.pool.query<{ action: string; line: string }>(
      "SELECT action, row_to_json(a)::text AS line FROM platform.audit_log a WHERE action LIKE 'user.%' ORDER BY id",
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "user.invited",
      "user.grouped",
      "user.signedOut",
      "user.linked",
      "user.changed",
    ]);
    for (const { line } of rows) expect(line).not.toContain("/accounts/");
  });

  it("[AUTH-12] end with the next request when a file that is imported makes them inactive", async () => {
    const { context, actor } = test;
    const signedIn = async (name: string) => {
      const { userId, link } = await inviteUser(context, actor, { appId, name, email: `${name}@example.com` });
      const form = { password: "a quiet river at dawn" };
      return { userId, cookie: (await hosted("POST", new URL(link).pathname, { form })).cookie };
    };
    const [bo, cy] = [await signedIn("bo"), await signedIn("cy")];
    for (const { cookie } of [bo, cy]) expect(await readsBooks(cookie)).toBe(200);
    expect(
      await importUsers(
        `id,name,email,active\n${bo.userId},bo,bo@example.com,false\n${cy.userId},cy,cy@example.com,true\n`,
      ),
    ).toBeNull();
    expect([await readsBooks(bo.cookie), await readsBooks(cy.cookie)]).toEqual([401, 200]);
  });

  it("are not left without an administrator, by a builder or a file", async () => {
    const { context, actor } = test;
    const named = async (name: string) =>
      (await listUsers(context, actor, appId)).results.find((user) => user.name === name);
    const change = async (name: string, changes: object) => {
      const user = await named(name);
      const place = { appId, userId: user?.id ?? "", version: user?.version ?? 0 };
      return changeUser(context, actor, { ...place, ...changes });
    };
    await change("cy", { administrator: true });
    for (const changes of [{ administrator: false }, { active: false }])
      await expect(change("cy", changes)).rejects.toMatchObject({ code: "last_administrator", status: 409 });
    const file = `id,name,email,administrator\n${(await named("cy"))?.id},cy,cy@example.com,false\n`;
    expect(await importUsers(file)).toContain("This is the last active administrator of the app.");
    await change("bo", { administrator: true, active: true });
    await change("cy", { administrator: false });
    expect(await named("cy")).toMatchObject({ administrator: false });
  });

  it("[AUTH-03] who signed up by approval wait in the list until a builder lets them in, by a mail", async () => {
    const { context, actor } = test;
    const { pool } = context.appDatabase;
    const { userId, link } = await inviteUser(context, actor, { appId, name: "Di", email: "di@example.com" });
    const form = { password: "a quiet river at dawn" };
    await hosted("POST", new URL(link).pathname, { form });
    const find = async () => (await listUsers(context, actor, appId)).results.find(({ id }) => id === userId);
    await changeUser(context, actor, { appId, userId, version: (await find())?.version ?? 0, active: false });
    const version = (await find())?.version ?? 0;
    await expect(approveUser(context, actor, { appId, userId, version })).rejects.toMatchObject({ code: "conflict" });
    const live = await context.engine.apps.get(appId, "live");
    await pool.query(`INSERT INTO ${live?.snapshot.identity.schemaName}._approvals (user_id) VALUES ($1)`, [userId]);
    expect(await find()).toMatchObject({ waiting: true });
    await approveUser(context, actor, { appId, userId, version: (await find())?.version ?? 0 });
    expect(await find()).toMatchObject({ waiting: false, active: true });
    const mails = await pool.query(
      "SELECT payload ->> 'to' AS \"to\" FROM quintet.outbox WHERE payload ->> 'mail' = 'approval'",
    );
    expect(mails.rows).toEqual([{ to: "di@example.com" }]);
  });

  it("[AUTH-03] who waits is declined, with a mail or without, and nobody else is", async () => {
    const { context, actor } = test;
    const { pool } = context.appDatabase;
    const live = await context.engine.apps.get(appId, "live");
    const waits = async (name: string) => {
      const { userId } = await inviteUser(context, actor, { appId, name, email: `${name}@example.com` });
      const find = async () => (await listUsers(context, actor, appId)).results.find(({ id }) => id === userId);
      const version = (await find())?.version ?? 0;
      const decline = async (isMailed: boolean) =>
        declineUser(context, actor, { appId, userId, version: (await find())?.version ?? 0, isMailed });
      await expect(decline(true)).rejects.toMatchObject({ code: "conflict" });
      await changeUser(context, actor, { appId, userId, version, active: false });
      await pool.query(`INSERT INTO ${live?.snapshot.identity.schemaName}._approvals (user_id) VALUES ($1)`, [userId]);
      return { find, decline };
    };
    const [eve, fay] = [await waits("eve"), await waits("fay")];
    await eve.decline(true);
    await fay.decline(false);
    expect([await eve.find(), await fay.find()]).toEqual([undefined, undefined]);
    const mails = await pool.query(
      "SELECT payload ->> 'to' AS \"to\" FROM quintet.outbox WHERE payload ->> 'mail' = 'declined'",
    );
    expect(mails.rows).toEqual([{ to: "eve@example.com" }]);
  });

  it("[AUTH-03] cannot be invited to an app that nobody may join, and sign up nowhere that sends no mail", async () => {
    const { context, actor } = test;
    const modeOf = (signUp: "closed" | "open") => ({
      ...definition,
      settings: { ...definition.settings, accounts: { ...defaultAccounts, signUp } },
    });
    await test.context.sequelize.query("UPDATE platform.drafts SET settings = $1::jsonb WHERE id = $2", {
      bind: [JSON.stringify(modeOf("closed").settings), made.draftId],
    });
    expect((await publishDefinition(test, made, definition)).state).toBe("live");
    await expect(inviteUser(context, actor, { appId, name: "Ed", email: "ed@example.com" })).rejects.toMatchObject({
      status: 409,
    });
    const planned = (config: Pick<Config, "smtp" | "production">) =>
      signUpProblems({ config: config as Config }, readDefinition(modeOf("open"))).map(({ code }) => code);
    expect(planned({ smtp: undefined, production: true })).toEqual(["PLAN_E006"]);
    expect(planned({ smtp: undefined, production: false })).toEqual([]);
  });
});
