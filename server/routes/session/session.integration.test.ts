import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TOTAL_TRIES } from "#engine/auth/total-tries";
import type { UserError } from "#engine/errors";
import { hashPassword } from "#engine/runtime/passwords";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { type Served, servePlatform } from "../../../tests/support/serve-platform.ts";
import { MOST_SESSIONS, openSession } from "../../commands/accounts/open-session.ts";
import { beginAttempt } from "../../commands/accounts/throttle-attempt.ts";

const owner = { name: "Ada Lovelace", email: "Ada@Example.com", password: "nine birds count twice" };
const SESSION = "/platform/v1/session";

let platform: TestPlatform;
let served: Served;
beforeAll(async () => {
  platform = await createTestPlatform();
  // As before the first run: nobody is registered.
  await platform.context.sequelize.query("TRUNCATE platform.accounts, platform.workspaces CASCADE");
  served = await servePlatform(platform);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

describe("what is refused", () => {
  const signIn = { email: owner.email, password: "wrong password" };
  const json = { "content-type": "application/json" };
  const origin = async () => ({ origin: `http://${await studioHost()}` });
  const studioHost = async () => "localhost:1"; // without BASE_URL the Origin must equal the host that was asked

  it("a change without an Origin", async () => {
    const answer = await served.send("POST", SESSION, { body: signIn, headers: json });
    expect(answer).toMatchObject({ status: 403, json: { code: "bad_origin" } });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });
  it("a change from another origin, an app's host included [SEC-02]", async () => {
    for (const from of ["https://evil.example", "http://shop.localhost:4000", "null"]) {
      expect(
        (await served.send("POST", SESSION, { body: signIn, headers: { ...json, origin: from } })).status,
        from,
      ).toBe(403);
    }
  });
  it("a read that a page of another site makes", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect((await served.send("GET", SESSION, { headers: { "sec-fetch-site": site } })).status, site).toBe(403);
    }
  });
  it("a body that is not JSON, however it is called", async () => {
    const host = await studioHost();
    const headers = { ...(await origin()) };
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"]) {
      const answer = await served.send("POST", SESSION, {
        host,
        body: JSON.stringify(signIn),
        headers: { ...headers, "content-type": type },
      });
      expect(answer, type).toMatchObject({ status: 415, json: { code: "unsupported_media_type" } });
    }
    const broken = await served.send("POST", SESSION, { host, body: "{", headers: { ...headers, ...json } });
    expect(broken).toMatchObject({ status: 400, json: { code: "invalid_json" } });
  });
  it("unknown keys, with a pointer", async () => {
    const answer = await served.send("POST", SESSION, {
      host: await studioHost(),
      body: { ...signIn, admin: true },
      headers: { ...json, ...(await origin()) },
    });
    expect(answer).toMatchObject({ status: 422, json: { code: "invalid_values", errors: [{ pointer: "/admin" }] } });
  });
  it("everything else without a session", async () => {
    expect(await served.send("GET", "/platform/v1/apps")).toMatchObject({
      status: 401,
      json: { code: "unauthenticated" },
    });
    const forged = { cookie: `__Host-quintet-4000=${"A".repeat(43)}` };
    expect((await served.send("GET", "/platform/v1/apps", { headers: forged })).status).toBe(401);
  });
  it("hosts that are not ours", async () => {
    expect((await served.send("GET", "/", { host: "evil.example" })).status).toBe(421);
    expect((await served.send("GET", "/platform/v1/session", { host: "shop.localhost" })).status).toBe(421);
  });
  it("paths and methods that do not exist, as problem details", async () => {
    expect(await served.send("GET", "/platform/v1/nothing")).toMatchObject({
      status: 404,
      json: { code: "not_found" },
    });
    expect(await served.send("GET", "/platform/v1/apps/not-an-id")).toMatchObject({ status: 401 });
  });
});

