import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { usersModelOf } from "#engine/definition/users";
import { applyEdits } from "#engine/edits/apply-edits";
import { update } from "#engine/edits/commands/edit-command";
import { accountPages } from "#engine/views/accounts/account-sources";
import { app, model, text } from "../builders.ts";
import { countStatements, takeMails } from "../support/account-mails.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, cookieOf, PASSWORD, postForm, signIn, withUsers } from "../support/users.ts";

const plain = withUsers(app(model("book", text("title"), { rules: { read: "user != null" }, api: true })));
const users = usersModelOf(readDefinition(plain));
const kept = applyEdits(plain, [update(users?.id as never, { history: true })]);
if (!kept.ok) throw new Error(kept.refusal.message);

let served: ServedApp;
let ada: string;
let cookie: string;
beforeAll(async () => {
  served = await serveApp(kept.definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql('TRUNCATE app."user" CASCADE');
  for (const table of ["app._throttles", "app._tickets", "app._history", "quintet.outbox"])
    await served.sql(`DELETE FROM ${table}`);
  ada = await addPerson(served, { email: "ada@example.com" });
  cookie = await signIn(served, "ada@example.com");
});

const post = (name: string, fields: Record<string, string>, own = cookie) =>
  postForm(served, name.startsWith("/") ? name : `/accounts/${name}/`, fields, { headers: { cookie: own } });
const page = (name: string, own = cookie) =>
  served.request("GET", name.startsWith("/") ? name : `/accounts/${name}/`, {
    headers: { cookie: own, accept: "text/html" },
  });
const readsBooks = async (own: string, process: 1 | 2 = 1) =>
  (await served.request("GET", "/api/v1/book", { headers: { cookie: own }, process })).status;
const age = () => served.sql("UPDATE app._sessions SET confirmed_at = now() - interval '16 minutes'");

describe("one's own account", () => {
  it.each(["address", "sessions", "delete", "confirm"])(
    "%s is for people who are signed in, and not for other sites",
    async (name) => {
      expect((await page(name, "")).headers.location).toBe(`/accounts/sign-in/?next=%2Faccounts%2F${name}%2F`);
      expect((await page(name)).status).toBe(200);
      const headers = { cookie, "sec-fetch-site": "same-site" };
      const refused = await postForm(
        served,
        `/accounts/${name}/`,
        { email: "x@example.com", others: "1" },
        { headers },
      );
      expect([refused.status, refused.text.includes("x@example.com")]).toEqual([403, false]);
    },
  );

  it("[AUTH-21] lists where the person is signed in, and ends one of these sessions or all others", async () => {
    const phone = await signIn(served, "ada@example.com", {
      headers: { "user-agent": "Mozilla/5.0 (iPhone) Safari/1" },
    });
    const third = await signIn(served, "ada@example.com");
    await addPerson(served, { email: "bo@example.com" });
    const bo = await signIn(served, "bo@example.com");
    const shown = (await page("sessions")).text;
    expect(shown).toContain("Safari on iPhone");
    expect(shown.match(/name="end"/g)).toHaveLength(2);
    const [row] = await served.sql<{ id: string }>("SELECT id FROM app._sessions WHERE browser = 'Safari on iPhone'");
    for (const process of [1, 2] as const) expect(await readsBooks(phone, process)).toBe(200);
    await post("sessions", { end: row?.id ?? "" });
    for (const process of [1, 2] as const) expect(await readsBooks(phone, process)).toBe(401);
    const [other] = await served.sql<{ id: string }>("SELECT max(id) AS id FROM app._sessions");
    await post("sessions", { end: other?.id ?? "" });
    expect(await readsBooks(bo)).toBe(200);
    await post("sessions", { others: "1" });
    expect([await readsBooks(third), await readsBooks(cookie), await readsBooks(bo)]).toEqual([401, 200, 200]);
  });

  it("[SES-04] asks for the password again after a quarter of an hour, and gives the session another secret", async () => {
    await age();
    for (const name of ["address", "delete"]) {
      expect((await page(name)).headers.location).toBe(`/accounts/confirm/?next=%2Faccounts%2F${name}%2F`);
      expect((await post(name, { email: "new@example.com" })).headers.location).toContain("/accounts/confirm/");
    }
    expect(await served.sql('SELECT email FROM app."user"')).toEqual([{ email: "ada@example.com" }]);
    expect((await post("confirm", { password: "wrong", next: "/accounts/delete/" })).status).toBe(422);
    const elsewhere = await post("confirm", { password: PASSWORD, next: "https://other.example/" });
    expect(elsewhere.headers.location).toBe("/");
    const fresh = cookieOf(elsewhere);
    for (const process of [1, 2] as const)
      expect([await readsBooks(cookie, process), await readsBooks(fresh, process)]).toEqual([401, 200]);
    expect((await page("delete", fresh)).status).toBe(200);
  });

  it("[AUTH-01] changes the address by a link to the new one, for the person alone, and tells the old one", async () => {
    expect((await post("address", { email: "not one" })).status).toBe(422);
    const asked = await post("address", { email: "lovelace@example.com" });
    expect(asked.headers.location).toBe("/accounts/address/?sent");
    const [mail] = await takeMails(served);
    expect(mail).toMatchObject({ mail: "address-change", to: "lovelace@example.com" });
    const link = mail?.link ?? "";
    await addPerson(served, { email: "bo@example.com" });
    const bo = await signIn(served, "bo@example.com");
    expect((await post(link, {}, bo)).status).toBe(410);
    expect((await post(link, {}, "")).headers.location).toContain("/accounts/sign-in/?next=");
    expect((await page(link)).text).toContain("lovelace@example.com");
    expect(await served.sql("SELECT email FROM app.\"user\" WHERE name = 'Ada' ORDER BY id LIMIT 1")).toEqual([
      { email: "ada@example.com" },
    ]);
    expect((await post(link, {})).headers.location).toBe("/accounts/profile/");
    expect((await takeMails(served)).map(({ mail, to, newAddress }) => [mail, to, newAddress])).toEqual([
      ["address-changed", "ada@example.com", "lovelace@example.com"],
    ]);
    expect((await post(link, {})).status).toBe(410);
    expect(await readsBooks(cookie)).toBe(200);
    expect(await served.sql("SELECT user_id, way FROM app._history")).toEqual([{ user_id: ada, way: "form" }]);
  });

  it("[AUTH-17] answers the same for a new address that an account has, whose owner is told", async () => {
    await addPerson(served, { email: "bo@example.com" });
    await post("address", { email: "first@example.com" });
    await takeMails(served);
    const seen = [];
    for (const email of ["BO@example.com", "who@example.com"]) {
      const [{ status, text, headers }, statements] = await countStatements(served, () => post("address", { email }));
      seen.push(JSON.stringify({ status, text, headers, statements }));
    }
    expect(seen[0]).toBe(seen[1]);
    expect((await takeMails(served)).map(({ mail, to }) => [mail, to])).toEqual([
      ["known-address", "bo@example.com"],
      ["address-change", "who@example.com"],
    ]);
  });

  it("[AUTH-01] deletes the account with the history of its row, and ends everything that it had", async () => {
    await post("profile", { name: "Ada Lovelace" });
    expect(await served.sql("SELECT count(*)::int AS count FROM app._history")).toEqual([{ count: 1 }]);
    expect((await page("delete")).text).toContain("ada@example.com");
    const done = await post("delete", {});
    expect([done.status, done.headers.location]).toEqual([303, "/"]);
    expect(cookieOf(done)).toMatch(/=$/);
    for (const process of [1, 2] as const) expect(await readsBooks(cookie, process)).toBe(401);
    for (const table of ['app."user"', "app._history", "app._credentials", "app._sessions", "app._tickets"])
      expect([table, await served.sql(`SELECT * FROM ${table}`)]).toEqual([table, []]);
  });

  it("keeps the last administrator, who is told why", async () => {
    await served.sql('UPDATE app."user" SET administrator = true');
    const answer = await post("delete", {});
    expect([answer.status, answer.text.includes("last active administrator")]).toEqual([409, true]);
    expect(await served.sql("SELECT count(*)::int AS count FROM app._sessions")).toEqual([{ count: 1 }]);
  });
});

describe("every page of accounts", () => {
  const linked = new Set<string>(["invitation"]);
  it.each(accountPages)("[SEC-02] %s is sent by the app's own pages alone, as a form and by programs", async (name) => {
    const link = linked.has(name) ? `${"a".repeat(43)}/` : "";
    const send = (base: string, headers: Record<string, string>) =>
      served.request("POST", `${base}${name}/${link}`, {
        headers: {
          cookie,
          accept: "text/html",
          "content-type": base === "/accounts/" ? "application/x-www-form-urlencoded" : "application/json",
          ...headers,
        },
        body: base === "/accounts/" ? "email=typed%40example.com" : { email: "typed@example.com" },
      });
    const before = await served.sql('SELECT id, email FROM app."user"');
    for (const base of ["/accounts/", "/api/auth/"]) {
      for (const headers of [
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "cross-site" },
        { origin: "null" },
        { origin: "http://other.localhost:4000" },
        {},
      ] as Record<string, string>[]) {
        const answer = await send(base, headers);
        expect([base, headers, answer.status]).toEqual([base, headers, 403]);
        expect(answer.text).not.toContain("typed");
      }
    }
    expect(await served.sql('SELECT id, email FROM app."user"')).toEqual(before);
    expect(await takeMails(served)).toEqual([]);
    expect(await readsBooks(cookie)).toBe(200);
    expect((await send("/accounts/", { origin: "http://shop.localhost:4000" })).status).not.toBe(403);
  });
});
