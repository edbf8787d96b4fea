import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import { app, decimal, field, fieldId, integer, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** A formula is written with names that are offered, shows what it gives in real rows, and is read in Data. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const total = { name: "formula", result: "integer", expression: "lines.count()" };

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = app(
    model("order", text("code", { required: true }), field("total", total), {
      rules: { read: "true" },
      pluralLabel: "Orders",
    }),
    model(
      "line",
      relation("order", "order", { required: true, onDelete: "cascade", reverse: "lines" }),
      integer("quantity"),
      decimal("price"),
      { rules: { read: "true" }, pluralLabel: "Lines" },
    ),
  );
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Shop", definition }));
  const add = (name: string, values: Record<string, string | number>) =>
    quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId(name) }, body: { values } });
  await add("order", { code: "A-1" });
  await add("line", { order: 1, quantity: 2, price: "10.50" });
  await add("line", { order: 1, quantity: 1, price: "3" });
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("offers names, takes the result of what is written, and shows it in live rows [FLD-17] [MOD-04]", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${shop.appId}/models/${modelId("order")}?field=${fieldId("order", "total")}&view=list`,
  );
  const formula = page.getByRole("textbox", { name: "Formula" });
  await expect(formula).toHaveValue("lines.count()");
  const values = page.getByLabel("Total in live rows");
  await expect(values).toContainText("A-1");
  await expect(values).toContainText("2");
  await formula.fill("");
  await formula.pressSequentially("lines.su");
  await expect(page.getByRole("option", { name: /^sum/ })).toBeVisible();
  await formula.press("ArrowDown");
  await formula.press("Enter");
  await expect(formula).toHaveValue("lines.sum(line, line.)");
  await formula.pressSequentially("quantity * line.price");
  await formula.press("Enter");
  await expect
    .poll(
      async () =>
        (await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition.records[
          fieldId("order", "total")
        ],
    )
    .toMatchObject({
      type: { name: "formula", result: "decimal", expression: "lines.sum(line, line.quantity * line.price)" },
    });
  await expect(values).toContainText("24.00");
  await expect(page.getByText("two people may see two totals")).toBeVisible();
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
});

test("says what is wrong with a formula at its type", async () => {
  const formula = page.getByRole("textbox", { name: "Formula" });
  await formula.fill("lines.sum(line, line.missing)");
  await formula.press("Enter");
  await expect(page.getByText(/has no field "missing"/).first()).toBeVisible();
  await formula.fill("lines.sum(line, line.quantity * line.price)");
  await formula.press("Enter");
  await expect(page.getByText(/has no field "missing"/)).toHaveCount(0);
});

test("is read in Data, and not edited there", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/data/${modelId("order")}`);
  const grid = page.getByRole("grid", { name: "Orders" });
  const cell = grid.getByRole("row").filter({ hasText: "A-1" }).getByRole("gridcell").nth(2);
  await expect(cell).toContainText("2");
  await expect(cell).toHaveAttribute("aria-readonly", "true");
});
