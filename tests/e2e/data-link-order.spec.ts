import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany, setLinkMutual, setLinkOrder } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, modelId, text } from "../builders.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Tags of products in an order by hand, and what goes with a product, which holds both ways. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let context: BrowserContext;
let page: Page;

function shop(): AppDefinition {
  const open = { rules: { read: "true" }, api: true } as const;
  let definition = app(
    model("product", text("name", { required: true }), { ...open, pluralLabel: "Products" }),
    model("tag", text("name", { required: true }), { ...open, pluralLabel: "Tags" }),
  );
  const random = seededRandom(31);
  const edit = (operations: Parameters<typeof applyEdits>[1]) => {
    const result = applyEdits(definition, operations);
    if (!result.ok) throw new Error(result.refusal.message);
    definition = result.definition;
  };
  const [product, tag] = [modelId("product"), modelId("tag")];
  const tags = addManyToMany(readDefinition(definition), { modelId: product, targetModelId: tag }, random);
  edit(tags.operations);
  const order = { modelId: tags.modelId, side: 0 as const, isOrdered: true };
  edit(setLinkOrder(readDefinition(definition), order, random).operations);
  const ends = { modelId: product, targetModelId: product, names: ["goes_with", "fits"] as const };
  const pairs = addManyToMany(readDefinition(definition), ends, random);
  edit(pairs.operations);
  edit(setLinkMutual(readDefinition(definition), { modelId: pairs.modelId, isMutual: true }, random).operations);
  return definition;
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const started = await startWithLiveApp({ label: "Shop", definition: shop() });
  quintet = started.quintet;
  appId = started.app.appId;
  const add = (name: string, values: Record<string, string | number[]>) =>
    quintet.call(createRow, { params: { appId, modelId: modelId(name) }, body: { values } });
  for (const name of ["Red", "Wood", "Oak", "Steel"]) await add("tag", { name });
  await add("product", { name: "Lamp", tags: [4, 1, 2] });
  await add("product", { name: "Table", tags: [1] });
  await add("product", { name: "Stool" });
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("product")}`);
  await expect(row("Lamp")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Products" });
/** By place: a title stands in the lists of other rows too. */
const row = (of: "Lamp" | "Table" | "Stool") =>
  grid()
    .getByRole("row")
    .nth(1 + ["Lamp", "Table", "Stool"].indexOf(of));
async function cell(of: Parameters<typeof row>[0], column: string) {
  const header = grid().getByRole("columnheader", { name: new RegExp(`^${column}`) });
  return row(of).locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`);
}
const listed = async (id: number, list: "tags" | "goes_with") => {
  const params = { appId, modelId: modelId("product") };
  const { rows } = await quintet.call(listRows, { params, query: { id: String(id) } });
  return rows[0]?.values[list];
};
const tags = (id: number) => listed(id, "tags");

test("brings a tag back to its place when its removal is undone [REL-14]", async () => {
  await (await cell("Lamp", "Tags")).click();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove Red" }).click();
  await page.keyboard.press("Tab");
  await expect.poll(() => tags(1)).toEqual([4, 2]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => tags(1)).toEqual([4, 1, 2]);
  await expect(await cell("Lamp", "Tags")).toHaveText("SteelRedWood");
});

test("pastes a list with its order over one that has some of its tags", async () => {
  await (await cell("Lamp", "Tags")).click();
  await page.keyboard.press("ControlOrMeta+c");
  await (await cell("Table", "Tags")).click();
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => tags(2)).toEqual([4, 1, 2]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => tags(2)).toEqual([1]);
});

test("moves chips by keys and by dragging [REL-17]", async () => {
  await (await cell("Lamp", "Tags")).click();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Wood" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByRole("status").filter({ hasText: "Wood, 2 of 3" })).toBeAttached();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.keyboard.press("Enter");
  await expect.poll(() => tags(1)).toEqual([2, 4, 1]);
  await expect(await cell("Lamp", "Tags")).toHaveText("WoodSteelRed");
  await row("Lamp").getByRole("gridcell").first().dblclick();
  const panel = page.getByRole("complementary", { name: /^Row 1/ });
  const chip = (name: string) => panel.locator("[draggable]").filter({ hasText: name });
  await chip("Red").dragTo(chip("Wood"));
  await expect.poll(() => tags(1)).toEqual([1, 2, 4]);
  await panel.getByRole("button", { name: "Remove Steel" }).focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect.poll(() => tags(1)).toEqual([1, 4, 2]);
  await panel.getByRole("button", { name: "Close the inspector" }).click();
});

test("shows a link that holds both ways at both ends, and offers no row to itself [REL-06]", async () => {
  await (await cell("Lamp", "Goes with")).click();
  await page.keyboard.press("Enter");
  const option = (name: string) => page.getByRole("option", { name, exact: true });
  await expect(option("Stool")).toBeVisible();
  await expect(option("Lamp")).toHaveCount(0);
  await option("Stool").click();
  await expect(page.getByRole("button", { name: "Remove Stool" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(await cell("Stool", "Goes with")).toHaveText("Lamp");
  await expect.poll(() => listed(3, "goes_with")).toEqual([1]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(await cell("Stool", "Goes with")).toHaveText("");
});
