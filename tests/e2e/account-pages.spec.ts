import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { inviteAppUser } from "#contract/http/app-users";
import { getDraft } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import { app, model, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { withUsers } from "../support/users.ts";

/** A builder makes pages of accounts their own, and people sign in on them without scripts. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let studio: BrowserContext;
let page: Page;
let phone: BrowserContext;
let person: Page;
let club: TestApp;

const plain = withUsers(app(model("order", text("what"), { pluralLabel: "Orders", rules: { read: "true" } })));
const definition = {
  ...plain,
  records: {
    ...plain.records,
    [testId("route", "orders")]: {
      kind: "route",
      id: testId("route", "orders"),
      name: "orders",
      label: "Orders",
      path: "/",
      access: "true",
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
const at = (path: string) => page.goto(`http://localhost:${quintet.port}/apps/${club.appId}${path}`);
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const source = async (name: string) => {
  const draft = await quintet.call(getDraft, { params: { draftId: club.draftId } });
  return readDefinition(draft.definition as never).templateByName(name)?.source ?? "";
};

test("[AUTH-04] a page of accounts is made one's own and changed in the page editor", async () => {
  await at("/users");
  const pages = page.getByRole("region", { name: "Pages of accounts" });
  await expect(pages.getByRole("listitem").filter({ hasText: "/accounts/sign-in/" })).toBeVisible();
  await faultless();
  await page.screenshot({ path: test.info().outputPath("pages.png"), fullPage: true });
  await pages.getByRole("button", { name: "Make your own: Sign in" }).click();
  await expect(page.getByRole("heading", { name: "accounts/sign-in.html" })).toBeVisible();
  await expect(canvas().getByLabel("Password")).toBeVisible({ timeout: 15_000 });
  await canvas().getByRole("heading", { name: "Sign in" }).dblclick();
  await expect(canvas().locator("h1[contenteditable]")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Welcome to the club");
  await page.keyboard.press("Escape");
  await expect.poll(() => source("accounts/sign-in.html")).toContain("<h1>Welcome to the club</h1>");
  await page.screenshot({ path: test.info().outputPath("editor.png") });
  await at("/users");
  await expect(page.getByRole("link", { name: "Edit the page Sign in" })).toBeVisible();
  await publish(quintet, club);
});

test("[AUTH-04] people sign in on the builder's own page without scripts", async () => {
  const invited = { name: "Grace Hopper", email: "grace@example.com" };
  const { link } = await quintet.call(inviteAppUser, { params: { appId: club.appId }, body: invited });
  await person.goto(link);
  await person.getByLabel("New password").fill("a quiet river at dawn");
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  await person.goto(hosted("/accounts/sign-out/"));
  await person.getByRole("button", { name: "Sign out" }).click();
  await expect(person.getByRole("heading", { name: "Welcome to the club" })).toBeVisible();
  await person.getByLabel("Email").fill("grace@example.com");
  await person.getByLabel("Password").fill("wrong");
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByText("The address or the password is not right.")).toBeVisible();
  await person.screenshot({ path: test.info().outputPath("sign-in.png") });
  await person.getByLabel("Password").fill("a quiet river at dawn");
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
});

test("[AUTH-05] the page of one's own account is made one's own too", async () => {
  await at("/users");
  await page.getByRole("button", { name: "Make your own: One's own account" }).click();
  await expect(page.getByRole("heading", { name: "accounts/profile.html" })).toBeVisible();
  await expect(canvas().getByLabel("Name")).toHaveValue("Ada Example", { timeout: 15_000 });
  await canvas().getByRole("heading", { name: "Your account" }).dblclick();
  await expect(canvas().locator("h1[contenteditable]")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("About me");
  await page.keyboard.press("Escape");
  await expect.poll(() => source("accounts/profile.html")).toContain("<h1>About me</h1>");
  await publish(quintet, club);
  await person.goto(hosted("/accounts/profile/"));
  await expect(person.getByRole("heading", { name: "About me" })).toBeVisible();
  await person.getByLabel("Name").fill("Grace H.");
  await person.getByRole("button", { name: "Save" }).click();
  await expect(person.getByRole("link", { name: "Grace H." })).toBeVisible();
});
