import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows, updateRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
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
  const definition = app(
    model("product", text("name", { required: true }), decimal("price"), {
      pluralLabel: "Products",
      rules: { read: "true" },
      api: true,
    }),
  );
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

test("is read on a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(panel().getByRole("button", { name: /^Restore 14.* in Price$/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});
