import { type BrowserContext, expect, type Page, test } from "@playwright/test";
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

const plain = app(model("order", text("what"), { pluralLabel: "Orders", rules: { read: "user != null" } }));
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

test("a user is invited by a link that is shown once", async () => {
  await page.getByRole("button", { name: "Invite a user" }).click();
  await page.getByLabel("Name").fill("Grace Hopper");
  await page.getByLabel("Email").fill("grace@example.com");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const shown = page.getByRole("status").filter({ hasText: "Send this link to Grace Hopper" });
  await expect(shown).toBeVisible();
  link = (await shown.getByText(/\/accounts\/invitation\//).textContent()) ?? "";
  await faultless();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText("has no password yet")).toBeVisible();
});

test("[AUTH-03] [AUTH-04] who was invited sets a password, signs out and in on a phone without scripts", async () => {
  await person.goto(link.trim());
  await person.getByLabel("New password").fill("short");
  await expect(person.getByText("grace@example.com")).toBeVisible();
  await person.getByLabel("New password").fill("a quiet river at dawn");
  await person.getByRole("button", { name: "Save" }).click();
  await person.goto(hosted("/orders/"));
  await expect(person.getByRole("heading", { name: "Orders" })).toBeVisible();
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
});

test("[AUTH-12] a user who is made inactive is out with the next page", async () => {
  await openUsers();
  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Groups and rights" }).click();
  await page.getByRole("checkbox", { name: "Group: Editors" }).click();
  await expect(page.getByRole("checkbox", { name: "Group: Editors" })).toBeChecked();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("rights.png") });
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Make inactive" }).click();
  await expect(page.getByText("inactive", { exact: true })).toBeVisible();
  await person.reload();
  await expect(person.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
