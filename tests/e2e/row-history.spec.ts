import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows, updateRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { app, decimal, model, modelId, text } from "../builders.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** The history of a row in its panel, and the way back to an earlier value. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = app(
    model("product", text("name", { required: true }), decimal("price"), {
      pluralLabel: "Products",
      rules: { read: "true" },
      api: true,
      history: true,
    }),
  );
  const started = await startWithLiveApp({ label: "Shop", definition });
  quintet = started.quintet;
  appId = started.app.appId;
  const params = { appId, modelId: modelId("product") };
  await quintet.call(createRow, { params, body: { values: { name: "Chair", price: "12.00" } } });
  const change = { version: 1, values: { price: "14.50", name: "Armchair" } };
  await quintet.call(updateRow, { params: { ...params, rowId: 1 }, body: change });
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("product")}`);
  await expect(
    page.getByRole("grid", { name: "Products" }).getByRole("row").filter({ hasText: "Armchair" }),
  ).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const row = () => page.getByRole("grid", { name: "Products" }).getByRole("row").nth(1);
const panel = () => page.getByRole("complementary", { name: /^Row 1/ });
const price = async () => {
  const { rows } = await quintet.call(listRows, { params: { appId, modelId: modelId("product") }, query: {} });
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
