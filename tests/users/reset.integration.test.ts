import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, model, text } from "../builders.ts";
import { countStatements, takeMails } from "../support/account-mails.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, addTicket, cookieOf, PASSWORD, postForm, signIn, withUsers } from "../support/users.ts";

const definition = withUsers(app(model("book", text("title"), { rules: { read: "user != null" }, api: true })));
const NEW = "another quiet river";

let served: ServedApp;
let ada: string;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql('TRUNCATE app."user" CASCADE');
  await served.sql("DELETE FROM app._throttles");
  await served.sql("DELETE FROM quintet.outbox");
  ada = await addPerson(served, { email: "Ada@example.com" });
});

const ask = (email: string, address = "10.0.0.1") => postForm(served, "/accounts/reset/", { email }, { address });
const page = (target: string) => served.request("GET", target, { headers: { accept: "text/html" } });
const readsBooks = async (cookie: string) =>
  (await served.request("GET", "/api/v1/book", { headers: { cookie } })).status;

describe("a link for a new password", () => {
  it("[AUTH-06] [AUTH-21] goes to the address of the account, works once, and ends sessions and other links", async () => {
    const before = await signIn(served, "ada@example.com");
    const shown = await page("/accounts/sign-in/");
    expect(shown.text).toContain('href="/accounts/reset/"');
    const asked = await ask(" ada@EXAMPLE.com ");
    expect([asked.status, asked.headers.location]).toEqual([303, "/accounts/reset/?sent"]);
    expect((await page("/accounts/reset/?sent")).text).toContain("If there is an account with this address");
    await ask("ada@example.com");
    const [mail, other] = await takeMails(served);
    expect(mail).toMatchObject({ mail: "reset", to: "Ada@example.com" });
    expect(mail?.link).toMatch(/^\/accounts\/reset\/[\w-]{43}\/$/);
    const [kept] = await served.sql<{ line: string }>("SELECT row_to_json(t)::text AS line FROM app._tickets t");
    expect(kept?.line).not.toContain(mail?.link.split("/")[3]);

    for (const target of [mail?.link ?? "", mail?.link ?? ""]) {
      const form = await page(target);
      expect([form.status, form.headers["cache-control"]]).toEqual([200, "no-store"]);
      expect(form.text).toContain('autocomplete="new-password"');
      expect(form.text).not.toContain(target.split("/")[3]);
    }
    expect(await readsBooks(before)).toBe(200);
    const set = await postForm(served, mail?.link ?? "", { password: NEW });
    expect(set.status).toBe(303);
    expect(await readsBooks(cookieOf(set))).toBe(200);
    expect(await readsBooks(before)).toBe(401);
    for (const link of [mail?.link, other?.link]) {
      const late = await postForm(served, link ?? "", { password: "a third river at dawn" });
      expect([late.status, late.text.includes("does not work any more")]).toEqual([410, true]);
    }
    expect((await postForm(served, "/accounts/sign-in/", { email: "ada@example.com", password: NEW })).status).toBe(
      303,
    );
  });

  it("[AUTH-06] that has ended offers a new one by one click, to the same address", async () => {
    await ask("ada@example.com");
    const [mail] = await takeMails(served);
    await served.sql("UPDATE app._tickets SET expires_at = now() - interval '1 second'");
    const late = await page(mail?.link ?? "");
    expect(late.status).toBe(410);
    expect(late.text).toContain('name="again"');
    const again = await postForm(served, mail?.link ?? "", { again: "1" });
    expect([again.status, again.text.includes("A new link is on its way")]).toEqual([200, true]);
    const [newMail] = await takeMails(served);
    expect(newMail).toMatchObject({ mail: "reset", to: "Ada@example.com" });
    expect((await postForm(served, newMail?.link ?? "", { password: NEW })).status).toBe(303);
    const invented = await page(`/accounts/reset/${"a".repeat(43)}/`);
    expect([invented.status, invented.text.includes('name="again"')]).toEqual([410, false]);
  });

  it("[AUTH-03] of an invitation is not one of a reset, and is renewed as an invitation", async () => {
    const token = await addTicket(served, ada, -1);
    expect((await page(`/accounts/reset/${token}/`)).status).toBe(410);
    const again = await postForm(served, `/accounts/invitation/${token}/`, { again: "1" });
    expect(again.status).toBe(200);
    expect((await takeMails(served)).map(({ mail, to }) => [mail, to])).toEqual([["invitation", "Ada@example.com"]]);
  });

  it("[AUTH-06] opens nothing once the person has another address, or is inactive", async () => {
    await ask("ada@example.com");
    const [mail] = await takeMails(served);
    await served.sql(`UPDATE app."user" SET email = 'lovelace@example.com'`);
    expect((await postForm(served, mail?.link ?? "", { password: NEW })).status).toBe(410);
    await ask("lovelace@example.com");
    const [next] = await takeMails(served);
    await served.sql(`UPDATE app."user" SET active = false`);
    expect((await postForm(served, next?.link ?? "", { password: NEW })).status).toBe(410);
  });

  it("[AUTH-08] says which rule a new password breaks", async () => {
    await ask("ada@example.com");
    const [mail] = await takeMails(served);
    for (const [password, words] of [
      ["short", "at least 10 characters"],
      ["password123", "too easy to guess"],
      ["ada@example1", "made of your name or address"],
    ] as const) {
      const answer = await postForm(served, mail?.link ?? "", { password });
      expect([password, answer.status, answer.text.includes(words)]).toEqual([password, 422, true]);
      expect(answer.text).not.toContain(`value="${password}"`);
    }
  });

  it("[AUTH-17] takes the same answer and the same statements, whether anybody has the address", async () => {
    await addPerson(served, { email: "off@example.com" });
    await served.sql(`UPDATE app."user" SET active = false WHERE email = 'off@example.com'`);
    await ask("first@example.com", "10.9.0.1");
    const seen = [];
    for (const [index, email] of ["ada@example.com", "off@example.com", "who@example.com"].entries()) {
      const [{ status, text, headers }, statements] = await countStatements(served, () =>
        ask(email, `10.0.${index}.1`),
      );
      seen.push(JSON.stringify({ status, text, headers, statements }));
    }
    expect(new Set(seen).size).toBe(1);
    expect((await takeMails(served)).map(({ to }) => to)).toEqual(["Ada@example.com"]);
    const wrong = await ask("not an address");
    expect([wrong.status, wrong.text.includes("not an email address")]).toEqual([422, true]);
  });

  it("[AUTH-18] is asked for a few times, then has to wait, for an address that exists and one that does not", async () => {
    for (const [index, email] of ["ada@example.com", "who@example.com"].entries()) {
      const statuses = [];
      for (let time = 0; time < 5; time++) {
        const { status, headers } = await ask(email, `10.${index + 1}.${time}.1`);
        statuses.push(status);
        if (status === 429) expect(Number(headers["retry-after"])).toBeGreaterThan(50);
      }
      expect(statuses).toEqual([303, 303, 303, 303, 429]);
    }
  });

  it("[SEC-02] is not asked for by another site", async () => {
    await ask("ada@example.com");
    const [mail] = await takeMails(served);
    const headers = { "sec-fetch-site": "cross-site" };
    for (const [target, fields] of [
      ["/accounts/reset/", { email: "ada@example.com" }],
      [mail?.link ?? "", { password: NEW }],
    ] as const) {
      const answer = await postForm(served, target, fields, { headers });
      expect([answer.status, answer.text.includes("ada@example.com")]).toEqual([403, false]);
    }
    expect(await takeMails(served)).toEqual([]);
  });
});

