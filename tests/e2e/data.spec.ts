import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import type { TestApp } from "../support/apps.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** The sheet of live rows, by mouse and keys as people use a spreadsheet; what it says is compared with the API. */
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
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Books" }).click();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Books" });
const row = (text: string) => grid().getByRole("row").filter({ hasText: text });
async function cell(of: Locator, column: string): Promise<Locator> {
  const at = await grid()
    .getByRole("columnheader", { name: new RegExp(`^${column}`) })
    .getAttribute("aria-colindex");
  return of.locator(`[role=gridcell][aria-colindex="${at}"]`);
}
/** A column from top to bottom, as it is seen. */
async function seen(column: string): Promise<readonly string[]> {
  const header = grid().getByRole("columnheader", { name: new RegExp(`^${column}`) });
  // All cells at once: a row that goes while they are read is not waited for.
  return grid()
    .locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`)
    .allTextContents();
}
interface Book {
  readonly title: string;
  readonly author: number | null;
}
const books = async (): Promise<readonly Book[]> =>
  (await quintet.hosted(shop.slug, "/api/v1/books?ordering=id&limit=100")).json<{ results: Book[] }>().results;
const titles = async () => (await books()).map((book) => book.title);
const all = ["The Dispossessed", "The Left Hand of Darkness", "Kindred", "Parable of the Sower", "Dawn"];

async function columnMenu(column: string, item: string): Promise<void> {
  await grid()
    .getByRole("columnheader", { name: new RegExp(`^${column}`) })
    .hover();
  await page.getByRole("button", { name: `Menu of ${column}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("shows live rows with relations by their titles [MOD-02]", async () => {
  await expect(grid()).toBeVisible();
  await expect.poll(() => seen("Title")).toEqual(all);
  await expect
    .poll(() => seen("Author"))
    .toEqual(["Ursula K. Le Guin", "Ursula K. Le Guin", "Octavia E. Butler", "Octavia E. Butler", "Octavia E. Butler"]);
});

test("says how many rows each model has, beside it and on the canvas", async () => {
  await expect(page.getByRole("link", { name: "Books", exact: false })).toHaveText(/Books\s*5/);
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByRole("article", { name: "Model Book" })).toContainText("5 rows");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Books" }).click();
});

test("sorts by a column, and says so in the address [QRY-13]", async () => {
  await columnMenu("Price", "Sort ascending");
  const sorted = ["The Left Hand of Darkness", "The Dispossessed", "Dawn", "Kindred", "Parable of the Sower"];
  await expect.poll(() => seen("Title")).toEqual(sorted);
  await expect(grid().getByRole("columnheader", { name: /^Price/ })).toHaveAttribute("aria-sort", "ascending");
  await page.reload();
  await expect.poll(() => seen("Title")).toEqual(sorted);
});

test("filters with a sentence, and shows all again [QRY-02]", async () => {
  await page.getByRole("region", { name: "Filters" }).getByRole("button", { name: "Filter", exact: true }).click();
  const editor = page.getByRole("form", { name: "Filter" });
  await editor.getByLabel("Field").selectOption({ label: "Pages" });
  await editor.getByLabel("Condition").selectOption({ label: "is at least" });
  await editor.getByLabel("Value").fill("300");
  await editor.getByRole("button", { name: "Filter" }).click();
  await expect.poll(() => seen("Title")).toEqual(["The Left Hand of Darkness", "The Dispossessed"]);
  await page.getByRole("button", { name: "Remove the filter Pages is at least 300" }).click();
  await expect.poll(() => seen("Title")).toHaveLength(5);
});

test("edits a cell, and takes it back", async () => {
  await (await cell(row("Dawn"), "Title")).click();
  await page.keyboard.type("Daybreak");
  await page.keyboard.press("Enter");
  await expect.poll(titles).toContain("Daybreak");
  expect(await titles()).not.toContain("Dawn");
  await page.keyboard.press("Control+z");
  await expect.poll(titles).toEqual(all);
  await expect(row("Dawn")).toBeVisible();
  await expect(row("Daybreak")).toHaveCount(0);
});

test("keeps a bad value in its cell, with the reason, and blocks nothing else [FLD-06]", async () => {
  const price = await cell(row("Kindred"), "Price");
  await price.click();
  await page.keyboard.type("a lot");
  await page.keyboard.press("Enter");
  await expect(price).toHaveAttribute("aria-invalid", "true");
  await expect(price).toHaveText("a lot");
  await price.click();
  await expect(page.getByText(/number/i).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(price).toHaveText("11.00");
});

test("adds a row, relates it, and deletes it [REL-01] [QRY-27]", async () => {
  await page.getByRole("button", { name: "Add row" }).click();
  await page.keyboard.type("Lilith's Brood");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await expect.poll(titles).toContain("Lilith's Brood");

  const author = await cell(row("Lilith's Brood"), "Author");
  await author.click();
  await page.keyboard.press("Enter");
  const picker = page.getByRole("complementary", { name: "Author of this row" });
  await expect(picker.getByRole("combobox")).toBeFocused();
  // The panel takes room from the grid, but the cell it is about stays in sight.
  await expect(author).toBeInViewport();
  await page.keyboard.type("octavia");
  await expect(picker.getByRole("option", { name: /^Octavia/ })).toHaveCount(1);
  // After those that are there, a new one is offered.
  await expect(picker.getByRole("option")).toHaveText([/^Octavia E. Butler/, "Add “octavia”"]);
  await page.keyboard.press("Enter");
  await expect(author).toHaveText("Octavia E. Butler");
  const octavia = (await books()).find((book) => book.title === "Kindred")?.author;
  await expect.poll(async () => (await books()).find((book) => book.title === "Lilith's Brood")?.author).toBe(octavia);

  await (await cell(row("Lilith's Brood"), "Title")).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog", { name: "Delete this Book?" }).getByRole("button", { name: "Delete the row" }).click();
  await expect(row("Lilith's Brood")).toHaveCount(0);
  await expect.poll(titles).toEqual(all);
});

test("counts in the dialog what else a delete touches [REL-08]", async () => {
  await (await cell(row("The Dispossessed"), "Title")).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this Book?" });
  await expect(dialog.getByRole("listitem")).toHaveText(["1 Review is deleted too."]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("takes a delete back, and restores a deleted row from the list", async () => {
  const remove = async () => {
    await (await cell(row("Kindred"), "Title")).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delete this Book?" });
    await expect(dialog).toContainText("restore it for 30 days");
    await expect(dialog.getByRole("listitem")).toHaveText(["No other row points to it."]);
    await dialog.getByRole("button", { name: "Delete the row" }).click();
    await expect.poll(titles).not.toContain("Kindred");
  };
  await remove();
  await page.keyboard.press("Control+z");
  await expect.poll(titles).toEqual(all);
  await expect.poll(async () => (await seen("Title")).toSorted()).toEqual(all.toSorted());

  await remove();
  await page.getByRole("button", { name: "Deleted rows" }).click();
  const deleted = page.getByRole("dialog", { name: "Deleted Books" });
  await expect(deleted.getByRole("listitem").first()).toContainText(/Kindred.*Deleted by Ada.* just now/);
  await deleted.getByRole("button", { name: "Restore Kindred" }).click();
  await expect.poll(titles).toEqual(all);
  await expect(deleted.getByRole("button", { name: "Restore Kindred" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await seen("Title")).toSorted()).toEqual(all.toSorted());
});
