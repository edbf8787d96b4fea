import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import { coreFieldsOf, usersModelOf } from "#engine/definition/users";
import { app, model, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A builder adds users, publishes and invites somebody, who signs in on a phone whose browser runs no scripts. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let studio: BrowserContext;
let page: Page;
let phone: BrowserContext;
let person: Page;
let club: TestApp;
let link: string;

const plain = app(
  model("order", text("what"), { pluralLabel: "Orders", rules: { read: "user != null", create: "user != null" } }),
);
const definition = {
  ...plain,
  records: {
    ...plain.records,
    [testId("route", "orders")]: {
      kind: "route",
      id: testId("route", "orders"),
      name: "orders",
      label: "Orders",
      path: "/orders/",
      access: "user != null",
      view: { name: "list", modelId: testId("model", "order"), pageSize: 20 },
      order: "a",
    },
    [testId("route", "order")]: {
      kind: "route",
      id: testId("route", "order"),
      name: "order",
      label: "Order",
      path: "/orders/<int:id>/",
      access: "user != null",
      view: { name: "detail", modelId: testId("model", "order") },
      order: "b",
    },
    [testId("route", "new_order")]: {
      kind: "route",
      id: testId("route", "new_order"),
      name: "new_order",
      label: "New order",
      path: "/orders/new/",
      access: "user != null",
      view: { name: "create", modelId: testId("model", "order") },
      order: "c",
    },
  },
} as typeof plain;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  club = await makeApp(quintet, "Club", definition);
  await publish(quintet, club);
  ({ context: studio, page } = await openStudio(browser, quintet));
  phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  person = await phone.newPage();
});
test.afterAll(async () => {
  await studio?.close();
  await phone?.close();
  await quintet?.stop();
});

const hosted = (path: string) => `http://${club.slug}.localhost:${quintet.port}${path}`;
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);
const openUsers = () => page.goto(`http://localhost:${quintet.port}/apps/${club.appId}/users`);

test("[AUTH-01] users are added by one button, and are there after the next publish", async () => {
  await openUsers();
  await expect(page.getByRole("heading", { name: "Nobody signs in to this app" })).toBeVisible();
  await faultless();
  await page.getByRole("button", { name: "Add users" }).click();
  await expect(page.getByText("Publish the app: then users can be added here.")).toBeVisible();
  await publish(quintet, club);
  await page.reload();
  await expect(page.getByText("No users yet.")).toBeVisible();
});

