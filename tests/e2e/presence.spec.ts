import { type Browser, expect, type Page, test } from "@playwright/test";
import { createApp } from "#contract/http/apps";
import { editDraft, saveLayout } from "#contract/http/drafts";
import { app, fieldId, model, modelId, text } from "../builders.ts";
import { axe } from "../support/axe.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { addPerson } from "../support/second-person.ts";

/** Several people in one app: who is here, on what, and what they move, in each other's windows. */
let quintet: Quintet;
let place = "";

test.beforeAll(async () => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const made = await quintet.call(createApp, { body: { label: "Bookshop" } });
  const { draftId } = made;
  place = `/apps/${made.id}`;
  const shop = app(model("book", text("title"), text("price")), model("author", text("name")));
  await quintet.call(editDraft, {
    params: { draftId },
    body: {
      batchId: "first-batch",
      seenRevision: 0,
      label: "Draw a shop",
      operations: Object.values(shop.records).map((record) => ({ op: "create" as const, record })) as never,
    },
  });
  await quintet.call(saveLayout, {
    params: { draftId, canvas: "models" },
    body: { [modelId("book")]: { x: 60, y: 60 }, [modelId("author")]: { x: 420, y: 60 } },
  });
});
test.afterAll(() => quintet?.stop());

async function openAs(browser: Browser, name: string, role: "editor" | "viewer", path: string): Promise<Page> {
  const context = await browser.newContext();
  const cookie = await addPerson(quintet, { name, role });
  await context.addCookies([{ ...cookie, url: `https://localhost:${quintet.port}`, secure: true, sameSite: "Strict" }]);
  const page = await context.newPage();
  await page.goto(`http://localhost:${quintet.port}${place}${path}`);
  return page;
}

test("people see each other, on what, and go there", async ({ browser }) => {
  const ben = await openAs(browser, "Ben Turner", "editor", "/models");
  await expect(ben.getByRole("article", { name: "Model Book" })).toBeVisible();
  const vera = await openAs(
    browser,
    "Vera Stein",
    "viewer",
    `/models/${modelId("book")}?field=${fieldId("book", "price")}`,
  );
  const here = ben.getByRole("button", { name: "One other person is here. Show who and where" });
  await expect(here).toBeVisible();
  await expect(ben.getByRole("article", { name: "Model Book" }).getByText("Here now: Vera")).toBeVisible();
  expect((await axe(ben).analyze()).violations).toEqual([]);

  await here.click();
  await ben.getByRole("menuitem", { name: /Vera Stein.*Models, Book\.price/ }).click();
  await expect(ben).toHaveURL(new RegExp(`${modelId("book")}\\?field=${fieldId("book", "price")}`));
  await expect(vera.getByText("Here now: Ben")).toBeVisible();

  // A second window of the same person is the same person; where they were last active counts.
  const again = await vera.context().newPage();
  await again.goto(`http://localhost:${quintet.port}${place}/settings`);
  await expect(ben.getByText("Here now: Vera")).toHaveCount(0);
  await expect(here).toBeVisible();
  await again.close();
  await expect(ben.getByText("Here now: Vera")).toHaveCount(1);
  await vera.context().close();
  await expect(here).toHaveCount(0);
  await ben.context().close();
});

test("a model that one person moves is moved for the other", async ({ browser }) => {
  const ben = await openAs(browser, "Ben Turner", "editor", "/models");
  const chloe = await openAs(browser, "Chloé Dubois", "editor", "/models");
  const nodeOf = (page: Page) => page.getByRole("article", { name: "Model Author" });
  await expect(nodeOf(ben)).toBeVisible();
  await expect(nodeOf(chloe)).toBeVisible();
  const before = await nodeOf(chloe).boundingBox();
  const from = await nodeOf(ben).boundingBox();
  if (!from || !before) throw new Error("The model is not on the canvas.");
  await ben.mouse.move(from.x + 60, from.y + 20);
  await ben.mouse.down();
  await ben.mouse.move(from.x + 60, from.y + 120, { steps: 5 });
  await ben.mouse.move(from.x + 60, from.y + 200, { steps: 5 });
  await ben.mouse.up();
  await expect.poll(async () => ((await nodeOf(chloe).boundingBox())?.y ?? 0) - before.y).toBeGreaterThan(100);
  await expect(ben.getByRole("button", { name: "Undo", exact: true })).toHaveAttribute("aria-disabled", "true");
  await ben.context().close();
  await chloe.context().close();
});
