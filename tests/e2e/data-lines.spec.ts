import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows, updateRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { withRecords } from "../support/constraints.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** The lines of an order in the panel of its row: an order needs one, so both are saved together. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let context: BrowserContext;
let page: Page;

const open = { rules: { read: "true" }, api: true } as const;
const shop = withRecords(
  app(
    model("order", text("number", { required: true }), text("note"), { ...open, pluralLabel: "Orders" }),
    model("product", text("name", { required: true }), { ...open, pluralLabel: "Products" }),
    model(
      "line",
      relation("order", "order", { onDelete: "cascade", reverse: "lines", required: true }),
      relation("product", "product", { required: true }),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      text("note"),
      { ...open, pluralLabel: "Lines" },
    ),
  ),
  {
    kind: "validation",
    id: testId("validation", "has lines"),
    modelId: modelId("order"),
    expression: "lines.count() >= 1",
    message: "At least one line.",
    code: "no_lines",
    order: "a",
  },
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const started = await startWithLiveApp({ label: "Shop", definition: shop });
  quintet = started.quintet;
  appId = started.app.appId;
  for (const name of ["Chair", "Table", "Lamp"])
    await quintet.call(createRow, { params: { appId, modelId: modelId("product") }, body: { values: { name } } });
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("order")}`);
  await expect(page.getByRole("button", { name: "Add row" }).first()).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Orders" });
const panel = () => page.getByRole("complementary", { name: /^Row / });
const line = (number: number) => panel().getByRole("listitem", { name: `Line ${number}`, exact: true });
const stored = async () => {
  const { rows } = await quintet.call(listRows, { params: { appId, modelId: modelId("line") }, query: {} });
  return rows.map(({ values: { product, quantity, note } }) => ({ product, quantity, note }));
};
const choose = async (of: ReturnType<typeof line>, product: string) => {
  await of.getByRole("button", { name: "Choose Product" }).click();
  await of.getByRole("option", { name: new RegExp(`^${product}`) }).click();
  await expect(of.getByRole("option")).toHaveCount(0);
};
const seeNothingSerious = async () => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
};

test("adds an order that needs a line together with its lines [FRM-14]", async () => {
  await page.getByRole("button", { name: "Add row" }).first().click();
  await page.keyboard.type("A1");
  await page.keyboard.press("Enter");
  await grid().getByRole("row").filter({ hasText: "A1" }).getByRole("gridcell").first().dblclick();
  await panel().getByRole("button", { name: "Save row" }).click();
  await expect(page.getByText(/At least one line\./).first()).toBeVisible();
  await panel().getByRole("button", { name: "Add line" }).click();
  await choose(line(1), "Chair");
  await expect(line(1).getByLabel("Quantity (needed)")).toHaveValue("1");
  await panel().getByRole("button", { name: "Add line" }).click();
  await line(2).getByLabel("Quantity (needed)").fill("3");
  await line(2).getByLabel("Note").fill("soon");
  await panel().getByRole("button", { name: "Save row" }).click();
  // What is wrong with a line is said in it, and nothing was written.
  await expect(
    line(2)
      .getByRole("group", { name: /^Product/ })
      .getByRole("alert"),
  ).toBeVisible();
  await expect.poll(stored).toEqual([]);
  await choose(line(2), "Table");
  await panel().getByRole("button", { name: "Save row" }).click();
  await expect.poll(stored).toEqual([
    { product: 1, quantity: 1, note: null },
    { product: 2, quantity: 3, note: "soon" },
  ]);
  await expect(panel().getByRole("button", { name: "Save row" })).toHaveCount(0);
  await expect(panel().getByRole("button", { name: "Line 2: Table · 3 · soon" })).toBeVisible();
  await expect(grid().getByRole("row").filter({ hasText: "A1" })).toContainText("2 lines");
});

test("changes, adds and removes lines of an order at once", async () => {
  await panel()
    .getByRole("button", { name: /^Line 1: Chair/ })
    .click();
  await line(1).getByLabel("Quantity (needed)").fill("5");
  await panel().getByRole("button", { name: "Remove Line 2" }).click();
  await expect(panel().getByRole("button", { name: "Keep Line 2" })).toBeVisible();
  await panel().getByRole("button", { name: "Add line" }).click();
  await choose(line(3), "Lamp");
  await seeNothingSerious();
  await panel().getByRole("button", { name: "Save lines" }).click();
  await expect(panel().getByRole("button", { name: "Save lines" })).toHaveCount(0);
  await expect.poll(stored).toEqual([
    { product: 1, quantity: 5, note: null },
    { product: 3, quantity: 1, note: null },
  ]);
  await expect(panel().getByRole("button", { name: "Line 2: Lamp · 1" })).toBeVisible();
});

test("writes nothing while a rule over the lines is broken, and says so", async () => {
  await panel().getByRole("button", { name: "Remove Line 1" }).click();
  await panel().getByRole("button", { name: "Remove Line 2" }).click();
  await panel().getByRole("button", { name: "Save lines" }).click();
  await expect(panel().getByRole("alert")).toContainText("At least one line.");
  await expect.poll(stored).toHaveLength(2);
  await panel().getByRole("button", { name: "Discard" }).click();
  await expect(panel().getByRole("button", { name: "Line 2: Lamp · 1" })).toBeVisible();
  await expect(panel().getByRole("button", { name: "Save lines" })).toHaveCount(0);
});

test("overwrites no line that somebody else has changed, and keeps what was typed", async () => {
  const [first] = (await quintet.call(listRows, { params: { appId, modelId: modelId("line") }, query: {} })).rows;
  const params = { appId, modelId: modelId("line"), rowId: first?.id as number };
  await quintet.call(updateRow, { params, body: { version: first?.version as number, values: { quantity: 60 } } });
  await line(1).getByLabel("Quantity (needed)").fill("7");
  await line(1).getByLabel("Quantity (needed)").press("Enter");
  await panel().getByRole("button", { name: "Save lines" }).click();
  await expect(line(1).getByRole("alert")).toContainText("The row was changed meanwhile.");
  await expect.poll(async () => (await stored())[0]?.quantity).toBe(60);
  await expect(line(1).getByLabel("Quantity (needed)")).toHaveValue("7");
  await panel().getByRole("button", { name: "Discard" }).click();
  await expect(panel().getByRole("button", { name: "Line 1: Chair · 60" })).toBeVisible();
});

test("has its lines on a phone and in the dark", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(line(1)).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await seeNothingSerious();
});
