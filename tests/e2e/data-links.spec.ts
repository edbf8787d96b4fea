import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows, updateRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, relation, text } from "../builders.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Tags of products and the number of their reviews, in the sheet and in the form of a row. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let context: BrowserContext;
let page: Page;

function shop() {
  const open = { rules: { read: "true" }, api: true } as const;
  const drawn = app(
    model("product", text("name", { required: true }), { ...open, pluralLabel: "Products" }),
    model("tag", text("name", { required: true }), { ...open, pluralLabel: "Tags" }),
    model("review", integer("stars"), relation("product", "product", { reverse: "reviews", onDelete: "cascade" }), {
      ...open,
      pluralLabel: "Reviews",
    }),
  );
  const ends = { modelId: modelId("product"), targetModelId: modelId("tag") };
  const linked = applyEdits(drawn, addManyToMany(readDefinition(drawn), ends, seededRandom(3)).operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  return linked.definition;
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const started = await startWithLiveApp({ label: "Shop", definition: shop() });
  quintet = started.quintet;
  appId = started.app.appId;
  const add = (name: string, values: Record<string, string | number | number[]>) =>
    quintet.call(createRow, { params: { appId, modelId: modelId(name) }, body: { values } });
  for (const name of ["Red", "Dark blue", "Wood", "Steel"]) await add("tag", { name });
  await add("product", { name: "Chair", tags: [1, 3] });
  await add("product", { name: "Lamp" });
  await add("product", { name: "Table" });
  for (const stars of [5, 4, 1]) await add("review", { stars, product: 1 });
  await add("review", { stars: 2, product: 2 });
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("product")}`);
  await expect(row("Chair")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Products" });
const row = (of: string) => grid().getByRole("row").filter({ hasText: of });
async function cell(of: string, column: string) {
  const header = grid().getByRole("columnheader", { name: new RegExp(`^${column}`) });
  return row(of).locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`);
}
const stored = async (id: number) => {
  const { rows } = await quintet.call(listRows, {
    params: { appId, modelId: modelId("product") },
    query: { id: String(id) },
  });
  return rows[0];
};
const tags = async (id: number) => (await stored(id))?.values.tags;
const option = (name: string) => page.getByRole("option", { name, exact: true });

test("shows linked rows by title and counts those that point to a row [REL-03]", async () => {
  await expect(await cell("Chair", "Tags")).toHaveText("RedWood");
  await expect(await cell("Chair", "Reviews")).toHaveText("3 reviews");
  await expect(await cell("Table", "Reviews")).toHaveText("");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});

test("adds and removes links by keyboard alone, as one step that can be undone [REL-14]", async () => {
  await (await cell("Chair", "Tags")).click();
  await page.keyboard.type("dar");
  await expect(option("Dark blue")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Dark blue" })).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect(page.getByRole("button", { name: "Remove Wood" })).toHaveCount(0);
  await page.keyboard.type("steel");
  await expect(option("Steel")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Steel" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(await cell("Chair", "Tags")).toHaveText("RedSteel");
  await expect.poll(() => tags(1)).toEqual([1, 4]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(await cell("Chair", "Tags")).toHaveText("RedWood");
  await expect.poll(() => tags(1)).toEqual([1, 3]);
});

test("keeps what somebody else added meanwhile, also when it is undone [REL-14]", async () => {
  const version = (await stored(1))?.version as number;
  const params = { appId, modelId: modelId("product"), rowId: 1 };
  await quintet.call(updateRow, { params, body: { version, values: { tags: { add: [2] } } } });
  await (await cell("Chair", "Tags")).click();
  await page.keyboard.type("ste");
  await expect(option("Steel")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Steel" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect.poll(() => tags(1)).toEqual([1, 2, 3, 4]);
  await expect(await cell("Chair", "Tags")).toHaveText("RedDark blueWoodSteel");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => tags(1)).toEqual([1, 2, 3]);
  await expect(await cell("Chair", "Tags")).toHaveText("RedDark blueWood");
});

test("drops what was chosen with Escape", async () => {
  await (await cell("Lamp", "Tags")).click();
  await page.keyboard.press("Enter");
  await expect(option("Red")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Dark blue" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(await cell("Lamp", "Tags")).toHaveText("");
});

test("adds a row that is not there yet, and links it", async () => {
  await (await cell("Lamp", "Tags")).click();
  await page.keyboard.type("Glass");
  await expect(option("Add “Glass”")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Glass" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => tags(2)).toEqual([5]);
});

test("copies lists and pastes them, and reads titles from elsewhere", async () => {
  await (await cell("Chair", "Tags")).click();
  await page.keyboard.press("ControlOrMeta+c");
  await (await cell("Table", "Tags")).click();
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => tags(3)).toEqual([1, 2, 3]);
  const paste = (copied: string) =>
    grid().evaluate((element, pasted) => {
      const data = new DataTransfer();
      data.setData("text/plain", pasted);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, copied);
  await paste("steel; RED");
  await expect.poll(() => tags(3)).toEqual([1, 4]);
  await paste("Red, Nothing");
  await expect(page.getByRole("status").filter({ hasText: "No row of Tag is called “Nothing”." })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(await cell("Table", "Tags")).toHaveText("RedSteel");
});

test("leads from the number of reviews to those reviews", async () => {
  await (await cell("Chair", "Reviews")).click({ position: { x: 4, y: 4 } });
  await page.keyboard.press("Enter");
  const reviews = page.getByRole("grid", { name: "Reviews" });
  await expect(reviews.getByRole("row")).toHaveCount(4);
  await page.goBack();
  await expect(row("Chair")).toBeVisible();
});

test("changes links in the form of a row on a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await row("Table").getByRole("gridcell").first().dblclick();
  const panel = page.getByRole("complementary", { name: /^Row 3/ });
  await panel.getByRole("combobox", { name: "Add to Tags" }).click();
  await page.keyboard.type("wo");
  await option("Wood").click();
  await expect.poll(() => tags(3)).toEqual([1, 3, 4]);
  await panel.getByRole("button", { name: "Remove Red" }).click();
  await expect.poll(() => tags(3)).toEqual([3, 4]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});
