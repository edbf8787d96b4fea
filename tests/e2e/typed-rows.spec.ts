import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import type { DataRow } from "#contract/http/data";
import { listRows } from "#contract/http/data";
import { app, choice, decimal, integer, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Rows that are typed before anything is live: kept with the draft, seen by others who draw it, taken over by the publish. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const open = { rules: { read: "true" }, api: true } as const;
  shop = await makeApp(
    quintet,
    "Bookshop",
    app(
      model("author", text("name", { required: true }), { ...open, pluralLabel: "Authors" }),
      model(
        "book",
        text("title", { required: true }),
        decimal("price"),
        integer("pages"),
        choice("state", ["new", "used"]),
        relation("author", "author"),
        { ...open, pluralLabel: "Books" },
      ),
    ),
  );
  ({ context, page } = await openStudio(browser, quintet));
  await page.getByRole("link", { name: "Bookshop" }).first().click();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Books" }).click();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = (of: Page = page) => of.getByRole("grid", { name: "Books" });
const row = (of: string, at: Page = page) => grid(at).getByRole("row").filter({ hasText: of });
async function cell(of: Locator, column: string): Promise<Locator> {
  const header = grid().getByRole("columnheader", { name: new RegExp(`^${column}`) });
  return of.locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`);
}
const kept = async (name = "book"): Promise<readonly DataRow[]> =>
  (await quintet.call(listRows, { params: { appId: shop.appId, modelId: modelId(name) }, query: { ordering: "id" } }))
    .rows;
const valuesOf = async (name: string) => (await kept()).map((each) => each.values[name]);

test("an empty model that is not live takes rows at once", async () => {
  await expect(page.getByRole("heading", { name: "No Books yet" })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("Live with the next publish");
  await page.getByRole("button", { name: "Add the first row" }).click();
  await expect(grid()).toBeVisible();
  await page.keyboard.type("Kindred");
  await page.keyboard.press("Tab");
  await page.keyboard.type("12.5");
  await page.keyboard.press("Tab");
  await page.keyboard.type("264");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add row" }).click();
  await page.keyboard.type("Dawn");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => valuesOf("title").then((titles) => [...titles].sort())).toEqual(["Dawn", "Kindred"]);
  await expect.poll(() => valuesOf("price")).toContain("12.50");
});

test("says at the cell what the field's type does not take, and takes it back", async () => {
  const pages = await cell(row("Dawn"), "Pages");
  await pages.click();
  await page.keyboard.type("many");
  await page.keyboard.press("Enter");
  await expect(pages).toHaveAttribute("aria-invalid", "true");
  await pages.click();
  await page.keyboard.press("Escape");
  await page.keyboard.type("248");
  await page.keyboard.press("Enter");
  await expect.poll(() => valuesOf("pages").then((values) => [...values].sort())).toEqual([248, 264]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => valuesOf("pages")).toContain(null);
});

test("relates rows that wait, and adds the one that is not there", async () => {
  await (await cell(row("Kindred"), "Author")).click();
  await page.keyboard.type("Octavia");
  await expect(page.getByRole("option", { name: "Add “Octavia”" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(await cell(row("Kindred"), "Author")).toHaveText("Octavia");
  await expect.poll(async () => (await kept("author")).map((each) => each.values.name)).toEqual(["Octavia"]);
  await page.reload();
  await expect(await cell(row("Kindred"), "Author")).toHaveText("Octavia");
});

test("deletes a row and takes that back", async () => {
  await (await cell(row("Dawn"), "Title")).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect.poll(() => valuesOf("title")).toEqual(["Kindred"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => valuesOf("title").then((titles) => [...titles].sort())).toEqual(["Dawn", "Kindred"]);
});

test("another browser of the same draft sees them, and how many they are", async ({ browser }) => {
  const other = await openStudio(browser, quintet);
  await other.page.goto(page.url());
  await expect(row("Kindred", other.page)).toBeVisible();
  await expect(row("Dawn", other.page)).toBeVisible();
  await expect(other.page.getByRole("link", { name: "Books" })).toContainText("2, not live");
  await other.context.close();
});

test("the publish takes them over", async () => {
  await publish(quintet, shop);
  await expect(page.getByRole("note")).toHaveCount(0);
  await expect(row("Kindred")).toBeVisible();
  await expect
    .poll(
      async () =>
        (await quintet.hosted(shop.slug, "/api/v1/books?ordering=title")).json<{ results: object[] }>().results,
    )
    .toMatchObject([{ title: "Dawn" }, { title: "Kindred", price: "12.50", author: 1 }]);
});
