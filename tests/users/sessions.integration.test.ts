import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addRelation } from "#engine/edits/commands/fields";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, addTicket, cookieOf, PASSWORD, postForm, signIn, withUsers } from "../support/users.ts";

/** Orders of people; each sees their own, staff see all; one page for people and one of one's own. */
const shop = withUsers(
  app(
    model("order", text("what"), integer("owner"), {
      rules: { read: "owner == user.id or user.staff", create: "owner == user.id", update: "owner == user.id" },
      api: true,
    }),
    model("note", text("title"), { rules: { read: "true", create: "true" } }),
    model("club", text("name"), { rules: { read: '"editors" in user.groups' }, api: true }),
  ),
);
const definition: AppDefinition = {
  ...shop,
  records: {
    ...shop.records,
    [testId("template", "inside")]: {
      kind: "template",
      id: testId("template", "inside"),
      name: "inside.html",
      source: "Hello {{ user.name }}, {{ user.email }}{% if user.staff %}, staff{% endif %}",
      order: "a",
    },
    [testId("route", "inside")]: {
      kind: "route",
      id: testId("route", "inside"),
      name: "inside",
      label: "Inside",
      path: "/inside/",
      access: "user != null",
      view: { name: "template", templateId: testId("template", "inside") },
      order: "a",
    },
    [testId("route", "office")]: {
      kind: "route",
      id: testId("route", "office"),
      name: "office",
      label: "Office",
      path: "/office/",
      access: "user.staff",
      view: { name: "template", templateId: testId("template", "inside") },
      order: "b",
    },
  } as AppDefinition["records"],
};
const editors = readDefinition(shop).groups.find(({ name }) => name === "editors")?.id ?? "";

let served: ServedApp;
let ada: string;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  // Without a judgement of administrators who would be left.
  await served.sql('TRUNCATE app."user" CASCADE');
  await served.sql("DELETE FROM app._throttles");
  await served.sql('DELETE FROM app."order"');
  ada = await addPerson(served, { email: "Ada@example.com" });
  await served.sql("INSERT INTO app.\"order\" (what, owner) VALUES ('tea', $1), ('rice', 999999)", [ada]);
});

const inside = (cookie: string, process: 1 | 2 = 1, target = "/inside/") =>
  served.request("GET", target, { headers: { cookie, accept: "text/html" }, process });
const orders = async (cookie: string, process: 1 | 2 = 1) => {
  const answer = await served.request("GET", "/api/v1/order", { headers: { cookie }, process });
  return answer.status === 200
    ? (answer.json() as { results: { what: string }[] }).results.map(({ what }) => what)
    : answer.status;
};

