import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashPassword } from "#engine/runtime/passwords";
import { unseal } from "#engine/runtime/seal";
import { openSession } from "#server/commands/accounts/open-session";
import { sessionCookieName } from "#server/commands/accounts/session-cookie";
import { createToken } from "#server/commands/tokens/create-token";
import type { Actor } from "#server/policies/actor";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Answer, type Served, servePlatform } from "../support/serve-platform.ts";

/** An account gets another address: by a link to the new one alone, over HTTP, with the mails written on the way. */
const BASE = "https://studio.example.test";
const PASSWORD = "seven trees stand here";
let platform: TestPlatform;
let served: Served;
let passwordHash: string;
beforeAll(async () => {
  platform = await createTestPlatform({ BASE_URL: BASE });
  served = await servePlatform(platform);
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});
beforeEach(() => sql("TRUNCATE platform.throttles"));

const sql = async <Row>(text: string, bind: unknown[] = []): Promise<Row[]> =>
  (await platform.context.sequelize.query(text, { bind }))[0] as Row[];
const codeOf = ({ status, json }: Answer) => `${status} ${json?.code ?? ""}`.trim();

/** As a browser does. */
const send = (method: string, path: string, body?: unknown, cookie = "") =>
  served.send(method, `/platform/v1${path}`, {
    host: "studio.example.test",
    body,
    headers: {
      origin: BASE,
      ...(cookie === "" ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
  });
async function person(): Promise<Actor & { readonly cookie: string }> {
  const actor = await platform.member("editor");
  await sql("UPDATE platform.accounts SET password_hash = $2 WHERE id = $1", [actor.accountId, passwordHash]);
  return { ...actor, cookie: await cookieOf(actor) };
}
async function cookieOf({ accountId }: Pick<Actor, "accountId">): Promise<string> {
  const { token } = await platform.context.sequelize.transaction((transaction) =>
    openSession(platform.context, { accountId }, transaction),
  );
  return `${sessionCookieName(platform.context.config)}=${token}`;
}

/** Mails to an address, oldest first, opened. */
async function mailsTo(address: string): Promise<{ kind: string; text: string; token: string }[]> {
  const rows = await sql<{ id: string; kind: string; sealed: Buffer; key_id: string }>(
    "SELECT id, kind, sealed, key_id FROM platform.mails WHERE to_address = $1 ORDER BY id",
    [address],
  );
  return rows.map(({ id, kind, sealed, key_id: keyId }) => {
    const { text } = unseal([platform.context.secretKey], id, { sealed, keyId }) as { text: string };
    return { kind, text, token: /\/(?:address|reset)\/([\w-]{43})/.exec(text)?.[1] ?? "" };
  });
}
let counter = 0;
const newAddress = () => `new${++counter}@example.test`;
const ask = (email: string, cookie: string) => send("POST", "/account/address", { email }, cookie);
const use = (token: string, body: object = {}, cookie = "") =>
  send("POST", "/address-changes/use", { token, ...body }, cookie);
/** Asked for, and the token of the link. */
async function asked(
  who: { readonly cookie: string },
  email = newAddress(),
): Promise<{ email: string; token: string }> {
  expect((await ask(email, who.cookie)).status).toBe(202);
  return { email, token: (await mailsTo(email)).at(-1)?.token ?? "" };
}
const addressOf = async ({ accountId }: Actor) =>
  (await sql<{ email: string }>("SELECT email FROM platform.accounts WHERE id = $1", [accountId]))[0]?.email;

describe("asking for another address", () => {
  it("needs a session that was confirmed a short while ago, and no token does it", async () => {
    const grace = await person();
    await sql("UPDATE platform.sessions SET confirmed_at = now() - interval '16 minutes' WHERE account_id = $1", [
      grace.accountId,
    ]);
    const email = newAddress();
    expect(codeOf(await ask(email, grace.cookie))).toBe("403 confirmation_required");
    expect(await mailsTo(email)).toEqual([]);
    expect((await send("POST", "/session/confirm", { password: PASSWORD }, grace.cookie)).status).toBe(204);
    expect((await ask(email, grace.cookie)).status).toBe(202);
  });

  it("changes nothing by itself, is answered alike whether the address has an account, and is kept as a hash", async () => {
    const [grace, other] = [await person(), await person()];
    const [free, known] = [await ask(newAddress(), grace.cookie), await ask(other.email, grace.cookie)];
    const shape = ({ status, json }: Answer) => `${status} ${Object.keys(json).sort().join()}`;
    expect(shape(free)).toBe(shape(known));
    expect(await addressOf(grace)).toBe(grace.email);
    expect((await mailsTo(other.email)).map(({ kind }) => kind)).toEqual(["address-change"]);
    const [mail] = await mailsTo(other.email);
    expect(mail?.text).toContain(`${BASE}/address/${mail?.token}`);
    expect(mail?.text, "whose account it is").not.toContain(grace.email);
    const rows = await sql<{ row: string }>(
      "SELECT c::text AS row FROM platform.address_changes c UNION ALL SELECT m::text FROM platform.mails m UNION ALL SELECT a::text FROM platform.audit_log a",
    );
    expect(rows.map(({ row }) => row).join("\n")).not.toContain(mail?.token);
    // Whoever reads that mailbox is told; they know it.
    expect(codeOf(await use(mail?.token ?? "", {}, grace.cookie))).toBe("409 already_exists");
    expect(await addressOf(grace)).toBe(grace.email);
  });

  it("refuses one's own address, and what is none", async () => {
    const grace = await person();
    for (const odd of [
      grace.email,
      grace.email.toUpperCase(),
      "a@b@c.d",
      "x@e.test, y@evil.test",
      "a@b\r\nBcc: e@e.e",
    ]) {
      const refused = await ask(odd, grace.cookie);
      expect(refused, odd).toMatchObject({ status: 422, json: { errors: [{ pointer: "/email" }] } });
    }
    expect((await send("GET", "/account/address", undefined, grace.cookie)).json).toEqual({ waiting: null });
  });

  it("sends few mails", async () => {
    const grace = await person();
    const answers: string[] = [];
    for (let index = 0; index < 6; index++) answers.push(codeOf(await ask(newAddress(), grace.cookie)));
    expect(answers.slice(0, 3)).toEqual(["202", "202", "202"]);
    expect(answers.at(-1)).toBe("429 too_many_requests");
  });
});

describe("the link", () => {
  it("changes the address once: the old one learns of it, open resets end, sessions and tokens go on", async () => {
    const grace = await person();
    const elsewhere = await cookieOf(grace);
    const { secret } = await createToken(platform.context, grace, { name: "CI", scopes: ["read"], days: 7 });
    await send("POST", "/password-resets", { email: grace.email });
    await expect.poll(async () => (await mailsTo(grace.email)).length).toBe(1);
    const [reset] = await mailsTo(grace.email);
    const { email, token } = await asked(grace);

    expect((await send("POST", "/address-changes/open", { token }, grace.cookie)).json).toEqual({
      email,
      how: "signed_in",
    });
    const uses = await Promise.all([use(token, {}, grace.cookie), use(token, {}, elsewhere)]);
    expect(uses.map(codeOf).sort()).toEqual(["200", "410 link_expired"]);
    expect(await addressOf(grace)).toBe(email);

    const told = (await mailsTo(grace.email)).at(-1);
    expect(told).toMatchObject({ kind: "address-changed", token: "" });
    expect(told?.text).toContain(email);
    expect(told?.text).toContain("tell an owner");
    expect(codeOf(await send("POST", "/password-resets/open", { token: reset?.token }))).toBe("410 link_expired");
    for (const cookie of [grace.cookie, elsewhere])
      expect((await send("GET", "/session", undefined, cookie)).json.account.email).toBe(email);
    const byToken = await served.send("GET", "/platform/v1/apps", {
      host: "studio.example.test",
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(byToken.status).toBe(200);
    expect(platform.ended, "open windows ask anew").toContainEqual({ account: grace.accountId });
    expect((await send("POST", "/session", { email: email.toUpperCase(), password: PASSWORD })).status).toBe(201);
    expect((await send("POST", "/session", { email: grace.email, password: PASSWORD })).status).toBe(401);
    const lines = await sql<{ action: string; before: unknown; after: unknown }>(
      "SELECT action, before, after FROM platform.audit_log WHERE actor_id = $1 AND action LIKE 'address.%' ORDER BY id",
      [grace.accountId],
    );
    expect(lines.map(({ action }) => action)).toEqual(["address.change_asked", "address.changed"]);
    expect(lines[1]).toMatchObject({ before: { email: grace.email }, after: { email } });
  });

  it("makes the account nobody else's: outside its sessions it needs its password, counted and written down", async () => {
    const [grace, stranger] = [await person(), await person()];
    const { email, token } = await asked(grace);
    const opened = await send("POST", "/address-changes/open", { token }, stranger.cookie);
    expect(opened.json).toEqual({ email, how: "password" });
    expect(opened.text).not.toContain(grace.email);
    for (const body of [{}, { password: "" }, { password: "wrong wrong" }])
      expect(codeOf(await use(token, body, stranger.cookie))).toBe("401 invalid_credentials");
    const guesses = await Promise.all(Array.from({ length: 10 }, (_, at) => use(token, { password: `guess ${at}` })));
    expect(guesses.map(codeOf)).toContain("429 too_many_requests");
    expect(await addressOf(grace)).toBe(grace.email);
    const lines = await sql("SELECT FROM platform.audit_log WHERE actor_id = $1 AND action = 'session.not_confirmed'", [
      grace.accountId,
    ]);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    await sql("TRUNCATE platform.throttles");
    const changed = await use(token, { password: PASSWORD });
    expect(changed).toMatchObject({ status: 200, json: { email } });
    expect(changed.headers["set-cookie"], "it signs nobody in").toBeUndefined();
  });

  it("ends when it is cancelled, over, replaced or sent again, and with a reset of the password", async () => {
    const grace = await person();
    const cancelled = await asked(grace);
    expect((await send("DELETE", "/account/address", undefined, grace.cookie)).status).toBe(204);
    expect(codeOf(await use(cancelled.token, {}, grace.cookie))).toBe("410 link_expired");
    expect((await send("DELETE", "/account/address", undefined, grace.cookie)).status).toBe(404);
    expect((await send("POST", "/account/address/send", undefined, grace.cookie)).status).toBe(404);

    const [replaced, first] = [await asked(grace), await asked(grace)];
    expect(codeOf(await use(replaced.token, {}, grace.cookie))).toBe("410 link_expired");
    const again = () => send("POST", "/account/address/send", undefined, grace.cookie);
    expect(codeOf(await again()), "right after it was sent").toBe("429 too_many_requests");
    await sql(
      "UPDATE platform.address_changes SET sent_at = now() - interval '2 minutes', expires_at = now() WHERE account_id = $1",
      [grace.accountId],
    );
    expect(codeOf(await use(first.token, {}, grace.cookie))).toBe("410 link_expired");
    expect((await send("GET", "/account/address", undefined, grace.cookie)).json.waiting.email).toBe(first.email);
    await sql("TRUNCATE platform.throttles");
    expect((await again()).json.email).toBe(first.email);
    const second = (await mailsTo(first.email)).at(-1)?.token ?? "";
    expect(second).not.toBe(first.token);

    await send("POST", "/password-resets", { email: grace.email });
    await expect.poll(async () => (await mailsTo(grace.email)).length).toBe(1);
    const reset = (await mailsTo(grace.email))[0]?.token;
    const password = "nine birds count twice";
    expect((await send("POST", "/password-resets/use", { token: reset, password })).status).toBe(204);
    expect(codeOf(await use(second, { password }))).toBe("410 link_expired");
    for (const odd of ["", "x", `${second}x`, "A".repeat(43)])
      expect(codeOf(await use(odd)), odd).toBe("410 link_expired");
  });

  it("gives one address to one account, when two ask for it and press at once", async () => {
    for (let round = 0; round < 5; round++) {
      const people = [await person(), await person()];
      const email = newAddress();
      const links: string[] = [];
      for (const [index, each] of people.entries())
        links.push((await asked(each, index === 0 ? email : email.toUpperCase())).token);
      const answers = await Promise.all(people.map(({ cookie }, index) => use(links[index] ?? "", {}, cookie)));
      expect(answers.map(codeOf).sort()).toEqual(["200", "409 already_exists"]);
      expect(answers.find(({ status }) => status === 409)?.json.detail).toContain("has an account of its own");
      const holders = await sql("SELECT FROM platform.accounts WHERE lower(email) = $1", [email]);
      expect(holders).toHaveLength(1);
    }
  });
});
