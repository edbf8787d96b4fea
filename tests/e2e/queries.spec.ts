import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * A home page has no rows of its own. Inserting cards asks which rows, and makes a query with the cards in one edit; the
 * query is changed in the inspector.
 */
test.describe.configure({ mode: "serial", timeout: 40_000 });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const TEMPLATE = testId("template", "welcome.html");
const WELCOME = `{% extends "_default/base.html" %}
{% block main %}
<h1>Welcome</h1>
{% endblock %}
`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const routeId = testId("route", "welcome");
  const records = {
    ...definition.records,
    [TEMPLATE]: { kind: "template", id: TEMPLATE, name: "welcome.html", source: WELCOME, order: "i" },
    [routeId]: {
      kind: "route",
      id: routeId,
      name: "welcome",
      label: "Welcome",
      path: "/welcome/",
      view: { name: "template", templateId: TEMPLATE },
      access: "true",
      order: "a",
    },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await publish(quintet, shop);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=visual`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("tree", { name: "Structure of the page" })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const canvas = () => page.frameLocator("iframe[title^='Page ']");
const cards = () => canvas().locator("article.card");
const inspector = () => page.getByRole("complementary").last();
async function draft() {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const template = definition.records[TEMPLATE];
  const queries = Object.values(definition.records).flatMap((record) => (record.kind === "query" ? [record] : []));
  return { source: template?.kind === "template" ? template.source : "", queries };
}

test("inserts three cards from rows by mouse, shown with sample rows before there are any [MOD-11]", async () => {
  await page.getByText("Insert", { exact: true }).click();
  await page.getByRole("button", { name: /^Cards of rows/ }).click();
  const dialog = page.getByRole("dialog", { name: "Which rows?" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Model").selectOption({ label: "Books" });
  await dialog.getByRole("button", { name: "Add a condition" }).click();
  await dialog.getByLabel("Field").selectOption({ label: "Title" });
  const results = await axe(page).include("[role=dialog]").analyze();
  expect(results.violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
  await dialog.getByRole("button", { name: "Insert" }).click();
  await expect(dialog).toBeHidden();
  await expect(cards()).toHaveCount(3);
  await expect(page.getByText(/^No rows yet of Book/)).toBeVisible();
  await expect.poll(draft).toMatchObject({
    source: expect.stringContaining('{% query "books" as books %}'),
    queries: [{ name: "books", limit: 3, where: "record.title != null" }],
  });
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(cards()).toHaveCount(0);
  await expect.poll(draft).toEqual({ source: WELCOME, queries: [] });
});

test("inserts them by keyboard alone, over live rows, and changes the query in the inspector [MOD-11]", async () => {
  await stockBookshop(quintet, shop);
  await page.reload();
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Welcome");
  await page.getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("/");
  await expect(page.getByLabel("Find a part to insert")).toBeFocused();
  await page.keyboard.type("Cards of rows");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Which rows?" });
  await expect(dialog.getByLabel("Model")).toBeFocused();
  await page.keyboard.type("Book");
  for (let press = 0; press < 30; press++) {
    if (await dialog.getByRole("button", { name: "Insert" }).evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(cards()).toHaveCount(3);
  await expect(page.getByText(/^No rows yet/)).toBeHidden();
  await page.getByText("Structure", { exact: true }).click();
  await page.getByRole("treeitem", { name: /^Query/ }).click();
  await inspector().getByLabel("How many at most").fill("2");
  await inspector().getByLabel("How many at most").press("Enter");
  await expect(cards()).toHaveCount(2);
  await expect(inspector().getByRole("link", { name: "template welcome.html" })).toBeVisible();
  await expect.poll(async () => (await draft()).queries).toMatchObject([{ name: "books", limit: 2 }]);
});

test("shows visitors the rows once it is published [MOD-11]", async () => {
  await publish(quintet, shop);
  const answer = await quintet.hosted(shop.slug, "/welcome/");
  expect(answer.status).toBe(200);
  expect((answer.text.match(/<article class="card">/g) ?? []).length).toBe(2);
});
