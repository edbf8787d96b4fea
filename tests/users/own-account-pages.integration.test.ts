import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { takeOverAccountPage } from "#engine/edits/commands/account-pages";
import { update } from "#engine/edits/commands/edit-command";
import type { AccountPageName } from "#engine/views/accounts/account-sources";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, PASSWORD, postForm, signIn, withUsers } from "../support/users.ts";

/** The app with a page of accounts whose heading is another. */
function withOwn(
  definition: AppDefinition,
  name: AccountPageName,
  [from, to]: readonly [string, string],
  seed: number,
) {
  const { operations, templateId } = takeOverAccountPage(readDefinition(definition), name, seededRandom(seed));
  const first = applyEdits(definition, operations);
  if (!first.ok) throw new Error(first.refusal.message);
  const source = readDefinition(first.definition).template(templateId)?.source.replace(from, to) ?? "";
  const result = applyEdits(first.definition, [update(templateId, { source })]);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}

const plain = withUsers(app(model("book", text("title"))));
const own = withOwn(
  withOwn(plain, "sign-in", ["<h1>Sign in", "<h1>Welcome, {{ account.email }}"], 5),
  "profile",
  ["<h1>Your account", "<h1>About {{ user.name }}"],
  6,
);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(plain);
  await addPerson(served, { email: "ada@example.com" });
});
afterAll(() => served?.close());
const page = async (target: string, cookie = "") =>
  (await served.request("GET", target, { headers: { accept: "text/html", cookie } })).text;

it("[AUTH-04] [AUTH-05] pages of accounts are those of the live release, taken over or built in", async () => {
  expect(await page("/accounts/sign-in/")).toContain("<h1>Sign in</h1>");
  await served.publish(own);
  served.passTime(2_000);
  const typed = await postForm(served, "/accounts/sign-in/", { email: "<b>ada", password: "wrong" });
  expect([typed.status, typed.text.includes("<h1>Welcome, &lt;b&gt;ada</h1>")]).toEqual([422, true]);
  expect(typed.text).toContain("The address or the password is not right.");
  const right = await postForm(served, "/accounts/sign-in/", { email: "ada@example.com", password: PASSWORD });
  expect(right.status).toBe(303);
  const cookie = await signIn(served, "ada@example.com");
  expect(await page("/accounts/profile/", cookie)).toContain("<h1>About Ada</h1>");
  expect((await postForm(served, "/accounts/profile/", { name: "Ada L." }, { headers: { cookie } })).status).toBe(303);
  // The other pages stay built in, and a page of one's own goes with its template.
  expect(await page("/accounts/password/", cookie)).toContain('autocomplete="new-password"');
  await served.publish(plain);
  served.passTime(2_000);
  expect(await page("/accounts/sign-in/")).toContain("<h1>Sign in</h1>");
});

it("pages of accounts are found without the slash at the end of their address", async () => {
  const found = await served.request("GET", "/accounts/sign-in?next=%2Fbooks%2F", { headers: { accept: "text/html" } });
  expect([found.status, found.headers.location]).toEqual([308, "/accounts/sign-in/?next=%2Fbooks%2F"]);
  expect((await served.request("GET", "/accounts/nothing", { headers: { accept: "text/html" } })).status).toBe(404);
  const sent = await served.request("POST", "/api/auth/sign-in", {
    body: { email: "ada@example.com", password: PASSWORD },
  });
  expect(sent.status).toBe(200);
});
