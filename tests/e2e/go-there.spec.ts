import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { editDraft, getDraft } from "#contract/http/drafts";
import { app, choice, fieldId, model, modelId, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** From a problem of a plan to the rows that cause it, what can be done with them there, and back. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const isbn = fieldId("book", "isbn");
const code = fieldId("book", "code");

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const open = { rules: { read: "true" }, api: true, pluralLabel: "Books" } as const;
  ({ quintet, app: shop } = await startWithLiveApp({
    label: "Bookshop",
    definition: app(
      model(
        "book",
        text("title", { required: true }),
        text("isbn"),
        text("code"),
        choice("state", ["new", "lost"]),
        open,
      ),
    ),
  }));
  for (const values of [
    { title: "Kindred", isbn: "1", state: "lost" },
    { title: "Dawn", isbn: "2", code: "d", state: "lost" },
    { title: "Fledgling", isbn: "1", state: "new" },
    { title: "Survivor", isbn: "1" },
  ])
    await quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId("book") }, body: { values } });
  await change(isbn, { unique: true });
  await change(code, { required: true });
  ({ context, page } = await openStudio(browser, quintet));
  await page.getByRole("link", { name: "Bookshop" }).first().click();
  await expect(page.getByRole("link", { name: "Data", exact: true })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

async function edit(operations: readonly object[]): Promise<void> {
  const { revision } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  await quintet.call(editDraft, {
    params: { draftId: shop.draftId },
    body: {
      batchId: `test-${Math.random().toString(36).slice(2)}`,
      seenRevision: revision,
      label: "Change",
      operations: operations as never,
    },
  });
}
const change = (id: string, set: object) => edit([{ op: "update", id, set, unset: [] }]);

const grid = () => page.getByRole("grid", { name: "Books" });
const row = (of: string) => grid().getByRole("row").filter({ hasText: of });
const bar = () => page.getByRole("region", { name: "Rows that the plan names" });
const plan = () => page.getByRole("dialog");
const stored = async (name: string): Promise<readonly unknown[]> =>
  (await quintet.hosted(shop.slug, "/api/v1/books?ordering=id"))
    .json<{ results: Record<string, unknown>[] }>()
    .results.map((book) => book[name]);

async function openPlan(): Promise<void> {
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(plan().getByRole("region", { name: "For data" })).toBeVisible();
}

test("a problem leads to its rows alone, and the bar names them", async () => {
  await openPlan();
  await plan().getByRole("link", { name: "go there" }).first().click();
  await expect(bar()).toContainText("3 rows: Isbn is the same as in another row");
  await expect(row("Kindred")).toBeVisible();
  await expect(row("Survivor")).toBeVisible();
  await expect(row("Dawn")).toHaveCount(0);
  await expect(bar().getByRole("link", { name: "Back to the plan: one problem left" })).toBeVisible();
  await page.reload();
  await expect(bar()).toContainText("3 rows");
});

test("emptying them is one step, which undo takes back", async () => {
  await bar().getByRole("button", { name: "Empty them" }).click();
  await expect.poll(() => stored("isbn")).toEqual([null, "2", null, null]);
  await expect(bar()).toContainText("These rows are mended");
  await expect(row("Survivor")).toBeVisible();
  await expect(bar().getByRole("link", { name: "Back to the plan: one question left" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect.poll(() => stored("isbn")).toEqual(["1", "2", "1", "1"]);
  await expect(bar()).toContainText("3 rows");
});

test("a formula shows what it gives, and fills", async () => {
  await bar().getByRole("button", { name: "Fill by formula" }).click();
  const form = page.getByRole("form", { name: "Fill Isbn by formula" });
  await form.getByLabel("Isbn is").fill("titel");
  await expect(form.getByText(/titel/).last()).toBeVisible();
  await form.getByLabel("Isbn is").fill("title");
  await expect(form.getByRole("cell", { name: "Survivor" })).toBeVisible();
  expect((await axe(page).include("section[aria-label='Rows that the plan names']").analyze()).violations).toEqual([]);
  await form.getByRole("button", { name: "Fill 3 rows" }).click();
  await expect.poll(() => stored("isbn")).toEqual(["Kindred", "2", "Fledgling", "Survivor"]);
  await expect(bar()).toContainText("These rows are mended");
  await page.keyboard.press("Control+z");
  await expect.poll(() => stored("isbn")).toEqual(["1", "2", "1", "1"]);
});

test("a question leads to the rows without a value; mended by hand, the plan is clean", async () => {
  await change(isbn, { unique: false });
  await bar().getByRole("button", { name: "Show all rows" }).click();
  await expect(row("Dawn")).toBeVisible();
  await openPlan();
  await plan().getByRole("link", { name: "Go there" }).click();
  await expect(bar()).toContainText("3 rows: Code is empty");
  await expect(bar().getByRole("button", { name: "Empty them" })).toHaveCount(0);
  await bar().getByRole("button", { name: "Fill by formula" }).click();
  const form = page.getByRole("form", { name: "Fill Code by formula" });
  await form.getByLabel("Code is").fill("isbn");
  await form.getByRole("button", { name: "Fill 3 rows" }).click();
  await expect.poll(() => stored("code")).toEqual(["1", "d", "1", "1"]);
  await bar().getByRole("link", { name: "Back to the plan: clean now" }).click();
  await expect(plan().getByRole("button", { name: /^Publish/ })).toBeEnabled();
  await page.keyboard.press("Escape");
});

test("values that are no choices any more are listed at the choices, and become choices there", async () => {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const lost = Object.values(definition.records).find(
    (record) =>
      (record as { kind: string; value?: string }).kind === "choice" && (record as { value?: string }).value === "lost",
  ) as { id: string };
  await edit([{ op: "delete", id: lost.id }]);
  await openPlan();
  await plan().getByRole("region", { name: "Worth knowing" }).getByRole("link").first().click();
  const missing = page.getByRole("region", { name: "Values in rows that are no choices" });
  await expect(missing).toContainText("lost 2 rows");
  await missing.getByRole("button", { name: "Add lost as a choice" }).click();
  await expect(missing).toContainText("Every row has one of the choices.");
  await expect(missing.getByRole("link", { name: "Back to the plan: clean now" })).toBeVisible();
});

test("emptying many rows says how far it is, and can be stopped", async () => {
  for (let at = 0; at < 10; at++)
    await quintet.call(createRow, {
      params: { appId: shop.appId, modelId: modelId("book") },
      body: { values: { title: `Copy ${at}`, isbn: "9", code: "c" } },
    });
  await change(isbn, { unique: true });
  await openPlan();
  await plan().getByRole("link", { name: "go there" }).first().click();
  await expect(bar()).toContainText("13 rows: Isbn is the same as in another row");
  await expect(row("Copy 9")).toBeVisible();
  let letThrough = (): void => {};
  const gate = new Promise<void>((open) => {
    letThrough = open;
  });
  await page.route(/\/rows\/\d+$/, async (route) => {
    if (route.request().method() === "PATCH") await gate;
    await route.continue();
  });
  await bar().getByRole("button", { name: "Empty them" }).click();
  await expect(bar().getByRole("status")).toHaveText("0 of 13 rows written");
  const cancel = bar().getByRole("button", { name: "Cancel" });
  await cancel.click();
  await expect(cancel).toBeDisabled();
  letThrough();
  await expect(bar().getByRole("status")).toHaveText("Stopped: 4 of 13 rows written");
  await page.unrouteAll({ behavior: "wait" });
  const emptied = async () => (await stored("isbn")).filter((value) => value === null).length;
  await expect.poll(emptied).toBe(4);
  await expect(bar()).toContainText("9 rows");
  await page.keyboard.press("Control+z");
  await expect.poll(emptied).toBe(0);
});

test("a plan that takes long says so, and Cancel stops it", async () => {
  await page.route(/\/drafts\/[^/]+\/plan$/, () => {});
  const stopped = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/plan"));
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(plan().getByText("which takes at most 30 seconds")).toBeVisible({ timeout: 15_000 });
  await plan().getByRole("button", { name: "Cancel" }).click();
  await expect(plan()).toHaveCount(0);
  await stopped;
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