describe("signing in", () => {
  it("[AUTH-02] [AUTH-04] [AUTH-15] opens what the person may see, by a session of their own, and back to where they came from", async () => {
    const refused = await served.request("GET", "/inside/?a=1", { headers: { accept: "text/html" } });
    expect([refused.status, refused.headers.location]).toEqual([303, "/accounts/sign-in/?next=%2Finside%2F%3Fa%3D1"]);
    const page = await served.request("GET", String(refused.headers.location), { headers: { accept: "text/html" } });
    expect(page.text).toContain('value="/inside/?a=1"');
    expect(page.headers["cache-control"]).toBe("no-store");
    const answer = await postForm(served, "/accounts/sign-in/", {
      email: " ada@EXAMPLE.com",
      password: PASSWORD,
      next: "/inside/?a=1",
    });
    expect([answer.status, answer.headers.location]).toEqual([303, "/inside/?a=1"]);
    expect(answer.headers["set-cookie"]).toMatch(
      /^__Host-q_[0-9a-f]{8}=qs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    for (const next of ["//other.example/", "https://other.example/", "/\\other.example/"]) {
      const elsewhere = await postForm(served, "/accounts/sign-in/", {
        email: "ada@example.com",
        password: PASSWORD,
        next,
      });
      expect([elsewhere.status, elsewhere.headers.location]).toEqual([303, "/"]);
    }
    const cookie = cookieOf(answer);
    expect((await inside(cookie)).text).toBe("Hello Ada, Ada@example.com");
    expect(await orders(cookie)).toEqual(["tea"]);
    expect((await inside(cookie, 1, "/office/")).status).toBe(403);
    const kept = await served.sql<{ token_hash: Buffer }>("SELECT token_hash FROM app._sessions");
    expect(kept).toHaveLength(4);
    for (const { token_hash } of kept) expect(cookie).not.toContain(token_hash.toString("hex"));
  });

  it("[AUTH-04] [AUTH-17] answers the same for an unknown address, a wrong password, an inactive person and one without a password", async () => {
    await addPerson(served, { email: "off@example.com" });
    await addPerson(served, { email: "none@example.com" });
    await served.sql(`UPDATE app."user" SET active = false WHERE email = 'off@example.com'`);
    await served.sql(
      `DELETE FROM app._credentials WHERE user_id = (SELECT id::text FROM app."user" WHERE email = 'none@example.com')`,
    );
    const answers: { status: number; body: string; cookie: unknown }[] = [];
    for (const [email, password] of [
      ["who@example.com", PASSWORD],
      ["ada@example.com", "wrong"],
      ["off@example.com", PASSWORD],
      ["none@example.com", PASSWORD],
      ["ada\u212a@example.com", PASSWORD],
    ] as const) {
      const {
        status,
        text: body,
        headers,
      } = await postForm(served, "/accounts/sign-in/", { email, password }, { address: "10.0.0.1" });
      answers.push({ status, body: body.replaceAll(email, "…"), cookie: headers["set-cookie"] });
      expect(body).not.toContain(PASSWORD);
    }
    expect(answers[0]).toMatchObject({ status: 422, cookie: undefined });
    expect(answers.every((answer) => JSON.stringify(answer) === JSON.stringify(answers[0]))).toBe(true);
  });

  it("[AUTH-18] makes many tries wait, for an address that exists and one that does not", async () => {
    for (const email of ["ada@example.com", "nobody@example.com"]) {
      const statuses = [];
      for (let index = 0; index < 8; index++)
        statuses.push(
          (await postForm(served, "/accounts/sign-in/", { email, password: "no" }, { address: `10.1.${index}.1` }))
            .status,
        );
      expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429, 429]);
    }
    const right = await postForm(served, "/accounts/sign-in/", { email: "ada@example.com", password: PASSWORD });
    expect([right.status, Number(right.headers["retry-after"]) > 0]).toEqual([429, true]);
  });

  it("[SES-04] gives a new session each time and ends the one before, so that none can be foisted on a person", async () => {
    const first = await signIn(served, "ada@example.com");
    const second = await signIn(served, "ada@example.com", { headers: { cookie: first } });
    expect(second).not.toBe(first);
    expect((await inside(first)).status).toBe(303);
    expect((await inside(second)).status).toBe(200);
    const invented = `${first.split("=")[0]}=qs_${"a".repeat(43)}`;
    const third = await postForm(
      served,
      "/accounts/sign-in/",
      { email: "ada@example.com", password: PASSWORD },
      { headers: { cookie: invented } },
    );
    expect(cookieOf(third)).not.toBe(invented);
    expect((await inside(first.replace("__Host-", ""))).status).toBe(303);
  });

  it("[SEC-02] is refused when another site sends it, and says nothing of what was sent", async () => {
    const fields = { email: "ada@example.com", password: PASSWORD };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": [] as string[], origin: "null" },
      { "sec-fetch-site": [] as string[], origin: "http://other.localhost:4000" },
    ]) {
      const answer = await postForm(served, "/accounts/sign-in/", fields, { headers });
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([403, undefined]);
      expect(answer.text).not.toContain("ada@example.com");
    }
    const cookie = await signIn(served, "ada@example.com");
    const write = (headers: Record<string, string>) =>
      served.request("POST", "/api/v1/order", {
        headers: { cookie, ...headers },
        body: { what: "x", owner: Number(ada) },
      });
    expect((await write({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await write({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await write({ origin: "null" })).status).toBe(403);
    expect((await write({})).status).toBe(403);
    expect((await write({ "sec-fetch-site": "same-origin" })).status).toBe(201);
    expect((await write({ origin: "http://shop.localhost:4000" })).status).toBe(201);
    expect(
      (await postForm(served, "/accounts/sign-out/", {}, { headers: { cookie, "sec-fetch-site": "same-site" } }))
        .status,
    ).toBe(403);
    expect((await inside(cookie)).status).toBe(200);
  });
});

describe("rights that end", () => {
  it.each([
    [
      "signing out",
      async (cookie: string) => void (await postForm(served, "/accounts/sign-out/", {}, { headers: { cookie } })),
    ],
    ["making the person inactive by SQL", () => served.sql(`UPDATE app."user" SET active = false`)],
    ["deleting the person", () => served.sql('DELETE FROM app."user"')],
    ["ending the session", () => served.sql("DELETE FROM app._sessions")],
    ["letting the session run out", () => served.sql("UPDATE app._sessions SET ends_at = now()")],
    [
      "a new password",
      async () => {
        const token = await addTicket(served, ada);
        const answer = await postForm(served, `/accounts/invitation/${token}/`, { password: "another quiet river" });
        expect(answer.status).toBe(303);
      },
    ],
  ])("[AUTH-12] [AUTH-21] end with the next request of every process: %s", async (_name, end) => {
    const cookie = await signIn(served, "ada@example.com");
    for (const process of [1, 2] as const) {
      expect(await orders(cookie, process)).toEqual(["tea"]);
      expect((await inside(cookie, process)).status).toBe(200);
    }
    await end(cookie);
    for (const process of [1, 2] as const) {
      expect(await orders(cookie, process)).toBe(401);
      // A page without rows too.
      expect((await inside(cookie, process)).status).toBe(303);
      const write = await served.request("POST", "/api/v1/order", {
        headers: { cookie, "sec-fetch-site": "same-origin" },
        body: { what: "late", owner: Number(ada) },
        process,
      });
      expect(write.status).toBe(401);
    }
    expect(await served.sql(`SELECT FROM app."order" WHERE what = 'late'`)).toHaveLength(0);
  });

  it("[AUTH-10] widen and narrow with the next request: staff, groups, one's own values", async () => {
    const cookie = await signIn(served, "ada@example.com");
    const club = (process: 1 | 2) => served.request("GET", "/api/v1/club", { headers: { cookie }, process });
    for (const process of [1, 2] as const) {
      expect(await orders(cookie, process)).toEqual(["tea"]);
      expect((await club(process)).status).toBe(403);
    }
    await served.sql(`UPDATE app."user" SET staff = true, name = 'Countess'`);
    await served.sql("INSERT INTO app._memberships (user_id, group_id) VALUES ($1, $2)", [ada, editors]);
    for (const process of [1, 2] as const) {
      expect(await orders(cookie, process)).toEqual(["tea", "rice"]);
      expect((await club(process)).status).toBe(200);
      expect((await inside(cookie, process, "/office/")).text).toBe("Hello Countess, Ada@example.com, staff");
    }
    await served.sql(`UPDATE app."user" SET staff = false`);
    await served.sql("DELETE FROM app._memberships");
    for (const process of [1, 2] as const) {
      expect(await orders(cookie, process)).toEqual(["tea"]);
      expect((await club(process)).status).toBe(403);
      expect((await inside(cookie, process, "/office/")).status).toBe(403);
    }
  });

  it("[AUTH-10] that are given hold for the next request, also on a page that reads no rows", async () => {
    const cookie = await signIn(served, "ada@example.com");
    const office = async () => (await inside(cookie, 1, "/office/")).status;
    expect(await office()).toBe(403);
    await served.sql(`UPDATE app."user" SET staff = true`);
    expect(await office()).toBe(200);
    await served.sql(`UPDATE app."user" SET staff = false`);
    expect(await office()).toBe(403);
  });

  it("end for the writes of a request that began before", async () => {
    const cookie = await signIn(served, "ada@example.com");
    expect(await orders(cookie)).toEqual(["tea"]);
    await served.sql(`UPDATE app."user" SET active = false`);
    const [order] = await served.sql<{ id: string }>(`SELECT id::text FROM app."order" WHERE what = 'tea'`);
    const write = await served.request("PATCH", `/api/v1/order/${order?.id}`, {
      headers: { cookie, "sec-fetch-site": "same-origin" },
      body: { what: "coffee" },
    });
    expect(write.status).toBe(401);
    expect(await served.sql(`SELECT FROM app."order" WHERE what = 'coffee'`)).toHaveLength(0);
  });
});

describe("a person's requests", () => {
  it("are one statement each, but for the first in a process", async () => {
    const cookie = await signIn(served, "ada@example.com");
    await orders(cookie);
    await inside(cookie);
    await new Promise((done) => setTimeout(done, 50));
    const [order] = await served.sql<{ id: string }>(`SELECT id::text FROM app."order" WHERE what = 'tea'`);
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    for (const [what, ask] of [
      ["a list", () => orders(cookie)],
      ["a row", () => served.request("GET", `/api/v1/order/${order?.id}`, { headers })],
      ["a page without rows", () => inside(cookie)],
      [
        "a create",
        () => served.request("POST", "/api/v1/order", { headers, body: { what: "bread", owner: Number(ada) } }),
      ],
      ["a change", () => served.request("PATCH", `/api/v1/order/${order?.id}`, { headers, body: { what: "milk" } })],
    ] as const) {
      const before = served.data.statements;
      await ask();
      expect([what, served.data.statements - before]).toEqual([what, 1]);
    }
  });

  it("[AUTH-12] are not judged by a rule when the person is an administrator, and never reach a table of ours", async () => {
    await addPerson(served, { email: "root@example.com", administrator: true });
    const cookie = await signIn(served, "root@example.com");
    expect(await orders(cookie)).toEqual(["tea", "rice"]);
    expect((await inside(cookie, 1, "/office/")).status).toBe(200);
    for (const name of ["_sessions", "_credentials", "_keys"])
      expect((await served.request("GET", `/api/v1/${name}`, { headers: { cookie } })).status).toBe(404);
  });

  it("[AUTH-01] cannot make anybody staff, however open the rules are", async () => {
    const users = readDefinition(definition).modelByName("user")?.id as never;
    const open = {
      ...definition,
      records: {
        ...definition.records,
        [testId("apiResource", "user")]: { kind: "apiResource", id: testId("apiResource", "user"), modelId: users },
      },
    } as AppDefinition;
    await served.publish(open);
    const cookie = await signIn(served, "ada@example.com");
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    for (const body of [{ administrator: true }, { staff: true }, { active: false }, { email: "x@example.com" }])
      expect((await served.request("PATCH", `/api/v1/users/${ada}`, { headers, body })).status).toBe(422);
    const renamed = await served.request("PATCH", `/api/v1/users/${ada}`, { headers, body: { name: "Ada L." } });
    expect(renamed.status).toBe(200);
    expect((await inside(cookie)).text).toContain("Ada L.");
    const others = await served.request("GET", "/api/v1/users", { headers });
    expect((others.json() as { results: { email: string }[] }).results.map(({ email }) => email)).toEqual([
      "Ada@example.com",
    ]);
    await served.publish(definition);
  });
});

describe("the pages of one's own account", () => {
  it("[AUTH-03] [AUTH-08] set a password by a link that works once, and sign the person in", async () => {
    const token = await addTicket(served, ada);
    const target = `/accounts/invitation/${token}/`;
    const page = await served.request("GET", target, { headers: { accept: "text/html" } });
    expect([page.status, page.text.includes("Ada@example.com")]).toEqual([200, true]);
    expect(page.text).not.toContain(token);
    for (const password of ["short", "password123", "aaaaaaaaaaaa"])
      expect((await postForm(served, target, { password })).status).toBe(422);
    const done = await postForm(served, target, { password: "a new and quiet river" });
    expect([done.status, done.headers.location]).toEqual([303, "/"]);
    expect((await inside(cookieOf(done))).status).toBe(200);
    expect((await postForm(served, target, { password: "a third quiet river" })).status).toBe(410);
    expect((await served.request("GET", target)).status).toBe(410);
    const old = await addTicket(served, ada, -1);
    expect((await served.request("GET", `/accounts/invitation/${old}/`)).status).toBe(410);
  });

  it("[AUTH-05] [AUTH-21] change the password for somebody who knows it, and end all other sessions", async () => {
    const here = await signIn(served, "ada@example.com");
    const there = await signIn(served, "ada@example.com");
    const change = (current: string, password: string) =>
      postForm(served, "/accounts/password/", { current, password }, { headers: { cookie: here } });
    const wrong = await change("wrong", "a new and quiet river");
    expect([wrong.status, wrong.text.includes("The current password is not right.")]).toEqual([422, true]);
    expect((await change(PASSWORD, "short")).status).toBe(422);
    const done = await change(PASSWORD, "a new and quiet river");
    expect(done.status).toBe(303);
    expect((await inside(cookieOf(done))).status).toBe(200);
    expect([(await inside(here)).status, (await inside(there)).status]).toEqual([303, 303]);
  });

  it("change one's own name by the ordinary way of writing, and the session goes on", async () => {
    const cookie = await signIn(served, "ada@example.com");
    const rename = (name: string) => postForm(served, "/accounts/profile/", { name }, { headers: { cookie } });
    expect((await rename("Ada Lovelace")).status).toBe(303);
    expect((await inside(cookie)).text).toContain("Ada Lovelace");
    expect((await rename("")).status).toBe(422);
    const page = await served.request("GET", "/accounts/profile/", { headers: { cookie } });
    expect(page.text).toContain('value="Ada Lovelace"');
  });

  it("may be changed together with rows that belong to it, and the session goes on", async () => {
    const reader = readDefinition(definition);
    const users = reader.modelByName("user")?.id as never;
    const lines = addRelation(
      reader,
      {
        modelId: modelId("note"),
        targetModelId: users,
        label: "Owner",
        required: true,
        onDelete: "cascade",
        reverseName: "notes",
      },
      seededRandom(5),
    );
    const api = (name: string, id: never) =>
      ({ op: "create", record: { kind: "apiResource", id: testId("apiResource", name), modelId: id } }) as const;
    const result = applyEdits(definition, [
      ...lines.operations,
      api("user", users),
      api("note", modelId("note") as never),
    ]);
    if (!result.ok) throw new Error(result.refusal.message);
    await served.publish(result.definition);
    const cookie = await signIn(served, "ada@example.com");
    for (const name of ["First", "Second"]) {
      const answer = await served.request("PATCH", `/api/v1/users/${ada}`, {
        headers: { cookie, "sec-fetch-site": "same-origin" },
        body: { name, notes: [{ title: "one" }, { title: "two" }] },
      });
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(name)]);
      expect((await inside(cookie)).text).toContain(name);
    }
    expect(await served.sql("SELECT FROM app.note")).toHaveLength(4);
    await served.publish(definition);
  });

  it("are not there in an app without users", async () => {
    const plain = await serveApp(app(model("book", text("title"))));
    for (const name of ["sign-in", "sign-out", "password", "profile"])
      expect((await plain.request("GET", `/accounts/${name}/`)).status).toBe(404);
    await plain.close();
  });
});