describe("the first run", () => {
  beforeEach(() => platform.context.sequelize.query("TRUNCATE platform.throttles"));

  it("needs the printed code where callers can come from elsewhere", async () => {
    const forwarded = { "x-forwarded-for": "203.0.113.7" };
    expect((await served.send("GET", SESSION, { headers: forwarded })).json).toEqual({
      state: "first_run",
      setupCodeNeeded: true,
    });
    const headers = { ...forwarded, origin: "http://localhost:1", "content-type": "application/json" };
    const attempt = () =>
      served.send("POST", "/platform/v1/first-run", {
        host: "localhost:1",
        headers,
        body: { ...owner, setupCode: "2222-2222-2222" },
      });
    expect(await attempt()).toMatchObject({ status: 403, json: { code: "setup_code_needed" } });
    for (let index = 0; index < 5; index++) await attempt();
    expect(await attempt()).toMatchObject({ status: 429, json: { code: "too_many_requests" } });
  });
  it("refuses common passwords and impossible addresses, each with its pointer [AUTH-08]", async () => {
    const answer = await served.api("POST", "/first-run", { name: "Ada", email: "ada@@x", password: "Password1!" });
    expect(answer.status).toBe(422);
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(["/email", "/password"]);
  });
  it("makes one owner, however many try at once [CMD-02]", async () => {
    expect((await served.api("GET", "/session")).json).toEqual({ state: "first_run", setupCodeNeeded: false });
    const answers = await Promise.all(
      [1, 2, 3].map((number) => served.api("POST", "/first-run", { ...owner, email: `a${number}@example.com` })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    await platform.context.sequelize.query("UPDATE platform.accounts SET email = $1", { bind: [owner.email] });
  });
  it("signs the owner in with a cookie that scripts and other sites cannot use [SES-03]", async () => {
    await served.api("DELETE", "/session");
    const answer = await served.api("POST", "/session", { email: "ada@example.com", password: owner.password });
    expect(answer.status).toBe(201);
    expect(answer.headers["set-cookie"]?.[0]).toMatch(
      /^__Host-quintet-4000=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.json).toMatchObject({ state: "signed_in", workspace: { role: "owner" } });
    expect(answer.text).not.toContain("argon2");
  });
  it("cannot be done twice", async () => {
    expect(await served.api("POST", "/first-run", { ...owner, email: "eve@example.com" })).toMatchObject({
      status: 409,
      json: { code: "already_set_up" },
    });
  });
});

describe("sign-in", () => {
  beforeEach(() => platform.context.sequelize.query("TRUNCATE platform.throttles, platform.sessions"));

  it("answers an unknown address and a wrong password alike [AUTH-04] [AUTH-17]", async () => {
    const unknown = await served.api("POST", "/session", { email: "nobody@example.com", password: "something else" });
    const wrong = await served.api("POST", "/session", { email: owner.email, password: "something else" });
    expect(unknown.status).toBe(401);
    expect({ ...unknown.json, instance: "" }).toEqual({ ...wrong.json, instance: "" });
  });
  it("slows guessing, also when all guesses come at once [AUTH-18]", async () => {
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => served.api("POST", "/session", { email: owner.email, password: "guess" })),
    );
    const statuses = guesses.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6);
    const refused = await served.api("POST", "/session", { email: owner.email, password: owner.password });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  });
  /** A browser: its cookies, and sign-ins that come from an address of its own. */
  const browser = (cookies: string) => ({
    cookies,
    async signIn(password: string, email = owner.email) {
      const answer = await served.send("POST", SESSION, {
        host: "localhost:1",
        headers: { origin: "http://localhost:1", "content-type": "application/json", cookie: this.cookies },
        body: { email, password },
      });
      const [, device] = answer.headers["set-cookie"] ?? [];
      if (device) this.cookies = device.split(";", 1)[0] ?? "";
      return answer;
    },
  });
  const guessUntilRefused = async (who: ReturnType<typeof browser>) => {
    for (let guess = 0; guess < 12; guess++) if ((await who.signIn("a guess")).status === 429) return;
    throw new Error("twelve guesses were answered");
  };

  it("lets a right password through from a browser that has signed in before, however many guesses come from elsewhere", async () => {
    const own = browser("");
    const first = await own.signIn(owner.password);
    expect(first.headers["set-cookie"]?.[1]).toMatch(
      /^__Host-quintet-4000-device=[\w-]{22}\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    await guessUntilRefused(browser(""));
    expect((await own.signIn(owner.password)).status).toBe(201);
    // The right password from elsewhere still waits, and no other cookie helps.
    const [nonce = "", signature = ""] = own.cookies.split("=")[1]?.split(".") ?? [];
    const forged = [
      "",
      `__Host-quintet-4000-device=${nonce}.${"A".repeat(43)}`,
      `__Host-quintet-4000-device=${"A".repeat(22)}.${signature}`,
      `__Host-quintet-4000-device=${nonce}.${signature.slice(0, -2)}AA`,
      `__Host-quintet-4000-device=${nonce}`,
    ];
    for (const cookies of forged) expect((await browser(cookies).signIn(owner.password)).status, cookies).toBe(429);
    // Nor for another account.
    await guessUntilRefused({ ...own, signIn: (password) => own.signIn(password, "eve@example.com") });
  });
  it("slows the guesses that a copied device cookie makes, and forgets it when the password changes", async () => {
    const own = browser("");
    await own.signIn(owner.password);
    const copied = browser(own.cookies);
    await guessUntilRefused(copied);
    expect((await copied.signIn(owner.password)).status).toBe(429);
    await platform.context.sequelize.query("TRUNCATE platform.throttles");
    const [[before]] = await platform.context.sequelize.query("SELECT password_hash FROM platform.accounts");
    const sql = "UPDATE platform.accounts SET password_hash = $1";
    await platform.context.sequelize.query(sql, { bind: [await hashPassword(owner.password)] });
    await guessUntilRefused(browser(""));
    expect((await copied.signIn(owner.password)).status).toBe(429);
    await platform.context.sequelize.query(sql, { bind: [(before as { password_hash: string }).password_hash] });
    await platform.context.sequelize.query("TRUNCATE platform.throttles");
  });
  it("bounds the wrong tries of all accounts and networks together, and the rows that they leave", async () => {
    const known = browser("");
    await known.signIn(owner.password);
    const address = (index: number) => `203.0.${index >> 8}.${index & 255}`;
    const statuses: number[] = [];
    for (let from = 0; from < TOTAL_TRIES.most + 60; from += 20) {
      const attempts = Array.from({ length: 20 }, (_, index) =>
        beginAttempt(platform.context, {
          kind: "sign-in",
          account: `a${from + index}@example.com`,
          address: address(from + index),
        }).then(
          () => 200,
          (error: UserError) => error.status,
        ),
      );
      statuses.push(...(await Promise.all(attempts)));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(TOTAL_TRIES.most);
    const [[{ rows }]] = (await platform.context.sequelize.query(
      "SELECT count(*)::int AS rows FROM platform.throttles",
    )) as unknown as [[{ rows: number }]];
    expect(rows).toBeLessThanOrEqual(2 * TOTAL_TRIES.most + 2);
    expect((await browser("").signIn(owner.password)).status).toBe(429);
    expect((await known.signIn(owner.password)).status).toBe(201);
    await platform.context.sequelize.query("TRUNCATE platform.throttles");
  });
  it("takes no letter for another, which would be a counter of its own for each way to write an address", async () => {
    const sql = (text: string, bind: unknown[] = []) => platform.context.sequelize.query(text, { bind });
    const call = (email: string) => sql("UPDATE platform.accounts SET email = $1", [email]);
    // Every letter that this database takes for one of ASCII, and those that others do.
    const [folded] = await sql(
      `SELECT chr(c) AS letter, lower(chr(c)) AS plain FROM generate_series(128, 65535) c
        WHERE c NOT BETWEEN 55296 AND 57343 AND lower(chr(c)) ~ '^[a-z]$'`,
    );
    const pairs = [...(folded as { letter: string; plain: string }[])];
    pairs.push({ letter: "\u212a", plain: "k" }, { letter: "\u0130", plain: "i" }, { letter: "\u0131", plain: "i" });
    for (const { letter, plain } of pairs) {
      await call(`${plain}@example.com`);
      await sql("TRUNCATE platform.throttles");
      const answer = await served.api("POST", "/session", { email: `${letter}@example.com`, password: owner.password });
      expect(answer, letter).toMatchObject({ status: 401, json: { code: "invalid_credentials" } });
    }
    await call(owner.email);
    await sql("TRUNCATE platform.throttles");
  });
  it("is open in a bounded number of places: one more ends the one that was used longest ago", async () => {
    const first = await browser("").signIn(owner.password);
    const cookie = first.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
    const state = async () => (await served.send("GET", SESSION, { headers: { cookie } })).json.state;
    const { account } = first.json;
    for (let count = 1; count < MOST_SESSIONS; count++)
      await platform.context.sequelize.transaction((transaction) =>
        openSession(platform.context, { accountId: account.id }, transaction),
      );
    expect(await state()).toBe("signed_in");
    await browser("").signIn(owner.password);
    expect(await state()).toBe("signed_out");
    const [[{ count }]] = (await platform.context.sequelize.query(
      "SELECT count(*)::int FROM platform.sessions",
    )) as unknown as [[{ count: number }]];
    expect(count).toBe(MOST_SESSIONS);
  });
  it("ends at once with sign-out, and a new sign-in ends the session before it [AUTH-04] [SES-04]", async () => {
    await served.api("POST", "/session", { email: owner.email, password: owner.password });
    const count = async () => {
      const [rows] = await platform.context.sequelize.query("SELECT token_hash FROM platform.sessions");
      return rows.length;
    };
    expect(await count()).toBe(1);
    await served.api("POST", "/session", { email: owner.email, password: owner.password });
    expect(await count()).toBe(1);
    expect((await served.api("GET", "/session")).json.state).toBe("signed_in");
    expect((await served.api("DELETE", "/session")).status).toBe(204);
    expect(await count()).toBe(0);
    expect((await served.api("GET", "/session")).json.state).toBe("signed_out");
  });
  it("is in the audit log [AUTH-16]", async () => {
    const [rows] = await platform.context.sequelize.query(
      "SELECT action, request_id FROM platform.audit_log ORDER BY id",
    );
    const actions = (rows as { action: string; request_id: string }[]).map((row) => row.action);
    expect(actions).toContain("installation.set_up");
    expect(actions).toContain("session.opened");
    expect(actions).toContain("session.closed");
  });
});

describe("operations", () => {
  it("tells alive from ready, on any host [OPS-02] [CMD-04]", async () => {
    expect((await served.send("GET", "/livez", { host: "10.0.0.9" })).status).toBe(200);
    expect((await served.send("GET", "/readyz", { host: "10.0.0.9" })).json).toEqual({ status: "ready" });
    served.drain.begin();
    expect((await served.send("GET", "/readyz")).status).toBe(503);
    expect((await served.send("GET", "/livez")).status).toBe(200);
  });
  it("hides what failed behind a reference that is in the log [OPS-02]", async () => {
    await platform.context.sequelize.query("ALTER TABLE platform.sessions RENAME TO away");
    const answer = await served.send("GET", SESSION, { headers: { cookie: `__Host-quintet-4000=${"A".repeat(43)}` } });
    await platform.context.sequelize.query("ALTER TABLE platform.away RENAME TO sessions");
    expect(answer).toMatchObject({ status: 500, json: { code: "internal", instance: answer.headers["x-request-id"] } });
    expect(answer.text).not.toMatch(/relation|platform\./);
  });
  it("prints its API as OpenAPI", async () => {
    const { json } = await served.send("GET", "/platform/openapi.json");
    expect(json.openapi).toBe("3.1.0");
    expect(json.paths["/platform/v1/apps/{appId}"].delete.operationId).toBe("deleteApp");
  });
});

describe("plain http outside localhost", () => {
  it("is told before anybody types, and refused", async () => {
    const host = "192.168.1.7:4000";
    expect((await served.send("GET", SESSION, { host })).json.notice).toBe("https_needed");
    const headers = { origin: `http://${host}`, "content-type": "application/json" };
    const body = { email: owner.email, password: owner.password };
    expect(await served.send("POST", SESSION, { host, headers, body })).toMatchObject({
      status: 403,
      json: { code: "https_needed" },
    });
  });
});

describe("what is malformed", () => {
  it.each([
    ["/%zz", {}],
    ["/%ff.js", {}],
    ["/assets/%00", {}],
    ["/assets/%c0%ae%c0%ae/package.json", {}],
    ["/platform/v1/apps/%ff", {}],
    ["/platform/v1/apps/%zz/releases", {}],
    ["/platform/v1/session?a=%ff", {}],
    ["/index.html", { range: "bytes=999999999-" }],
    ["/index.html", { "if-match": '"none"' }],
    [SESSION, { host: "localhost:99999" }],
    [SESSION, { host: "[::::::]:1" }],
    [SESSION, { cookie: "%ff=%ff; __Host-quintet=%zz; __proto__=1" }],
    [SESSION, { "sec-fetch-site": "\u00ff" }],
  ] as const)("is the caller's mistake and no failure of ours: %s %o", async (path, headers) => {
    const answer = await served.send("GET", path, { headers });
    expect(answer.status, answer.text).toBeLessThan(500);
    expect(answer.text).not.toContain("on our side");
  });

  it("a body of a stranger that is larger than any sign-in", async () => {
    for (const path of [SESSION, "/platform/v1/first-run"]) {
      const answer = await served.send("POST", path, {
        host: "localhost:1",
        headers: { origin: "http://localhost:1", "content-type": "application/json" },
        body: { email: "x".repeat(20_000), password: "" },
      });
      expect(answer, path).toMatchObject({ status: 413, json: { code: "too_large" } });
    }
  });
});
