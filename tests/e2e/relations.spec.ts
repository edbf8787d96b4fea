import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { makeApp, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop } from "../support/bookshop.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The card that relates two models on the canvas: one to many, one to one, many to many. */
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Bookshop", bookshop());
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("links the rows of two models, with a name at each end [REL-03]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/models`);
  const book = page.getByRole("heading", { name: "Book", exact: true });
  await expect(book).toBeVisible();
  await book.click();
  await expect(page.getByRole("complementary", { name: "Model Book", exact: true })).toBeVisible();
  await page.keyboard.press("r");
  const card = page.getByRole("form", { name: "Relate two models" });
  await card.getByLabel("Relate Book to").fill("Review");
  await page.getByRole("option", { name: "Review", exact: true }).click();
  await expect(card.getByRole("radio", { name: "One Review has one Book" })).toBeVisible();
  await card.getByRole("radio", { name: /go with each other/ }).check();
  const first = card.getByLabel(/^On Book, the .* are$/);
  await expect(first).toBeVisible();
  await first.fill("talked_about");
  await card.getByLabel(/^On Review, the .* are$/).fill("about");
  await card.getByRole("button", { name: "Relate" }).click();
  await expect(card).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Book – Review" }).first()).toBeVisible();
});

test("draws a link as one line with both names, and as a model once it has details [REL-04]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/models`);
  await expect(page.getByRole("article", { name: "Model Book", exact: true })).toBeVisible();
  const box = page.getByRole("article", { name: "Model Book – Review" });
  const line = page.getByText("talked_about · about");
  await expect(line).toBeVisible();
  await expect(box).toHaveCount(0);
  // The reach of a line is wider than what is drawn.
  const edge = page.locator(".react-flow__edge").filter({ has: page.locator('[marker-start*="many-at-model"]') });
  await edge.dispatchEvent("click");
  const inspector = page.getByRole("complementary", { name: "Model Book – Review" });
  await expect(inspector).toContainText("On Book: talked_about");
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await inspector.getByRole("button", { name: "Add details" }).click();
  await expect(box).toBeVisible();
  await expect(line).toHaveCount(0);
  await inspector.getByRole("button", { name: "Remove details" }).click();
  await expect(box).toHaveCount(0);
  await expect(line).toBeVisible();
});
