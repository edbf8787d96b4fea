import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import type { TestApp } from "../support/apps.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/**
 * A person types at an ordinary speed in every place of the studio that takes text. The words contain the letters of
 * all shortcuts, so a shortcut that fires would leave the screen, open a dialog or lose a letter.
 */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Bookshop", definition: bookshop() }));
  await stockBookshop(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
  await page.getByRole("link", { name: "Bookshop" }).first().click();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const DELAY_MS = 150;
const type = (text: string) => page.keyboard.type(text, { delay: DELAY_MS });
const grid = () => page.getByRole("grid", { name: "Books" });
const titleCell = (text: string): Locator => grid().getByRole("gridcell", { name: text, exact: true });
async function staysOn(path: RegExp): Promise<void> {
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("in cells, where Enter ends one word and the next begins, and a question mark is text", async () => {
  test.setTimeout(120_000);
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Books" }).click();
  await titleCell("Kindred").click();
  const address = page.url();
  await type("great");
  await page.keyboard.press("Enter");
  await type("small? G m g d");
  await page.keyboard.press("Enter");
  await type("? why");
  await page.keyboard.press("Enter");
  for (const text of ["great", "small? G m g d", "? why"]) await expect(titleCell(text)).toBeVisible();
  expect(page.url()).toBe(address);
  await staysOn(/\/data\//);
  const stored = async () =>
    (await quintet.hosted(shop.slug, "/api/v1/books?limit=100"))
      .json<{ results: { title: string }[] }>()
      .results.map(({ title }) => title);
  await expect.poll(stored).toEqual(expect.arrayContaining(["great", "small? G m g d", "? why"]));
});

test("undo of Data is the grid's, wherever the focus is, and takes back no edit of another screen", async () => {
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await page.getByRole("button", { name: "Model", exact: true }).click();
  await type("Magazine");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Books" }).click();
  await titleCell("great").click();
  await type("greater");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Undo: Edit Title" })).toHaveCount(1);
  await page.getByRole("button", { name: "Filter" }).first().focus();
  await page.keyboard.press("Control+z");
  await expect(titleCell("great")).toBeVisible();
  await page.keyboard.press("Control+Shift+z");
  await expect(titleCell("greater")).toBeVisible();
  await page.getByRole("button", { name: "Undo: Edit Title" }).click();
  await expect(page.getByRole("button", { name: "Redo: Edit Title" })).toBeVisible();
  await expect(titleCell("great")).toBeVisible();
  // Nothing more to take back here: the model that was drawn on another screen stays.
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByRole("article", { name: "Model Magazine" })).toBeVisible();
});

test("in the inspector, on the canvas and in the editor of a template", async () => {
  test.setTimeout(120_000);
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await page.getByRole("button", { name: "Model", exact: true }).click();
  await type("Green mug? L r");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("article", { name: "Model Green mug? L r" })).toBeVisible();
  await staysOn(/\/models/);
  const label = page.getByRole("complementary").getByRole("textbox", { name: "One of them is called" });
  await label.click();
  await page.keyboard.press("Control+a");
  await type("great? small g m");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "Model great? small g m" })).toBeVisible();
  await staysOn(/\/models/);

  await page.getByRole("link", { name: "Pages", exact: true }).click();
  await page.getByRole("link", { name: /about/ }).first().click();
  await page.getByText("Source", { exact: true }).click();
  const editor = page.getByRole("textbox", { name: /^Source of/ });
  await editor.click();
  await page.keyboard.press("Control+End");
  await type("great g small? gm ?");
  await expect(editor).toContainText("great g small? gm ?");
  await staysOn(/\/pages/);
});
