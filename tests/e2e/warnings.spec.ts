import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, fieldId, integer, model, modelId, testId, text } from "../builders.ts";
import { publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** A validation that is made to warn in the studio, and what people meet then: in a form and in Data. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const MANY = "So many? We have 10.";
function orders(): AppDefinition {
  const definition = app(
    model("order", text("customer"), integer("amount"), {
      pluralLabel: "Orders",
      rules: { read: "true", create: "true", update: "true", delete: "true" },
    }),
  );
  const id = testId("route", "order_new");
  const route = {
    kind: "route" as const,
    id,
    name: "order_new",
    label: "Order",
    path: "/order/",
    view: { name: "create", modelId: modelId("order") },
    access: "true",
    order: "i",
  };
  const limit = {
    kind: "validation" as const,
    id: testId("validation", "limit"),
    modelId: modelId("order"),
    expression: "amount <= 10",
    message: MANY,
    fieldId: fieldId("order", "amount"),
    order: "a",
  };
  const records = { ...definition.records, [id]: route, [limit.id]: limit };
  return { ...definition, records: records as AppDefinition["records"] };
}

const at = (path: string) => `http://localhost:${quintet.port}${path}`;
const place = () => ({ appId: shop.appId, modelId: modelId("order") });
const amounts = async () =>
  (await quintet.call(listRows, { params: place(), query: {} })).rows.map(({ values }) => values.amount).sort();

async function expectNoSeriousViolation(on: Page): Promise<void> {
  const { violations } = await axe(on).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Shop", definition: orders() }));
  await quintet.call(createRow, { params: place(), body: { values: { customer: "Ada", amount: 1 } } });
  ({ context, page } = await openStudio(browser, quintet));
  await page.setViewportSize({ width: 1440, height: 900 });
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("is chosen in the inspector, and said by its sentence [CON-15]", async () => {
  await page.goto(at(`/apps/${shop.appId}/models/${modelId("order")}?view=list`));
  const card = page.getByRole("region", { name: "Constraints" }).getByRole("listitem").first();
  await card.getByRole("button", { expanded: false }).click();
  await card.getByRole("combobox", { name: "When it is broken" }).click();
  await page.getByRole("option", { name: "Warn, and save if confirmed" }).click();
  await expect(card.getByRole("button").first()).toContainText("or a warning is confirmed.");
  await expectNoSeriousViolation(page);
  await publish(quintet, shop);
});

test("brings a form back with everything in it, and saves it when the box is ticked [CON-15]", async ({ browser }) => {
  const visitor = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  const form = await visitor.newPage();
  await form.goto(`http://${shop.slug}.localhost:${quintet.port}/order/`);
  await form.getByLabel(/^Customer/).fill("Grace");
  await form.getByLabel(/^Amount/).fill("12");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText(MANY);
  await expect(form.getByLabel(/^Customer/)).toHaveValue("Grace");
  await expect(form.getByLabel(/^Amount/)).toHaveValue("12");
  await form.getByLabel("Save it all the same").check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toHaveCount(0);
  await expect.poll(amounts).toEqual([1, 12]);
  await visitor.close();
});

test("keeps a cell in Data until Save anyway is pressed [CON-15]", async () => {
  await page.goto(at(`/apps/${shop.appId}/data/${modelId("order")}`));
  const grid = page.getByRole("grid", { name: "Orders" });
  const row = grid.getByRole("row").filter({ hasText: "Ada" });
  const header = grid.getByRole("columnheader", { name: /^Amount/ });
  const index = await header.getAttribute("aria-colindex");
  const cell = row.locator(`[role=gridcell][aria-colindex="${index}"]`);
  await cell.click();
  await page.keyboard.type("20");
  await page.keyboard.press("Enter");
  await expect(cell).toHaveAttribute("data-issue", "warned");
  await cell.click();
  const note = page.getByRole("status").filter({ hasText: MANY });
  await expect(note).toBeVisible();
  await expectNoSeriousViolation(page);
  await note.getByRole("button", { name: "Save anyway" }).click();
  await expect(cell).not.toHaveAttribute("data-issue");
  await expect(cell).toHaveText("20");
  await expect.poll(amounts).toEqual([12, 20]);
});

test("keeps a new row in Data until Save anyway is pressed [CON-15]", async () => {
  await page.getByRole("button", { name: "Add row", exact: true }).click();
  await page.keyboard.type("Alan");
  await page.keyboard.press("Tab");
  await page.keyboard.type("30");
  await page.keyboard.press("Enter");
  const grid = page.getByRole("grid", { name: "Orders" });
  await grid.getByRole("gridcell", { name: "Ada", exact: true }).click();
  const warned = grid.getByRole("row").filter({ hasText: "Alan" }).locator("[data-issue=warned]");
  await expect(warned).toHaveText("30");
  await warned.click();
  const note = page.getByRole("status").filter({ hasText: MANY });
  await note.getByRole("button", { name: "Save anyway" }).click();
  await expect.poll(amounts).toEqual([12, 20, 30]);
  await expect(grid.getByRole("row").filter({ hasText: "Alan" }).locator("[data-issue]")).toHaveCount(0);
});
