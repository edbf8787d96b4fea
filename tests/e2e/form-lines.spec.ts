import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, integer, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";

/** Orders with their items and labels, filled in without JavaScript on a phone. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
function orders(): AppDefinition {
  const drawn = app(
    model("order", text("number", { required: true }), { pluralLabel: "Orders", rules: OPEN }),
    model("label", text("name"), { pluralLabel: "Labels", rules: OPEN, api: true }),
    model("product", text("name"), { pluralLabel: "Products", rules: OPEN, api: true }),
    model(
      "item",
      relation("order", "order", { onDelete: "cascade", reverse: "items", required: true }),
      relation("product", "product"),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      { label: "Item", pluralLabel: "Items", rules: OPEN },
    ),
  );
  const link = addManyToMany(
    readDefinition(drawn),
    { modelId: modelId("order"), targetModelId: modelId("label"), names: ["labels", "orders"] },
    seededRandom(3),
  );
  const linked = applyEdits(drawn, link.operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  return withRecords(linked.definition, [
    pageRoute("order_list", "/orders/", { name: "list", modelId: modelId("order"), pageSize: 10 }),
    pageRoute("order_new", "/orders/new/", { name: "create", modelId: modelId("order") }),
    pageRoute("order", "/orders/<int:id>/", { name: "detail", modelId: modelId("order") }),
    pageRoute("order_edit", "/orders/<int:id>/edit/", { name: "update", modelId: modelId("order") }),
  ]);
}

const at = (path: string) => `http://${shop.slug}.localhost:${quintet.port}${path}`;
const item = (number: number) => page.getByRole("group", { name: `Item ${number}`, exact: true });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Orders", definition: orders() }));
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  page = await context.newPage();
  const send = async (target: string, rows: readonly object[]) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(rows);
    const { status } = await quintet.hosted(shop.slug, `/api/v1/${target}`, { method: "POST", headers, body });
    expect(status).toBe(201);
  };
  await send("labels", [{ name: "Urgent" }, { name: "Wrap" }]);
  const names = ["Pen", "Ink", ...Array.from({ length: 120 }, (_, n) => `Sheet ${n + 1}`)];
  await send(
    "products",
    names.map((name) => ({ name })),
  );
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("an order is filled in with items and labels, and a mistake keeps everything [FRM-14] [REL-03]", async () => {
  await page.goto(at("/orders/new/"));
  await page.getByLabel("Number").fill("A-1");
  await page.getByRole("checkbox", { name: "Wrap" }).check();
  await item(1).getByRole("textbox", { name: "Quantity" }).fill("2");
  await item(1).getByRole("textbox", { name: "Find: Product" }).fill("pen");
  await page.keyboard.press("Enter");
  await item(1).getByRole("radio", { name: "Pen" }).check();
  await page.getByRole("button", { name: "Add: Item" }).click();
  await item(2).getByRole("textbox", { name: "Quantity" }).fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "Item 2: Quantity must be at least 1." })).toBeVisible();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("Number")).toHaveValue("A-1");
  await expect(page.getByRole("checkbox", { name: "Wrap" })).toBeChecked();
  await expect(item(1).getByRole("textbox", { name: "Quantity" })).toHaveValue("2");
  await expect(item(1).getByRole("radio", { name: "Pen" })).toBeChecked();
  await expect(item(2).getByRole("textbox", { name: "Quantity" })).toHaveValue("0");
  await item(2).getByRole("textbox", { name: "Quantity" }).fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/orders\/1\/(#.*)?$/);
});

test("an item is added, one removed, and what was removed by mistake stays [FRM-13] [FRM-14]", async () => {
  await page.goto(at("/orders/1/edit/"));
  await expect(item(1).getByRole("radio", { name: "Pen" })).toBeChecked();
  await page.getByRole("button", { name: "Add: Item" }).click();
  await item(3).getByRole("textbox", { name: "Quantity" }).fill("7");
  await page.getByRole("button", { name: "Remove: Item 1" }).click();
  await page.getByRole("button", { name: "Keep: Item 1" }).click();
  await page.getByRole("button", { name: "Remove: Item 2" }).click();
  await expect(item(2)).toContainText("It is removed when you save.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/orders\/1\/(#.*)?$/);
  await page.goto(at("/orders/1/edit/"));
  await expect(item(1).getByRole("textbox", { name: "Quantity" })).toHaveValue("2");
  await expect(item(2).getByRole("textbox", { name: "Quantity" })).toHaveValue("7");
  await expect(item(3)).toHaveCount(0);
});

test("axe finds nothing serious in the forms, on a phone and a wide screen", async ({ browser }) => {
  for (const width of [1440, 390]) {
    const own = await browser.newContext({ viewport: { width, height: 900 } });
    const shown = await own.newPage();
    for (const path of ["/orders/new/", "/orders/1/edit/"]) {
      await shown.goto(at(path));
      await expect(shown.getByRole("button", { name: "Add: Item" })).toBeVisible();
      const { violations } = await new AxeBuilder({ page: shown }).setLegacyMode(true).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await own.close();
  }
});
