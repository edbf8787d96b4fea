import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows, updateRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, decimal, model, modelId, text } from "../builders.ts";
import { publish, type TestApp } from "../support/apps.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** The history of a row in its panel, and the way back to an earlier value. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const drawn = app(
    model("tag", text("name"), { pluralLabel: "Tags", rules: { read: "true" } }),
    model("product", text("name", { required: true }), decimal("price"), {
      pluralLabel: "Products",
      rules: { read: "true" },
      api: true,
    }),
  );
  const ends = { modelId: modelId("product"), targetModelId: modelId("tag") };
  const linked = applyEdits(drawn, addManyToMany(readDefinition(drawn), ends, seededRandom(3)).operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  const { definition } = linked;
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Shop", definition }));
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("is switched on in the inspector of the model [MOD-17]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/models/${modelId("product")}?view=list`);
  const keeps = page.getByRole("switch", { name: "Keep a history of changes" });
  await expect(keeps).not.toBeChecked();
  await keeps.click();
  await expect(keeps).toBeChecked();
  const kept = async () => {
    const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
    return readDefinition(draft.definition as AppDefinition).model(modelId("product"))?.history;
  };
  await expect.poll(kept).toBe(true);
  await publish(quintet, shop);
  const { appId } = shop;
  const params = { appId, modelId: modelId("product") };
  await quintet.call(createRow, { params, body: { values: { name: "Chair", price: "12.00" } } });
  const change = { version: 1, values: { price: "14.50", name: "Armchair" } };
  await quintet.call(updateRow, { params: { ...params, rowId: 1 }, body: change });
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("product")}`);
  await expect(
    page.getByRole("grid", { name: "Products" }).getByRole("row").filter({ hasText: "Armchair" }),
  ).toBeVisible();
});

const row = () => page.getByRole("grid", { name: "Products" }).getByRole("row").nth(1);
const panel = () => page.getByRole("complementary", { name: /^Row 1/ });
const price = async () => {
  const { rows } = await quintet.call(listRows, {
    params: { appId: shop.appId, modelId: modelId("product") },
    query: {},
  });
  return rows[0]?.values.price;
};

test("says who changed what, and writes an earlier value again [MOD-17]", async () => {
  await row().getByRole("gridcell").first().dblclick();
  await expect(panel().getByText(/ changed it in Data/)).toBeVisible();
  await expect(panel().getByText(/ added it in Data/)).toBeVisible();
  await expect(panel().getByText(/^Name from “?Chair”? to “?Armchair/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await panel()
    .getByRole("button", { name: /^Restore 12.* in Price$/ })
    .click();
  await expect.poll(price).toMatch(/^12/);
  await expect(panel().getByText(/ changed it in Data/)).toHaveCount(2);
});

test("tells of links that were added and removed, by field, and puts one back [MOD-17]", async () => {
  const { appId } = shop;
  const params = { appId, modelId: modelId("product") };
  await quintet.call(createRow, { params: { appId, modelId: modelId("tag") }, body: { values: { name: "Wood" } } });
  const tags = async () => {
    const { rows } = await quintet.call(listRows, { params, query: {} });
    return rows[0]?.values.tags;
  };
  for (const change of [{ add: [1] }, { remove: [1] }]) {
    const { rows } = await quintet.call(listRows, { params, query: {} });
    const body = { version: rows[0]?.version as number, values: { tags: change } };
    await quintet.call(updateRow, { params: { ...params, rowId: 1 }, body });
  }
  await page.reload();
  await row().getByRole("gridcell").first().dblclick();
  await expect(panel().getByText(/ removed “Wood” from tags/)).toBeVisible();
  await expect(panel().getByText(/ added “Wood” to tags in Data/)).toBeVisible();
  await panel().getByRole("combobox", { name: "Changes of" }).click();
  await page.getByRole("option", { name: "Tags" }).click();
  await expect(panel().getByText(/^Name from/)).toHaveCount(0);
  await panel().getByRole("button", { name: "Restore Wood in Tags" }).click();
  await expect.poll(tags).toEqual([1]);
  await expect(panel().getByRole("button", { name: "Restore Wood in Tags" })).toHaveCount(0);
  await panel().getByRole("combobox", { name: "Changes of" }).click();
  await page.getByRole("option", { name: "All fields" }).click();
  await expect(panel().getByText(/^Name from/)).toBeVisible();
});

test("is read on a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(panel().getByRole("button", { name: /^Restore 14.* in Price$/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});