test("[AUTH-01] the fields that signing in needs stay, and say so; others are added", async () => {
  const draft = async () =>
    readDefinition((await quintet.call(getDraft, { params: { draftId: club.draftId } })).definition as never);
  const users = usersModelOf(await draft());
  const email = users && coreFieldsOf(await draft(), users).email;
  await page.goto(
    `http://localhost:${quintet.port}/apps/${club.appId}/models/${users?.id}?view=list&field=${email?.id}`,
  );
  const inspector = page.getByRole("complementary", { name: "Field Email" });
  await expect(inspector.getByText("Signing in needs this field")).toBeVisible();
  await expect(inspector.getByRole("combobox", { name: "Type" })).toBeDisabled();
  await expect(inspector.getByRole("switch", { name: "Required" })).toBeDisabled();
  await expect(inspector.getByRole("button", { name: "Delete" })).toBeDisabled();
  await expect(inspector.getByRole("textbox", { name: "Label" })).toBeEnabled();
  await faultless();
  await page.getByRole("row", { name: "Field Email" }).press("Delete");
  await expect(page.getByRole("alert").filter({ hasText: "Email stays" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Field Email" })).toBeVisible();
  await page.getByRole("button", { name: "Add field" }).click();
  await page.getByRole("textbox", { name: "Label of the new field" }).fill("City");
  await page.getByRole("textbox", { name: "Label of the new field" }).press("Enter");
  await expect.poll(async () => (await draft()).fields(users?.id as never).map(({ label }) => label)).toContain("City");
});

test("how people sign in is set on the draft", async () => {
  await openUsers();
  const shortest = page.getByRole("textbox", { name: "Shortest password" });
  await expect(shortest).toHaveValue("10");
  await shortest.fill("4");
  await shortest.blur();
  await expect(shortest).toHaveValue("10");
  await shortest.fill("12");
  await shortest.blur();
  const accounts = async () =>
    (await quintet.call(getDraft, { params: { draftId: club.draftId } })).definition.settings.accounts;
  await expect.poll(accounts).toEqual({ passwordLength: 12, session: { idleDays: 14, absoluteDays: 90 } });
  await faultless();
  await publish(quintet, club);
});

test("a user is invited by a link that is shown once", async () => {
  await page.getByRole("button", { name: "Invite a user" }).click();
  await page.getByLabel("Name").fill("Grace Hopper");
  await page.getByLabel("Email").fill("grace@example.com");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const shown = page.getByRole("status").filter({ hasText: "A mail with this link is on its way to Grace Hopper" });
  await expect(shown).toBeVisible();
  link = (await shown.getByText(/\/accounts\/invitation\//).textContent()) ?? "";
  await faultless();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText("has no password yet")).toBeVisible();
});

test("[AUTH-03] [AUTH-04] [SES-04] who was invited sets a password, signs out and in on a phone without scripts", async () => {
  await person.goto(link.trim());
  await expect(person.getByLabel("New password")).toHaveAttribute("minlength", "12");
  await person.getByLabel("New password").fill("short");
  await expect(person.getByText("grace@example.com")).toBeVisible();
  await person.getByLabel("New password").fill("a quiet river at dawn");
  await person.getByRole("button", { name: "Save" }).click();
  await person.goto(hosted("/orders/"));
  await expect(person.getByRole("heading", { name: "Orders" })).toBeVisible();
  const session = async () =>
    (await phone.cookies(hosted("/"))).find(({ httpOnly, name }) => httpOnly && !/form/i.test(name));
  const first = await session();
  expect(first?.value).toBeTruthy();
  await person.goto(hosted("/accounts/profile/"));
  await person.screenshot({ path: test.info().outputPath("profile.png") });
  await person.getByRole("link", { name: "Sign out" }).click();
  await person.getByRole("button", { name: "Sign out" }).click();
  await expect(person.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await person.goto(hosted("/orders/"));
  await person.getByLabel("Email").fill("grace@example.com");
  await person.getByLabel("Password").fill("wrong");
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByText("The address or the password is not right.")).toBeVisible();
  await person.screenshot({ path: test.info().outputPath("sign-in.png") });
  await person.getByLabel("Password").fill("a quiet river at dawn");
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByRole("heading", { name: "Orders" })).toBeVisible();
  // Signing in gives another session, and the first one admits nobody any more.
  const second = await session();
  expect(second?.value).toBeTruthy();
  expect(second?.value).not.toBe(first?.value);
  if (!first || !second) throw new Error("There is no cookie of a session.");
  await phone.addCookies([first]);
  await person.goto(hosted("/orders/"));
  await expect(person.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await phone.clearCookies();
  await phone.addCookies([second]);
  await person.goto(hosted("/orders/"));
  await expect(person.getByRole("heading", { name: "Orders" })).toBeVisible();
});

test("[AUTH-13] [FLD-30] a field says who made a row: added by one click, filled for who signed in, and never typed", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${club.appId}/models/${testId("model", "order")}?view=list`);
  const inspector = page.getByRole("complementary", { name: "Model Order" });
  await inspector.getByRole("button", { name: "Created by" }).click();
  const field = page.getByRole("complementary", { name: "Field Created by" });
  await expect(field.getByRole("combobox", { name: "Type" })).toHaveValue("Created by");
  await expect(field.getByRole("switch", { name: "Required" })).toHaveCount(0);
  await expect(page.getByRole("row", { name: "Field Created by" })).toBeVisible();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("created-by.png") });
  const added = async () =>
    readDefinition((await quintet.call(getDraft, { params: { draftId: club.draftId } })).definition as never)
      .fields(testId("model", "order"))
      .map(({ name }) => name);
  await expect.poll(added).toEqual(["what", "created_by"]);
  await publish(quintet, club);
  await person.goto(hosted("/orders/new/"));
  await expect(person.getByLabel("What")).toBeVisible();
  await expect(person.getByLabel("Created by")).toHaveCount(0);
  await person.getByLabel("What").fill("Tea");
  await person.getByRole("button", { name: /save|add|create/i }).click();
  await expect(person.getByRole("heading", { name: "Tea" })).toBeVisible();
  await expect(person.getByText("Grace Hopper").first()).toBeVisible();
  await person.screenshot({ path: test.info().outputPath("order.png") });
  await page.goto(`http://localhost:${quintet.port}/apps/${club.appId}/data/${testId("model", "order")}`);
  const tea = page.getByRole("grid", { name: "Orders" }).getByRole("row").filter({ hasText: "Tea" });
  await expect(tea).toContainText("Grace Hopper");
  await tea.getByRole("gridcell", { name: /Grace Hopper/ }).dblclick();
  await expect(page.getByRole("grid", { name: "Orders" }).getByRole("combobox")).toHaveCount(0);
});

test("[AUTH-13] people get their own rows by one answer, which is said in plain words", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${club.appId}/models/${testId("model", "order")}?view=list`);
  await page.getByRole("link", { name: "All rules, by group and field" }).click();
  await expect(page.getByRole("rowheader", { name: "Orders 1 row" })).toBeVisible();
  await page.getByRole("button", { name: "Signed in, change Orders: no rows", exact: true }).click();
  const asked = page.getByRole("dialog", { name: "May Signed in change Orders?" });
  await asked.getByRole("radio", { name: "Own rows, by Created by" }).check();
  const rules = async () =>
    readDefinition((await quintet.call(getDraft, { params: { draftId: club.draftId } })).definition as never)
      .grants(testId("model", "order"), "update")
      .map(({ who, expression }) => `${who} ${expression}`);
  await expect.poll(rules).toEqual(["users record.created_by == user.id"]);
  await faultless();
  await page.screenshot({ path: test.info().outputPath("own-rows.png") });
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
  const cell = "Signed in, change Orders: own rows, by Created by; live: no rows";
  await expect(page.getByRole("button", { name: cell, exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Visitors, change Orders: no rows", exact: true }).click();
  const visitors = page.getByRole("dialog", { name: "May Visitors change Orders?" });
  await expect(visitors.getByRole("radio", { name: "All rows" })).toBeVisible();
  await expect(visitors.getByRole("radio", { name: /Own rows/ })).toHaveCount(0);
  await visitors.getByRole("button", { name: "Done" }).click();
  await expect(visitors).toBeHidden();
});

test("[AUTH-12] a user who is made inactive is out with the next page", async () => {
  await openUsers();
  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Groups and rights" }).click();
  await page.getByRole("checkbox", { name: "Group: Editors" }).click();
  await expect(page.getByRole("checkbox", { name: "Group: Editors" })).toBeChecked();
  await expect(page.getByText("in Editors · signed in")).toBeVisible();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("rights.png") });
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Make inactive" }).click();
  await expect(page.getByText("inactive", { exact: true })).toBeVisible();
  await person.reload();
  await expect(person.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
