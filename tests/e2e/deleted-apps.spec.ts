import { expect, type Page, test } from "@playwright/test";
import { createApiKey, createApp, deleteApp, restoreApp } from "#contract/http/apps";
import { testId } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Somebody deletes the wrong app, restores it, and gets rid of the right one. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let page: Page;
let shop: TestApp;
let secret: string;
let close: () => Promise<void>;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Bookshop", definition: bookshop() }));
  await stockBookshop(quintet, shop);
  const body = { name: "Warehouse", groupId: testId("group", "editors") };
  ({ secret } = await quintet.call(createApiKey, { params: { appId: shop.appId }, body }));
  const studio = await openStudio(browser, quintet);
  page = studio.page;
  close = () => studio.context.close();
});
test.afterAll(async () => {
  await close?.();
  await quintet?.stop();
});

const home = () => page.goto(`http://localhost:${quintet.port}/`);
const deleted = () => page.getByRole("region", { name: "Deleted apps" });
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);
/** Names are believed for a while: what leads nowhere for a second, what leads somewhere for longer. */
const answered = (slug: string, path: string, status: number) =>
  expect.poll(async () => (await quintet.hosted(slug, path)).status, { timeout: 15_000 }).toBe(status);
const titles = async (slug: string) =>
  (await quintet.hosted(slug, "/api/v1/books?ordering=id")).json<{ results: { title: string }[] }>().results;
/** With the key that was made before: only its group may. */
const addWithKey = (slug: string, title: string) =>
  quintet.hosted(slug, "/api/v1/books", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
    body: JSON.stringify({ title }),
  });
const deleteInSettings = async (appId: string, label: string) => {
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/settings`);
  await page.getByRole("button", { name: `Delete ${label}` }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${label}?` });
  await expect(dialog).toContainText("For 30 days it can be restored");
  await dialog.getByLabel(/^Type/).fill(label);
  await dialog.getByRole("button", { name: "Delete the app" }).click();
  await expect(deleted()).toBeVisible();
};

test("an app that was deleted is restored with its pages, rows and key", async () => {
  await home();
  await expect(page.getByRole("link", { name: /Bookshop/ })).toBeVisible();
  await expect(deleted()).toBeHidden();
  const before = await titles(shop.slug);
  expect(before.length).toBeGreaterThan(0);

  await deleteInSettings(shop.appId, "Bookshop");
  await expect(page.getByRole("link", { name: /Bookshop/ })).toBeHidden();
  await expect(deleted()).toContainText(/Deleted by Ada.* just now · will be deleted permanently on .* \d{4}/);
  await faultless();
  await answered(shop.slug, "/", 404);

  await page.getByRole("button", { name: "Restore Bookshop" }).click();
  await expect(page.getByText("“Bookshop” is back")).toBeVisible();
  await expect(page.getByText(`Version 1 is live at ${shop.slug}.localhost:${quintet.port}.`)).toBeVisible();
  await expect(deleted()).toBeHidden();
  // One goes on where it is now, with the keyboard too.
  await expect(page.getByRole("link", { name: /^B?\s*Bookshop/ })).toBeFocused();
  await answered(shop.slug, "/", 200);
  expect(await titles(shop.slug)).toEqual(before);
  expect((await addWithKey(shop.slug, "Written after")).status).toBe(201);
});

test("an app whose address was taken meanwhile says where it is now", async () => {
  await deleteInSettings(shop.appId, "Bookshop");
  await quintet.call(createApp, { body: { label: "Bookshop" } });
  await page.getByRole("button", { name: "Restore Bookshop" }).click();
  const moved = `has its address by now, so it has a new one: bookshop-2.localhost:${quintet.port}. Version 1 is live.`;
  await expect(page.getByText(moved)).toBeVisible();
  await answered("bookshop-2", "/", 200);
  expect((await addWithKey("bookshop-2", "At its new address")).status).toBe(201);
});

test("an app that somebody else restores leaves the list by itself; one is deleted permanently by its name", async () => {
  let second = "";
  for (const label of ["Trial", "Second trial"]) {
    const { id } = await quintet.call(createApp, { body: { label } });
    await quintet.call(deleteApp, { params: { appId: id }, body: { confirm: label } });
    second = id;
  }
  await page.setViewportSize({ width: 390, height: 780 });
  await home();
  await expect(deleted().getByRole("listitem")).toHaveCount(2);
  const spill = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await spill()).toBe(0);
  await faultless();

  await page.getByRole("button", { name: "Delete Trial permanently" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Trial permanently?" });
  const confirm = dialog.getByRole("button", { name: "Delete it permanently" });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/^Type/).fill("Trial");
  await faultless();
  await confirm.click();
  await expect(page.getByText("“Trial” was deleted permanently.")).toBeVisible();
  await expect(deleted().getByRole("listitem")).toHaveCount(1);

  await quintet.call(restoreApp, { params: { appId: second } });
  await expect(deleted()).toBeHidden();
  await expect(page.getByRole("link", { name: /Second trial/ })).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("the audit log tells of all three", async () => {
  await page.goto(`http://localhost:${quintet.port}/workspace/audit`);
  await expect(page.getByText("brought the app “Bookshop” back as “bookshop-2”")).toBeVisible();
  await expect(page.getByText("brought the app “Second trial” back", { exact: false })).toBeVisible();
  await expect(page.getByText("permanently deleted the app “Trial”")).toBeVisible();
});
