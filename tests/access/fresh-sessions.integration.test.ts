import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashPassword } from "#engine/runtime/passwords";
import { openSession } from "#server/commands/accounts/open-session";
import { sessionCookieName } from "#server/commands/accounts/session-cookie";
import { createToken } from "#server/commands/tokens/create-token";
import type { Actor } from "#server/policies/actor";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Answer, type Served, servePlatform } from "../support/serve-platform.ts";

/**
 * An open window is not yet the person. tests/access/permission-matrix.integration.test.ts holds that every sensitive endpoint
 * asks; here is what asking is: how long it holds, for whom, and what becomes of wrong answers.
 */
const BASE = "https://studio.example.test";
const PASSWORD = "seven trees stand here";
let platform: TestPlatform;
let served: Served;
let owner: Actor;
beforeAll(async () => {
  platform = await createTestPlatform({ BASE_URL: BASE });
  served = await servePlatform(platform);
  owner = platform.actor;
  await sql("UPDATE platform.accounts SET password_hash = $1", [await hashPassword(PASSWORD)]);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});
beforeEach(() => sql("TRUNCATE platform.throttles"));

const sql = async <Row>(text: string, bind: unknown[] = []): Promise<Row[]> =>
  (await platform.context.sequelize.query(text, { bind }))[0] as Row[];
const codeOf = ({ status, json }: Answer) => `${status} ${json?.code ?? ""}`.trim();

const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  served.send(method, `/platform/v1${path}`, {
    host: "studio.example.test",
    body,
    headers: { origin: BASE, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
  });

/** A window of the owner's in which the password was given so long ago. */
async function windowOf(secondsAgo: number): Promise<{ cookie: string }> {
  const { context } = platform;
  const { token } = await context.sequelize.transaction((transaction) =>
    openSession(context, { accountId: owner.accountId }, transaction),
  );
  await sql(
    `UPDATE platform.sessions SET confirmed_at = now() - $1 * interval '1 second'
      WHERE id = (SELECT id FROM platform.sessions ORDER BY id DESC LIMIT 1)`,
    [secondsAgo],
  );
  return { cookie: `${sessionCookieName(context.config)}=${token}` };
}
const makeToken = (headers: Record<string, string>) =>
  send("POST", "/tokens", headers, { name: "Script", scopes: ["read"], days: 7 });
const confirm = (window: { cookie: string }, password: string) =>
  send("POST", "/session/confirm", window, { password });

describe("a session that was confirmed long ago", () => {
  it("is asked again after 15 minutes, and not before", async () => {
    expect(codeOf(await makeToken(await windowOf(15 * 60 + 1)))).toBe("403 confirmation_required");
    expect((await makeToken(await windowOf(15 * 60 - 20))).status).toBe(201);
  });

  it("does what is sensitive once it is confirmed; other windows of the same person are still old", async () => {
    const [here, there] = [await windowOf(3_600), await windowOf(3_600)];
    const before = await sql("SELECT id, token_hash, expires_at FROM platform.sessions ORDER BY id");
    expect((await send("GET", "/session/confirm", here)).json).toEqual({ secondsLeft: 0 });
    const answer = await confirm(here, PASSWORD);
    expect(answer.status).toBe(204);
    expect(answer.headers["set-cookie"], "no other secret").toBeUndefined();
    expect(await sql("SELECT id, token_hash, expires_at FROM platform.sessions ORDER BY id")).toEqual(before);
    expect((await send("GET", "/session/confirm", here)).json.secondsLeft).toBeGreaterThan(14 * 60);
    expect((await makeToken(here)).status).toBe(201);
    expect(codeOf(await makeToken(there))).toBe("403 confirmation_required");
  });

  it("is confirmed by a change of the password, which asks for the current one itself", async () => {
    const here = await windowOf(3_600);
    const body = { current: PASSWORD, password: "nine birds count twice" };
    expect((await send("POST", "/account/password", here, body)).status).toBe(200);
    expect((await makeToken(here)).status).toBe(201);
    await sql("UPDATE platform.accounts SET password_hash = $1", [await hashPassword(PASSWORD)]);
  });
});

describe("a wrong password", () => {
  it("confirms nothing, is said at the input, and is a line in the audit log without what was typed", async () => {
    const here = await windowOf(3_600);
    const answer = await confirm(here, "not my password at all");
    expect(answer).toMatchObject({
      status: 401,
      json: { code: "invalid_credentials", errors: [{ pointer: "/password" }] },
    });
    expect(codeOf(await makeToken(here))).toBe("403 confirmation_required");
    const [line] = await sql<{ action: string; actor_id: string; after: object }>(
      "SELECT * FROM platform.audit_log ORDER BY id DESC LIMIT 1",
    );
    expect(line).toMatchObject({ action: "session.not_confirmed", actor_id: owner.accountId });
    expect(JSON.stringify(line)).not.toContain("not my password");
  });

  it("costs waiting, however many windows guess at once, and together with the change of a password", async () => {
    const here = await windowOf(3_600);
    const windows = [here, await windowOf(3_600), await windowOf(3_600)];
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) => confirm(windows[index % 3] ?? here, `guess ${index}`)),
    );
    expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    const right = await confirm(here, PASSWORD);
    expect(codeOf(right)).toBe("429 too_many_requests");
    expect(Number(right.headers["retry-after"])).toBeGreaterThan(0);
    const change = { current: PASSWORD, password: "nine birds count twice" };
    expect(codeOf(await send("POST", "/account/password", here, change))).toBe("429 too_many_requests");
  });
});

describe("who is no person in a browser", () => {
  it("is not asked: an API token does what its scopes say, and confirms nothing", async () => {
    const { secret } = await createToken(platform.context, owner, { name: "CI", scopes: ["manage"], days: 7 });
    const token = { authorization: `Bearer ${secret}` };
    const invited = { email: "grace@example.com", role: "viewer" };
    expect((await send("POST", "/workspace/invitations", token, invited)).status).toBe(201);
    expect((await send("GET", "/workspace/audit/export", token)).status).toBe(200);
    expect(codeOf(await send("POST", "/session/confirm", token, { password: PASSWORD }))).toBe("403 people_only");
  });
});
