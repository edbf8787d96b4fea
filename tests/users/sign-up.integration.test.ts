import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { defaultAccounts, usersModelOf } from "#engine/definition/users";
import { applyEdits } from "#engine/edits/apply-edits";
import { update } from "#engine/edits/commands/edit-command";
import { addField } from "#engine/edits/commands/fields";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, testId, text } from "../builders.ts";
import { countStatements, takeMails } from "../support/account-mails.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { cookieOf, postForm, withUsers } from "../support/users.ts";

const NEW = "another quiet river";
const club = withUsers(app(model("book", text("title"), { rules: { read: "user != null" }, api: true })));
const city = addField(
  readDefinition(club),
  { modelId: usersModelOf(readDefinition(club))?.id as never, label: "City", type: { name: "text", maxLength: 20 } },
  seededRandom(8),
);
const withCity = applyEdits(club, [...city.operations, update(city.fieldId, { required: true })]);
if (!withCity.ok) throw new Error(withCity.refusal.message);
const people = withCity.definition;
const modeOf = (signUp: "closed" | "invite" | "approval" | "open"): AppDefinition => ({
  ...people,
  settings: { ...people.settings, accounts: { ...defaultAccounts, signUp } },
});

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(modeOf("open"));
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql('TRUNCATE app."user" CASCADE');
  await served.sql("DELETE FROM app._throttles");
  await served.sql("DELETE FROM app._tickets");
  await served.sql("DELETE FROM quintet.outbox");
});

it("[AUTH-14] asks for no field that visitors may not set, and takes none", async () => {
  const rule = {
    kind: "fieldRule" as const,
    id: testId("fieldRule", "city.write"),
    fieldId: city.fieldId,
    action: "write" as const,
    who: "users" as const,
    expression: "true",
  };
  const open = modeOf("open");
  const own = await serveApp({ ...open, records: { ...open.records, [rule.id]: rule } });
  const form = (await own.request("GET", "/accounts/sign-up/", { headers: { accept: "text/html" } })).text;
  expect(["email", "name", "city"].map((name) => form.includes(`name="${name}"`))).toEqual([true, true, false]);
  const sent = { email: "bo@example.com", name: "Bo", city: "Bern" };
  expect((await postForm(own, "/accounts/sign-up/", sent, { address: "10.0.0.1" })).status).toBe(303);
  const [ticket] = await own.sql<{ body: Record<string, unknown> }>("SELECT body FROM app._tickets");
  expect(Object.values(ticket?.body ?? {})).toEqual(["Bo"]);
  await own.close();
});

const signUp = (email: string, address = "10.0.0.1", more = {}) =>
  postForm(served, "/accounts/sign-up/", { email, name: "Bo", city: "Bern", ...more }, { address });
const page = (target: string) => served.request("GET", target, { headers: { accept: "text/html" } });
const readsBooks = async (cookie: string) =>
  (await served.request("GET", "/api/v1/book", { headers: { cookie } })).status;

