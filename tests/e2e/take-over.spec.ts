import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { fieldId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { addPerson } from "../support/second-person.ts";

/** A default page that was taken over and changed goes back to the default page, step by step, whatever others did. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Bookshop", bookshop());
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
  await context.addInitScript(() => window === top && localStorage.setItem("quintet.pages.show", "source"));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages?show=source`);
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const records = async (): Promise<Record<string, Record<string, unknown>>> =>
  (await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition.records as never;
const templates = async () => Object.values(await records()).filter(({ kind }) => kind === "template");
const sources = async () => (await templates()).map(({ source }) => String(source));
const editor = () => page.getByRole("textbox", { name: /^Source of/ });
const preview = () => page.frameLocator("iframe[title^='Preview of']");
const undo = () => page.getByRole("button", { name: /^Undo: / });
const redo = () => page.getByRole("button", { name: /^Redo: / });

/** Types at the end of the line of the heading, as one edit of the draft. */
async function write(text: string, after: string): Promise<void> {
  await editor().getByText(after).first().click();
  await page.keyboard.press("End");
  // At once: on a busy machine typing takes longer than one step of undo may.
  await page.keyboard.insertText(text);
  await expect.poll(async () => (await sources()).some((source) => source.includes(text))).toBe(true);
  // What is typed later than this is another step.
  await page.waitForTimeout(2_300);
}

async function somebodyElseEdits(operations: readonly object[]): Promise<void> {
  const { name, value } = await addPerson(quintet, { name: "Ben", role: "editor" });
  const { revision } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const origin = `http://localhost:${quintet.port}`;
  const answer = await fetch(`${origin}/platform/v1/drafts/${shop.draftId}/edits`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: origin, Cookie: `${name}=${value}` },
    body: JSON.stringify({ batchId: "bens-edit", seenRevision: revision, label: "Ben's", operations }),
  });
  expect(answer.status).toBe(200);
}

test("undoing each step leads back to the default page, after a reload and another person's edit too; redo forth", async () => {
  test.setTimeout(180_000);
  const before = await records();
  await page.getByRole("link", { name: /Default list page/ }).click();
  await expect(preview().getByRole("heading", { level: 1 })).toHaveText("Books");
  const shown = await preview().locator("body").innerHTML();
  await page.getByRole("button", { name: "Take over and change" }).click();
  await expect(page.getByRole("heading", { name: "books/list.html" })).toBeVisible();
  await expect.poll(async () => Object.keys(await records()).length).toBe(Object.keys(before).length + 1);
  const taken = await records();
  await write("<p>First</p>", "Books</h1>");
  const first = await records();
  await write("<p>Second</p>", "First</p>");
  const second = await records();

  await page.reload();
  await expect(editor()).toContainText("Second");
  const pages = fieldId("book", "pages");
  await somebodyElseEdits([{ op: "update", id: pages, set: { label: "Number of pages" }, unset: [] }]);
  const withBens = (of: typeof before) => ({ ...of, [pages]: { ...of[pages], label: "Number of pages" } });
  await expect.poll(records).toEqual(withBens(second));

  await undo().click();
  await expect.poll(records).toEqual(withBens(first));
  await undo().click();
  await expect.poll(records).toEqual(withBens(taken));
  await expect(page.getByRole("button", { name: /^Undo: Take over/ })).toBeVisible();
  await undo().click();
  await expect.poll(records).toEqual(withBens(before));

  // The screen shows the default page again, and not the place of a template that is gone.
  await expect(page.getByRole("button", { name: "Take over and change" })).toBeVisible();
  await expect(preview().getByRole("heading", { level: 1 })).toHaveText("Books");
  expect((await preview().locator("body").innerHTML()).replaceAll("Number of pages", "Pages")).toBe(shown);

  for (const wanted of [taken, first, second]) {
    await redo().click();
    await expect.poll(records).toEqual(withBens(wanted));
  }
  await page.reload();
  for (const wanted of [first, taken, before]) {
    await undo().click();
    await expect.poll(records).toEqual(withBens(wanted));
  }
});
