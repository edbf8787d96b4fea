import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { app, model, testId, text } from "../builders.ts";
import { formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, postForm, signIn, withUsers } from "../support/users.ts";

const club = withUsers(app(model("book", text("title"))));
const users = readDefinition(club).modelByName("user")?.id as never;
const page = (name: string, path: string, view: object) => ({
  [testId("route", name)]: {
    kind: "route",
    id: testId("route", name),
    name,
    label: name,
    path,
    access: "user != null",
    view: { modelId: users, ...view },
    order: name,
  },
});
const definition = {
  ...club,
  records: {
    ...club.records,
    ...page("new", "/users/new/", { name: "create" }),
    ...page("edit", "/users/<int:id>/edit/", { name: "update" }),
    ...page("remove", "/users/<int:id>/delete/", { name: "delete" }),
    [testId("apiResource", "user")]: { kind: "apiResource", id: testId("apiResource", "user"), modelId: users },
  },
} as AppDefinition;

let served: ServedApp;
let ada: string;
let bo: string;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql('TRUNCATE app."user"');
  ada = await addPerson(served, { email: "ada@example.com", administrator: true });
  bo = await addPerson(served, { email: "bo@example.com", name: "Bo" });
});

const MANAGED = ["email", "active", "staff", "administrator"];
const read = async (cookie: string, target: string) =>
  (await served.request("GET", target, { headers: { cookie, accept: "text/html" } })).text;
async function send(cookie: string, target: string, typed: Record<string, string>) {
  const { values } = formIn(await read(cookie, target));
  return postForm(served, target, { ...values, ...typed }, { headers: { cookie } });
}
const stateOf = async (id: string) =>
  (await served.sql(`SELECT email, name, active, staff, administrator FROM app."user" WHERE id = $1`, [id]))[0];

describe("the default pages of users", () => {
  it("[AUTH-12] ask administrators who is active, staff and an administrator, and nobody else", async () => {
    const [admin, plain] = [await signIn(served, "ada@example.com"), await signIn(served, "bo@example.com")];
    const asked = async (cookie: string) => {
      const html = formIn(await read(cookie, `/users/${bo}/edit/`)).html;
      return MANAGED.filter((name) => html.includes(`name="${name}"`));
    };
    // Whoever opens the page first: no caller has the page of another.
    expect([await asked(plain), await asked(admin), await asked(plain)]).toEqual([[], MANAGED, []]);
  });

  it("[AUTH-12] take them from administrators, whose change holds at the person's next request", async () => {
    const admin = await signIn(served, "ada@example.com");
    expect((await send(admin, `/users/${bo}/edit/`, { staff: "true" })).status).toBe(303);
    expect(await stateOf(bo)).toMatchObject({ active: true, staff: true, administrator: false });
    const plain = await signIn(served, "bo@example.com");
    expect((await send(admin, `/users/${bo}/edit/`, { active: "false" })).status).toBe(303);
    expect(await stateOf(bo)).toMatchObject({ active: false, staff: true });
    const gone = await served.request("GET", `/users/${bo}/edit/`, { headers: { cookie: plain, accept: "text/html" } });
    expect(gone.headers.location).toContain("/accounts/sign-in/");
  });

  it("[AUTH-12] let administrators add a user", async () => {
    const admin = await signIn(served, "ada@example.com");
    const answer = await send(admin, "/users/new/", { email: "cy@example.com", name: "Cy" });
    expect(answer.status).toBe(303);
    expect(await served.sql(`SELECT active, staff FROM app."user" WHERE email = 'cy@example.com'`)).toEqual([
      { active: true, staff: false },
    ]);
  });

  it("[AUTH-12] take them from nobody else, whatever is sent", async () => {
    const plain = await signIn(served, "bo@example.com");
    const forged = { name: "Bob", staff: "true", administrator: "true", email: "x@example.com" };
    expect((await send(plain, `/users/${bo}/edit/`, forged)).status).toBe(303);
    expect(await stateOf(bo)).toEqual({
      email: "bo@example.com",
      name: "Bob",
      active: true,
      staff: false,
      administrator: false,
    });
  });

  it("[AUTH-12] refuse what would leave no administrator, with 409 on every way", async () => {
    const admin = await signIn(served, "ada@example.com");
    const target = `/users/${ada}/edit/`;
    for (const part of ["administrator", "active"]) {
      const answer = await send(admin, target, { [part]: "false" });
      expect([answer.status, answer.text.includes("last active administrator")]).toEqual([409, true]);
    }
    const removed = await send(admin, `/users/${ada}/delete/`, {});
    expect([removed.status, removed.text.includes("last active administrator")]).toEqual([409, true]);
    const headers = { cookie: admin, "sec-fetch-site": "same-origin" };
    const rest = await served.request("DELETE", `/api/v1/users/${ada}?dry_run=true`, { headers });
    expect(rest.json()).toMatchObject({ can_be_deleted: false, errors: [{ code: "last_administrator" }] });
    const account = await served.request("POST", "/api/auth/delete/", { headers, body: {} });
    expect([account.status, (account.json() as { code: string }).code]).toEqual([409, "last_administrator"]);
    const other = await served.request("DELETE", `/api/v1/users/${bo}?dry_run=true`, { headers });
    expect(other.json()).toMatchObject({ can_be_deleted: true });
    expect(await stateOf(ada)).toMatchObject({ active: true, administrator: true });
  });
});