describe("accounts, for programs", () => {
  const call = (target: string, body: object, headers = {}) => served.request("POST", target, { body, headers });

  it("[AUTH-06] send and answer JSON", async () => {
    const asked = await call("/api/auth/reset/", { email: "ada@example.com" });
    expect(asked.status).toBe(200);
    expect(asked.json()).toEqual({
      message: expect.stringContaining("If there is an account"),
      next: "/accounts/reset/?sent",
    });
    const [mail] = await takeMails(served);
    const target = (mail?.link ?? "").replace("/accounts/", "/api/auth/");
    const weak = await call(target, { password: "short" });
    expect([weak.status, weak.headers["content-type"]]).toEqual([422, "application/problem+json; charset=utf-8"]);
    expect(weak.json()).toMatchObject({ detail: "A password has at least 10 characters." });
    const set = await call(target, { password: NEW });
    expect(set.status).toBe(200);
    expect(await readsBooks(cookieOf(set))).toBe(200);
    expect((await call(target, { password: NEW })).json()).toMatchObject({ status: 410 });
    const wrong = await call("/api/auth/sign-in/", { email: "ada@example.com", password: PASSWORD });
    expect([wrong.status, wrong.headers["set-cookie"]]).toEqual([422, undefined]);
    const right = await call("/api/auth/sign-in/", { email: "ada@example.com", password: NEW });
    expect(await readsBooks(cookieOf(right))).toBe(200);
  });

  it("[SEC-02] refuse other sites, other methods and what is no object", async () => {
    const headers = { "sec-fetch-site": "same-site" };
    expect((await call("/api/auth/sign-in/", { email: "a", password: "b" }, headers)).status).toBe(403);
    expect((await served.request("GET", "/api/auth/sign-in/")).status).toBe(405);
    expect((await call("/api/auth/sign-in/", [])).status).toBe(400);
    expect((await call("/api/auth/nothing/", {})).status).toBe(404);
  });
});