describe("signing up", () => {
  it("[AUTH-03] asks for the address and what a user needs, and a password only behind the link", async () => {
    expect((await page("/accounts/sign-in/")).text).toContain('href="/accounts/sign-up/"');
    const form = (await page("/accounts/sign-up/")).text;
    for (const name of ["email", "name", "city"]) expect(form).toContain(`name="${name}"`);
    for (const name of ["password", "staff", "administrator", "active"]) expect(form).not.toContain(`name="${name}"`);
    const answer = await signUp("bo@example.com", "10.0.0.1", { staff: "true", administrator: "true" });
    expect([answer.status, answer.headers.location]).toEqual([303, "/accounts/verify/"]);
    expect(await served.sql('SELECT * FROM app."user"')).toEqual([]);
    const [mail] = await takeMails(served);
    expect(mail).toMatchObject({ mail: "confirm", to: "bo@example.com", code: expect.stringMatching(/^\d{6}$/) });
    expect((await page(mail?.link ?? "")).text).toContain('autocomplete="new-password"');
    expect((await postForm(served, mail?.link ?? "", { password: "short" })).status).toBe(422);
    const done = await postForm(served, mail?.link ?? "", { password: NEW });
    expect([done.status, done.headers.location]).toEqual([303, "/"]);
    expect(await readsBooks(cookieOf(done))).toBe(200);
    const rows = await served.sql(`SELECT email, name, city, active, staff, administrator FROM app."user"`);
    expect(rows).toEqual([
      { email: "bo@example.com", name: "Bo", city: "Bern", active: true, staff: false, administrator: false },
    ]);
    expect((await postForm(served, mail?.link ?? "", { password: NEW })).status).toBe(410);
    expect((await postForm(served, "/accounts/sign-in/", { email: "bo@example.com", password: NEW })).status).toBe(303);
  });

  it("[AUTH-03] takes the code of the mail in the browser that signed up, and in no other, five times at most", async () => {
    const cookie = cookieOf(await signUp("bo@example.com"));
    const [mail] = await takeMails(served);
    const type = (code: string, headers = {}) => postForm(served, "/accounts/verify/", { code }, { headers });
    expect((await type(mail?.code ?? "")).status).toBe(410);
    const wrong = mail?.code === "000000" ? "000001" : "000000";
    expect((await type(wrong, { cookie })).status).toBe(422);
    // A double click sends it twice, and the person sees the second answer.
    expect((await type(mail?.code ?? "", { cookie })).headers.location).toMatch(/^\/accounts\/verify\/[\w-]{43}\/$/);
    const right = await type(` ${mail?.code.slice(0, 3)} ${mail?.code.slice(3)}`, { cookie });
    expect(right.headers.location).toMatch(/^\/accounts\/verify\/[\w-]{43}\/$/);
    expect(right.headers.location).not.toBe(mail?.link);
    expect((await page(mail?.link ?? "")).status).toBe(410);
    expect((await postForm(served, String(right.headers.location), { password: NEW })).status).toBe(303);
    expect((await type(mail?.code ?? "", { cookie })).status).toBe(410);
    const over = await page(String(right.headers.location));
    expect([over.status, over.text.includes("Sign in if you have set a password")]).toEqual([410, true]);

    const other = cookieOf(await signUp("cy@example.com"));
    const [second] = await takeMails(served);
    for (let time = 0; time < 5; time++) expect((await type("xxxxxx", { cookie: other })).status).toBe(422);
    expect((await type(second?.code ?? "", { cookie: other })).status).toBe(410);
  });

  it("[AUTH-03] ends after a quarter of an hour", async () => {
    const cookie = cookieOf(await signUp("bo@example.com"));
    const [mail] = await takeMails(served);
    const [ticket] = await served.sql<{ minutes: number }>(
      "SELECT extract(epoch FROM expires_at - now()) / 60 AS minutes FROM app._tickets",
    );
    expect(Math.round(Number(ticket?.minutes))).toBe(15);
    await served.sql("UPDATE app._tickets SET expires_at = now()");
    expect((await page(mail?.link ?? "")).status).toBe(410);
    expect(
      (await postForm(served, "/accounts/verify/", { code: mail?.code ?? "" }, { headers: { cookie } })).status,
    ).toBe(410);
  });

  it("[AUTH-17] takes the same answer and the same statements for an address that has an account, whose owner gets a mail", async () => {
    await served.sql(
      `INSERT INTO app."user" (email, name, city, active, staff, administrator) VALUES ('Ada@example.com', 'Ada', 'Bern', true, false, false)`,
    );
    await signUp("first@example.com", "10.9.0.1");
    await takeMails(served);
    const seen = [];
    for (const [index, email] of ["ada@example.com", "who@example.com"].entries()) {
      const [{ status, text, headers }, statements] = await countStatements(served, () =>
        signUp(email, `10.0.${index}.1`),
      );
      const cookie = String(headers["set-cookie"]).replace(/=[\w-]{43};/, "=…;");
      seen.push(JSON.stringify({ status, text, headers: { ...headers, "set-cookie": cookie }, statements }));
      const own = { cookie: String(headers["set-cookie"]).split(";")[0] ?? "" };
      const tried = await countStatements(served, () =>
        postForm(served, "/accounts/verify/", { code: "xxxxxx" }, { headers: own }),
      );
      seen.push(JSON.stringify([tried[0].status, tried[0].text, tried[1]]));
    }
    expect(seen.slice(0, 2)).toEqual(seen.slice(2));
    const mails = await takeMails(served);
    expect(mails.map(({ mail, to, link }) => [mail, to, mail === "confirm" ? "" : link])).toEqual([
      ["known-address", "Ada@example.com", "/accounts/sign-in/"],
      ["confirm", "who@example.com", ""],
    ]);
  });

  it("[AUTH-03] gives nobody an account whose address somebody else has meanwhile", async () => {
    await signUp("bo@example.com");
    await signUp("BO@example.com", "10.0.0.2");
    const [first, second] = await takeMails(served);
    expect((await postForm(served, first?.link ?? "", { password: NEW })).status).toBe(303);
    expect((await postForm(served, second?.link ?? "", { password: "a third river at dawn" })).status).toBe(410);
    expect(await served.sql('SELECT email FROM app."user"')).toEqual([{ email: "bo@example.com" }]);
  });

  it("says what is wrong with what was typed, and keeps it", async () => {
    const answer = await signUp("not an address", "10.0.0.1", { city: "" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="not an address"');
    expect(answer.text).toContain('value="Bo"');
    expect(await takeMails(served)).toEqual([]);
  });

  it("[AUTH-18] has to wait after a few times", async () => {
    const statuses = [];
    for (let time = 0; time < 5; time++) statuses.push((await signUp("bo@example.com", `10.0.${time}.1`)).status);
    expect(statuses).toEqual([303, 303, 303, 303, 429]);
  });

  it("[SEC-02] is refused when another site sends it", async () => {
    const headers = { "sec-fetch-site": "same-site" };
    for (const target of ["/accounts/sign-up/", "/accounts/verify/"])
      expect((await postForm(served, target, { email: "bo@example.com" }, { headers })).status).toBe(403);
    expect(await takeMails(served)).toEqual([]);
  });
});

describe("signing up by approval", () => {
  it("[AUTH-03] leaves the person inactive until they are let in", async () => {
    await served.publish(modeOf("approval"));
    await signUp("bo@example.com");
    const [mail] = await takeMails(served);
    const done = await postForm(served, mail?.link ?? "", { password: NEW });
    expect([done.headers.location, done.headers["set-cookie"]]).toEqual(["/accounts/verify/?waiting", undefined]);
    expect((await page("/accounts/verify/?waiting")).text).toContain("has to let you in");
    const enter = () => postForm(served, "/accounts/sign-in/", { email: "bo@example.com", password: NEW });
    expect((await enter()).status).toBe(422);
    expect(await served.sql("SELECT count(*)::int AS count FROM app._approvals")).toEqual([{ count: 1 }]);
    await served.sql('UPDATE app."user" SET active = true');
    expect((await enter()).status).toBe(303);
  });

  it("[AUTH-17] says that they wait after the right password alone, and otherwise by mail", async () => {
    await served.publish(modeOf("approval"));
    await signUp("bo@example.com");
    const [mail] = await takeMails(served);
    await postForm(served, mail?.link ?? "", { password: NEW });
    const enter = async (email: string, password: string) => {
      const [{ status, text }, statements] = await countStatements(served, () =>
        postForm(served, "/accounts/sign-in/", { email, password }, { address: "10.1.0.1" }),
      );
      return { status, text: text.replaceAll(email, "…"), statements };
    };
    const right = await enter("bo@example.com", NEW);
    expect([right.status, right.text.includes("Your account waits")]).toEqual([422, true]);
    const wrong = await enter("bo@example.com", "not the password");
    expect(wrong.text).not.toContain("Your account waits");
    expect(wrong).toEqual(await enter("who@example.com", "not the password"));

    const ask = async (path: string, email: string, address: string) => {
      const [{ status, text, headers }, statements] = await countStatements(served, () =>
        postForm(served, path, { email, name: "Bo", city: "Bern" }, { address }),
      );
      return { status, text, location: headers.location, statements };
    };
    for (const path of ["/accounts/reset/", "/accounts/sign-up/"])
      expect(await ask(path, "bo@example.com", "10.2.0.1")).toEqual(await ask(path, "who@example.com", "10.3.0.1"));
    const mails = await takeMails(served);
    expect(mails.map(({ mail, to, link }) => [mail, to, !link?.startsWith("/")])).toEqual([
      ["waiting", "bo@example.com", true],
      ["waiting", "bo@example.com", true],
      ["confirm", "who@example.com", false],
    ]);
    // The only links are those of who@example.com, and of nobody.
    expect(await served.sql("SELECT 1 FROM app._tickets WHERE user_id IS NOT NULL AND used_at IS NULL")).toEqual([]);
  });

  it.each(["closed", "invite"] as const)(
    "[AUTH-03] has no page where it is %s, and a link is over then",
    async (mode) => {
      await served.publish(modeOf("open"));
      await signUp("bo@example.com");
      const [mail] = await takeMails(served);
      await served.publish(modeOf(mode));
      // A visitor's page is of the release of a second ago at most.
      served.passTime(2_000);
      expect((await page("/accounts/sign-up/")).status).toBe(404);
      expect((await signUp("bo@example.com")).status).toBe(404);
      expect((await page("/accounts/sign-in/")).text).not.toContain("/accounts/sign-up/");
      expect((await postForm(served, mail?.link ?? "", { password: NEW })).status).toBe(410);
      expect(await served.sql('SELECT * FROM app."user"')).toEqual([]);
    },
  );
});
