import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditActions } from "#contract/audit-actions";
import type { AuditLine } from "#contract/http/audit";
import { OperationalError, UserError } from "#engine/errors";
import { hashPassword } from "#engine/runtime/passwords";
import { auditAcross } from "#server/commands/audit/across-databases";
import { exportAudit, listAudit } from "#server/commands/audit/list-audit";
import { finishLiveImport } from "#server/commands/imports/live/finish-live-import";
import { createToken } from "#server/commands/tokens/create-token";
import { revokeToken } from "#server/commands/tokens/revoke-token";
import { removeMember } from "#server/commands/workspaces/remove-member";
import { Import } from "#server/models/import";
import { newLocalKey } from "#server/operations/local-server";
import type { Actor } from "#server/policies/actor";
import { signIn } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Served, servePlatform } from "../support/serve-platform.ts";

let platform: TestPlatform;
let served: Served;
beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

const sql = async <Row>(text: string, bind: unknown[] = []): Promise<Row[]> =>
  (await platform.context.sequelize.query(text, { bind }))[0] as Row[];
const lines = async (action?: string): Promise<readonly AuditLine[]> =>
  (await listAudit(platform.context, platform.actor, { limit: 200, ...(action ? { action: action as never } : {}) }))
    .results;

describe("the audit log", () => {
  it("cannot be changed or shortened, not even past the program", async () => {
    await platform.createApp("Shop");
    for (const statement of [
      "UPDATE platform.audit_log SET action = 'nothing'",
      "DELETE FROM platform.audit_log",
      "TRUNCATE platform.audit_log",
    ]) {
      await expect(sql(statement), statement).rejects.toThrow(/append-only/);
    }
    expect((await lines("app.created")).map(({ subject }) => subject)).toContain("Shop");
  });

  it("has no line of an act that was rolled back, and no act without its line", async () => {
    const { sequelize } = platform.context;
    await expect(
      sequelize.transaction(async (transaction) => {
        const { createApp } = await import("#server/commands/apps/create-app");
        await createApp(platform.context, platform.actor, { label: "Never" }, transaction);
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect((await lines("app.created")).map(({ subject }) => subject)).not.toContain("Never");
  });

  it("is read by its own workspace alone, newest first, a page at a time", async () => {
    const stranger = await platform.member("owner", "elsewhere");
    for (let index = 0; index < 7; index++) await platform.createApp(`App ${index}`);
    const { results } = await listAudit(platform.context, stranger, { limit: 50 });
    expect(results).toEqual([]);
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listAudit(platform.context, platform.actor, { limit: 3, action: "app.created", before });
      seen.push(...page.results.map(({ subject }) => subject));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual(["App 6", "App 5", "App 4", "App 3", "App 2", "App 1", "App 0", "Shop"]);
  });

  it("is narrowed by person, app and time", async () => {
    const editor = await platform.member("editor");
    const { createApp } = await import("#server/commands/apps/create-app");
    const { appId } = await platform.context.sequelize.transaction((transaction) =>
      createApp(platform.context, editor, { label: "Hers" }, transaction),
    );
    const ask = (filter: object) => listAudit(platform.context, platform.actor, { limit: 50, ...filter });
    expect((await ask({ actorId: editor.accountId })).results.map(({ subject }) => subject)).toEqual(["Hers"]);
    expect((await ask({ appId })).results[0]).toMatchObject({ app: { label: "Hers" }, actor: { name: "editor" } });
    expect((await ask({ until: "2000-01-01T00:00:00Z" })).results).toEqual([]);
    expect((await ask({ from: "2000-01-01T00:00:00Z", appId })).results).toHaveLength(1);
  });

  it("is exported whole, oldest first, by owners alone, and the export is a line of it", async () => {
    const before = (await lines()).length;
    const exported: AuditLine[] = [];
    for await (const page of exportAudit(platform.context, platform.actor, {})) exported.push(...page);
    expect(exported).toHaveLength(before + 1);
    expect(exported.at(-1)?.action).toBe("audit.exported");
    const ids = exported.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const editor = await platform.member("editor");
    await expect(exportAudit(platform.context, editor, {}).next()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("holds failed sign-ins, without what was typed", async () => {
    await sql("UPDATE platform.accounts SET password_hash = $1", [await hashPassword("seven trees stand here")]);
    const headers = { origin: "http://localhost:1", "content-type": "application/json" };
    for (const email of [platform.actor.email, "mypassword@typed.here"]) {
      await served.send("POST", "/platform/v1/session", {
        host: "localhost:1",
        headers,
        body: { email, password: "secret guess" },
      });
    }
    await expect.poll(() => lines("session.refused").then((found) => found.length)).toBe(1);
    const rows = await sql<{ line: string }>("SELECT a::text AS line FROM platform.audit_log a");
    const all = rows.map(({ line }) => line).join("\n");
    expect(all).not.toMatch(/secret guess|typed\.here/);
  });
});

describe("an act in the apps' database", () => {
  const act = (appId: string) => ({
    actor: platform.actor,
    action: "row.changed" as const,
    appId: appId as never,
    subject: "mdl_book00000000 7",
    asked: { values: { title: "New" } },
  });
  const intents = async () => (await sql("SELECT 1 FROM platform.audit_intents")).length;
  const late = () => sql("UPDATE platform.audit_intents SET created_at = now() - interval '1 hour'");

  it("has its line when it is done, and none when it is refused", async () => {
    const { appId } = await platform.createApp("Rows");
    const done = { before: { title: "Old" }, after: { title: "New" } };
    await auditAcross(
      platform.context,
      act(appId),
      async () => "ok",
      () => done,
    );
    expect((await lines("row.changed"))[0]).toMatchObject({ before: { title: "Old" }, after: { title: "New" } });
    const refused = auditAcross(
      platform.context,
      act(appId),
      async () => {
        throw new UserError("version_mismatch", "Somebody was faster.");
      },
      () => done,
    );
    await expect(refused).rejects.toMatchObject({ code: "version_mismatch" });
    expect(await lines("row.changed")).toHaveLength(1);
    expect(await intents()).toBe(0);
  });

  it("that was committed is never without a line: not when the connection is lost, not when the program dies", async () => {
    const { appId } = await platform.createApp("Lost");
    const lost = auditAcross(
      platform.context,
      act(appId),
      async () => {
        throw new OperationalError("The connection was lost after the commit.");
      },
      () => ({}),
    );
    await expect(lost).rejects.toThrow();
    // A program that dies after the act and before its line: nothing comes after `run`.
    void auditAcross(
      platform.context,
      act(appId),
      () => new Promise<never>(() => {}),
      () => ({}),
    ).catch(() => undefined);
    await expect.poll(intents).toBe(2);
    expect(await lines("act.unconfirmed"), "it may still be under way").toHaveLength(0);
    await late();
    const found = await lines("act.unconfirmed");
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ after: { action: "row.changed", asked: { values: { title: "New" } } } });
    expect(auditActions["act.unconfirmed"](found[0] as AuditLine)).toContain("row.changed");
    expect(await intents()).toBe(0);
  });

  it("is not done when what is about to happen cannot be noted", async () => {
    const { appId } = await platform.createApp("Shut");
    await sql("ALTER TABLE platform.audit_intents RENAME TO away");
    let isDone = false;
    const tried = auditAcross(
      platform.context,
      act(appId),
      async () => {
        isDone = true;
      },
      () => ({}),
    );
    await expect(tried).rejects.toThrow();
    await sql("ALTER TABLE platform.away RENAME TO audit_intents");
    expect(isDone).toBe(false);
  });
});

describe("by which way an act was done", () => {
  const localKey = newLocalKey();
  const made = async (label: string, headers: Record<string, string>) => {
    const answer = await served.send("POST", "/platform/v1/apps", {
      host: "localhost:1",
      headers: { "content-type": "application/json", ...headers },
      body: { label },
    });
    expect(answer.status, answer.text).toBe(201);
  };
  const viaOf = async (label: string) =>
    (await lines("app.created")).find(({ subject }) => subject === label)?.via ?? null;
  const tokenOf = async (actor: Actor, name: string) => {
    const { token, secret } = await createToken(platform.context, actor, { name, scopes: ["edit"], days: 7 });
    return { id: token.id, authorization: `Bearer ${secret}` };
  };

  it("stands in its line: in the browser, with which token, or by a command on the server's machine", async () => {
    Object.assign(platform.context, { localKey });
    const { id, authorization } = await tokenOf(platform.actor, "CI");
    await made("By hand", { cookie: await signIn(platform.context, platform.actor), origin: "http://localhost:1" });
    await made("By script", { authorization });
    await made("By command", { authorization: `Bearer ${localKey}` });
    expect(await viaOf("By hand")).toEqual({ kind: "browser" });
    expect(await viaOf("By script")).toEqual({ kind: "token", id, name: "CI", state: "valid" });
    expect(await viaOf("By command")).toEqual({ kind: "local" });
    // A key that only looks like it does nothing, and so leaves no line.
    const guessed = { authorization: `Bearer ${newLocalKey()}` };
    expect((await served.send("POST", "/platform/v1/apps", { headers: guessed })).status).toBe(401);
  });

  it("names a token that was revoked, that is over, and whose person was removed with it", async () => {
    const editor = await platform.member("editor");
    const [revoked, over, removed] = [
      await tokenOf(platform.actor, "Leaked"),
      await tokenOf(platform.actor, "Old"),
      await tokenOf(editor, "Hers"),
    ];
    await made("By leaked", revoked);
    await made("By old", over);
    await made("By hers", removed);
    await revokeToken(platform.context, platform.actor, revoked.id);
    await sql("UPDATE platform.api_tokens SET expires_at = now() - interval '1 minute' WHERE id = $1", [over.id]);
    await removeMember(platform.context, platform.actor, editor.accountId);
    expect(await sql("SELECT 1 FROM platform.api_tokens WHERE id = $1", [removed.id]), "its row is gone").toEqual([]);
    expect(await viaOf("By leaked")).toMatchObject({ name: "Leaked", state: "revoked" });
    expect(await viaOf("By old")).toMatchObject({ name: "Old", state: "expired" });
    expect(await viaOf("By hers")).toMatchObject({ name: "Hers", state: "revoked" });
    // All that one token did, whoever else may look like it; in the export too.
    const found = await listAudit(platform.context, platform.actor, { limit: 50, tokenId: removed.id });
    expect(found.results.map(({ subject }) => subject)).toEqual(["By hers"]);
    const exported: AuditLine[] = [];
    for await (const page of exportAudit(platform.context, platform.actor, { via: "token" })) exported.push(...page);
    expect(exported.map(({ subject }) => subject)).toEqual(["By script", "By leaked", "By old", "By hers"]);
    expect(exported.every(({ via }) => via?.kind === "token")).toBe(true);
    const local = await listAudit(platform.context, platform.actor, { limit: 50, via: "local" });
    expect(local.results.map(({ subject }) => subject)).toEqual(["By command"]);
  });

  it("is not claimed for lines of before it was noted, except that they name their token", async () => {
    const { id } = await tokenOf(platform.actor, "Early");
    const { workspaceId, accountId } = platform.actor;
    for (const [subject, tokenId] of [
      ["Before", null],
      ["Before, by token", id],
    ])
      await sql(
        "INSERT INTO platform.audit_log (workspace_id, actor_id, action, subject, token_id) VALUES ($1, $2, 'app.created', $3, $4)",
        [workspaceId, accountId, subject, tokenId],
      );
    expect((await lines("app.created")).find(({ subject }) => subject === "Before")).toMatchObject({ via: null });
    expect(await viaOf("Before, by token")).toMatchObject({ kind: "token", name: "Early" });
  });

  it("is kept through an act in the apps' database whose end was not heard, and through a job", async () => {
    const { appId } = await platform.createApp("Ways");
    const actor = { ...platform.actor, via: { kind: "local" } as const };
    const lost = auditAcross(
      platform.context,
      { actor, action: "row.changed", appId, subject: "mdl_ways00000000 1" },
      async () => {
        throw new OperationalError("The connection was lost after the commit.");
      },
      () => ({}),
    );
    await expect(lost).rejects.toThrow();
    await sql("UPDATE platform.audit_intents SET created_at = now() - interval '1 hour'");
    const [line] = (await listAudit(platform.context, platform.actor, { limit: 5, action: "act.unconfirmed", appId }))
      .results;
    expect(line?.via).toEqual({ kind: "local" });

    const { id, authorization } = await tokenOf(platform.actor, "Loader");
    const answer = await served.send("POST", "/platform/v1/imports?fileName=films.csv", {
      headers: { authorization, "content-type": "application/octet-stream" },
      body: "title\nAlien\n",
    });
    expect(answer.status, answer.text).toBe(202);
    const row = await Import.findByPk(answer.json.id, { rejectOnEmpty: true });
    await expect.poll(async () => (await row.reload()).state).toBe("proposed");
    await row.update({ state: "importing", appId });
    await finishLiveImport(platform.context, row, { added: 1, updated: 0, unchanged: 0, skipped: 0, ids: null });
    expect((await lines("rows.imported"))[0]?.via).toEqual({ kind: "token", id, name: "Loader", state: "valid" });
  });
});

it("finds the few lines of a rare way without reading the whole log", async () => {
  const { workspaceId, accountId } = platform.actor;
  await sql(
    `INSERT INTO platform.audit_log (workspace_id, actor_id, action, via)
     SELECT $1, $2, 'row.changed', CASE WHEN n % 4000 = 0 THEN 'local' ELSE 'browser' END FROM generate_series(1, 20000) n`,
    [workspaceId, accountId],
  );
  await sql("ANALYZE platform.audit_log");
  const spy = vi.spyOn(platform.context.sequelize, "query");
  await listAudit(platform.context, platform.actor, { limit: 50, via: "local" });
  const [text, options] = spy.mock.calls.find(([asked]) => String(asked).includes("FROM platform.audit_log")) ?? [];
  spy.mockRestore();
  const { bind } = options as { bind: unknown[] };
  const plan = await platform.context.appDatabase.pool.query(`EXPLAIN ${String(text)}`, bind);
  expect(JSON.stringify(plan.rows)).toContain("audit_log_way");
});

/** Every command that writes to the platform's tables says what it did, or is on this list with the reason. */
const OTHER_LOGS: Readonly<Record<string, string>> = {
  "drafts/": "a draft's batches are its own log, with their authors and inverses",
  "imports/": "an import's steps are in its row; what it draws is a batch, and what it loads is said by its commands",
  "accounts/": "sessions and counters; each sign-in, reset and change is recorded by the command that causes it",
};

it("is written by every command that changes something", () => {
  const root = resolve(import.meta.dirname, "../../server/commands");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.includes(".test."),
  );
  const silent = files.filter((name) => {
    const source = readFileSync(join(root, name), "utf8").replace(/createHash\([^)]*\)\s*\.update\(/g, "");
    const writes = /\.(create|update|destroy|bulkCreate)\(|INSERT INTO|UPDATE platform|DELETE FROM/.test(source);
    const records = /recordAudit|auditAcross|queueRelease/.test(source);
    return writes && !records && !Object.keys(OTHER_LOGS).some((folder) => name.startsWith(folder));
  });
  expect(silent.sort()).toEqual([
    "apps/remove-remains.ts", // carries out what has its line by then
    "data/staged/in-staged.ts", // notes how many rows wait; write-staged-rows.ts records what was written
    "mail/dev-inbox.ts", // a mailbox of the developer's own
    "tokens/find-token.ts", // notes the last use, to the hour
    "workspaces/switch-workspace.ts", // where one session of one's own looks
  ]);
});
