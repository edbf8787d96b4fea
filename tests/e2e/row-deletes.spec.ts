import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ValidationRecord } from "#engine/definition/records/validation";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** What the dialog of a delete says, and writes that only break a validation that warns. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const FEW = "An order with less than two items?";
const SHORT = "So short a name?";

function definition(): AppDefinition {
  const open = { rules: { read: "true" }, api: true } as const;
  const drawn = app(
    model("product", text("name", { required: true }), { ...open, pluralLabel: "Products" }),
    model("tag", text("name", { required: true }), { ...open, pluralLabel: "Tags" }),
    model("review", integer("stars"), relation("product", "product", { reverse: "reviews", onDelete: "cascade" }), {
      ...open,
      pluralLabel: "Reviews",
    }),
    model("order", text("number"), relation("maker", "product", { onDelete: "set_null" }), {
      ...open,
      pluralLabel: "Orders",
    }),
    model(
      "item",
      text("what"),
      relation("order", "order", { reverse: "items", onDelete: "cascade", required: true }),
      relation("product", "product", { onDelete: "protect" }),
      relation("tag", "tag"),
      { ...open, pluralLabel: "Items" },
    ),
  );
  const ends = { modelId: modelId("product"), targetModelId: modelId("tag") };
  const linked = applyEdits(drawn, addManyToMany(readDefinition(drawn), ends, seededRandom(3)).operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  const warns = (on: string, expression: string, message: string): ValidationRecord => ({
    kind: "validation",
    id: testId("validation", on),
    modelId: modelId(on),
    expression,
    message,
    severity: "warn",
    order: "a",
  });
  const few = warns("order", "items.count() >= 2", FEW);
  const short = warns("tag", "name != 'Al' and name != 'Bo'", SHORT);
  return { ...linked.definition, records: { ...linked.definition.records, [few.id]: few, [short.id]: short } };
}

const params = (name: string) => ({ appId: shop.appId, modelId: modelId(name) });
const rowsOf = async (name: string) =>
  (await quintet.call(listRows, { params: params(name), query: {} })).rows.map(({ values }) => values);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Shop", definition: definition() }));
  const add = (name: string, values: Record<string, string | number | number[]>) =>
    quintet.call(createRow, { params: params(name), body: { values, confirm: true } });
  for (const name of ["Red", "Wood"]) await add("tag", { name });
  await add("product", { name: "Chair", tags: [1, 2] });
  await add("product", { name: "Lamp", tags: [2] });
  for (const stars of [5, 4, 1]) await add("review", { stars, product: 1 });
  await add("order", { number: "A-1", maker: 1 });
  for (const what of ["First", "Second", "Third", "Fourth"]) await add("item", { what, order: 1, product: 2 });
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = (name: string) => page.getByRole("grid", { name });
async function open(name: string, plural: string): Promise<void> {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/data/${modelId(name)}`);
  await expect(grid(plural).getByRole("row").nth(1)).toBeVisible();
}
async function cell(of: Locator, plural: string, column: string): Promise<Locator> {
  const header = grid(plural).getByRole("columnheader", { name: new RegExp(`^${column}`) });
  return of.locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`);
}
const row = (plural: string, of: string) => grid(plural).getByRole("row").filter({ hasText: of });
async function askToDelete(plural: string, label: string, of: string): Promise<Locator> {
  await row(plural, of).getByRole("gridcell", { name: of, exact: true }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Delete this ${label}?` });
  await expect(dialog).toBeVisible();
  return dialog;
}
async function expectNoSeriousViolation(): Promise<void> {
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
}

test("the dialog of a delete counts links apart from rows, and what is emptied [REL-08] [REL-19]", async () => {
  await open("product", "Products");
  const dialog = await askToDelete("Products", "Product", "Chair");
  await expect(dialog.getByRole("listitem")).toHaveCount(3);
  const said = dialog.getByRole("list");
  await expect(said).toContainText("3 Reviews are deleted too.");
  await expect(said).toContainText(/2 links of .* are removed too\./);
  await expect(said).toContainText("1 Order loses its Maker.");
  await expectNoSeriousViolation();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
});

test("the dialog names the rows that stop a delete [REL-08] [REL-09] [REL-19]", async () => {
  const dialog = await askToDelete("Products", "Product", "Lamp");
  const said = dialog.getByRole("list");
  await expect(said).toContainText("4 Items stop it, by Product: “First”, “Second”, “Third” and 1 more.");
  await expect(dialog.getByRole("button", { name: "Delete the row" })).toHaveCount(0);
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await expectNoSeriousViolation();
  await dialog.getByText("Close", { exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row("Products", "Lamp")).toBeVisible();
});

test("a delete of which a validation warns is done by Delete anyway, and undone [CON-15]", async () => {
  await open("item", "Items");
  for (const what of ["First", "Second"]) {
    await (await askToDelete("Items", "Item", what)).getByRole("button", { name: "Delete the row" }).click();
    await expect.poll(async () => (await rowsOf("item")).map((item) => item.what)).not.toContain(what);
  }
  await (await askToDelete("Items", "Item", "Third")).getByRole("button", { name: "Delete the row" }).click();
  const warned = page.getByRole("dialog", { name: "Delete this Item anyway?" });
  await expect(warned.getByRole("listitem")).toHaveText([FEW]);
  await expectNoSeriousViolation();
  await warned.getByRole("button", { name: "Keep it" }).click();
  await expect(warned).toHaveCount(0);
  await expect(row("Items", "Third")).toBeVisible();
  await (await askToDelete("Items", "Item", "Third")).getByRole("button", { name: "Delete the row" }).click();
  await warned.getByRole("button", { name: "Delete anyway" }).click();
  await expect.poll(async () => (await rowsOf("item")).map((item) => item.what)).toEqual(["Fourth"]);
  await expect(row("Items", "Third")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(row("Items", "Third")).toBeVisible();
});

test("a related row of which a validation warns is added from the picker by Save anyway [CON-15]", async () => {
  const tag = await cell(row("Items", "Fourth"), "Items", "Tag");
  await tag.click();
  await page.keyboard.press("Enter");
  const picker = page.getByRole("complementary", { name: "Tag of this row" });
  await expect(picker.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Al");
  await expect(picker.getByRole("option")).toHaveText(["Add “Al”"]);
  await page.keyboard.press("Enter");
  await expect(picker.getByRole("alert")).toHaveText(SHORT);
  await expectNoSeriousViolation();
  await picker.getByRole("button", { name: "Save anyway" }).click();
  await expect(tag).toHaveText("Al");
  await expect.poll(async () => (await rowsOf("tag")).map(({ name }) => name)).toContain("Al");
});

test("a linked row of which a validation warns is added from its cell by Save anyway [CON-15]", async () => {
  await open("product", "Products");
  await (await cell(row("Products", "Chair"), "Products", "Tags")).click();
  await page.keyboard.type("Bo");
  await expect(page.getByRole("option")).toHaveText(["Add “Bo”"]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(SHORT);
  await page.getByRole("button", { name: "Save anyway" }).click();
  await expect(page.getByRole("button", { name: "Remove Bo" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rowsOf("product"))[0]?.tags).toHaveLength(3);
});

test("what is wrong with a cell at the edge of the grid is read whole", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open("review", "Reviews");
  const stars = await cell(grid("Reviews").getByRole("row").nth(1), "Reviews", "Stars");
  await stars.click();
  await page.keyboard.type("a lot");
  await page.keyboard.press("Enter");
  await expect(stars).toHaveAttribute("aria-invalid", "true");
  await page.setViewportSize({ width: 390, height: 844 });
  await stars.click();
  const message = page.locator("[data-issue=unreadable]").filter({ hasText: /number/i });
  await expect(message).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await expect(stars).not.toHaveAttribute("aria-invalid");
});
