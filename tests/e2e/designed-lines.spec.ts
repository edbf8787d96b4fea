import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { listRows } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { formRecords, pageRoute, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Lines of a form of one's own: drawn in the forms designer, published, and filled in without JavaScript on a phone. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const definition = withRecords(
  app(
    model("order", text("number", { required: true }), { ...OPEN, pluralLabel: "Orders" }),
    model(
      "item",
      relation("order", "order", { onDelete: "cascade", reverse: "items", required: true }),
      text("name"),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      { ...OPEN, label: "Item", pluralLabel: "Items" },
    ),
  ),
  [
    ...formRecords("order", "order", { number: {} }, { label: "Order" }),
    pageRoute("new", "/orders/new/", { name: "create", modelId: modelId("order"), formId: testId("form", "order") }),
    pageRoute("items", "/items/", { name: "list", modelId: modelId("item"), pageSize: 10 }),
  ],
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Orders", definition }));
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const lines = async () => {
  const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  return Object.values(draft.definition.records).flatMap((record) =>
    record.kind === "formLines" ? [[record.min, record.max, record.canDelete]] : [],
  );
};
const labels = async () => {
  const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  return Object.values(draft.definition.records).flatMap((record) =>
    record.kind === "formField" ? (record.label ?? []) : [],
  );
};
const noneSerious = async (shown: Page) => {
  const { violations } = await axe(shown).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
};

test("are added and changed in the forms designer [FRM-13] [FRM-14]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/forms/${testId("form", "order")}`);
  await page.getByRole("button", { name: "Add Items" }).click();
  const section = page.getByRole("region", { name: "Items", exact: true });
  await expect(section.getByRole("button", { name: /^Name/ })).toBeVisible();
  await expect(section.getByRole("button", { name: /^Quantity/ })).toBeVisible();
  const inspector = page.getByRole("complementary", { name: "Lines Items" });
  await inspector.getByLabel("Fewest rows").fill("1");
  await inspector.getByLabel("Fewest rows").press("Tab");
  await expect.poll(lines).toEqual([[1, 100, true]]);
  await inspector.getByLabel("Most rows").fill("3");
  await inspector.getByLabel("Most rows").press("Tab");
  await expect.poll(lines).toEqual([[1, 3, true]]);
  await expect(section).toContainText("1 to 3 rows.");
  await noneSerious(page);
  await page.screenshot({ path: "/tmp/lines-designer.png" });
  await section.getByRole("button", { name: /^Name/ }).click();
  const field = page.getByRole("complementary", { name: "Form field Name" });
  await field.getByLabel("Label", { exact: true }).fill("What");
  await field.getByLabel("Label", { exact: true }).press("Tab");
  await expect(section.getByRole("button", { name: /^What/ })).toBeVisible();
  await expect.poll(labels).toContain("What");
  await publish(quintet, shop);
});

test("are tried in the designer with the form, and nothing is kept [FRM-14]", async () => {
  const trial = page.getByRole("region", { name: "Try it" });
  await trial.getByLabel("Sent by").selectOption({ label: "You" });
  await trial.getByLabel("Number").fill("T-1");
  await trial.getByLabel("Item 1: Quantity").fill("0");
  await trial.getByRole("button", { name: "Try it" }).click();
  await expect(trial.getByLabel("Item 1: Quantity")).toHaveAccessibleDescription(/at least 1/);
  await trial.getByLabel("Item 1: Quantity").fill("2");
  await trial.getByRole("button", { name: "Add item" }).click();
  await trial.getByLabel("Item 2: What").fill("Ink");
  await trial.getByRole("button", { name: "Try it" }).click();
  await expect(trial.getByRole("status")).toContainText("This would be written:");
  await noneSerious(page);
  const params = { appId: shop.appId, modelId: modelId("item") };
  await expect.poll(async () => (await quintet.call(listRows, { params, query: {} })).rows).toEqual([]);
});

test("are filled in by keyboard without JavaScript, and all is saved or nothing [FRM-13] [FRM-14]", async ({
  browser,
}) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  const visitor = await plain.newPage();
  const at = (path: string) => `http://${shop.slug}.localhost:${quintet.port}${path}`;
  const item = (number: number) => visitor.getByRole("group", { name: `Item ${number}`, exact: true });
  const save = () => visitor.getByRole("button", { name: "Save" }).last().press("Enter");
  await visitor.goto(at("/orders/new/"));
  await visitor.getByLabel("Number").fill("A-1");
  await save();
  await expect(visitor.getByRole("alert")).toContainText("Items must have at least one row.");
  await item(1).getByLabel("What").fill("Pen");
  await visitor.getByRole("button", { name: "Add: Item" }).press("Enter");
  await item(2).getByLabel("What").fill("Ink");
  await item(2).getByLabel("Quantity").fill("0");
  await visitor.getByRole("button", { name: "Add: Item" }).press("Enter");
  await expect(item(3)).toBeVisible();
  await expect(visitor.getByRole("button", { name: "Add: Item" })).toHaveCount(0);
  await visitor.screenshot({ path: "/tmp/lines-phone.png", fullPage: true });
  await save();
  await expect(visitor.getByRole("alert")).toContainText("Item 2: Quantity must be at least 1.");
  await expect.poll(async () => (await quintet.hosted(shop.slug, "/api/v1/orders")).text).toContain('"results":[]');
  await item(2).getByLabel("Quantity").fill("4");
  await visitor.getByRole("button", { name: "Remove: Item 3" }).press("Enter");
  await expect(item(3)).toHaveCount(0);
  await save();
  await expect(visitor.getByRole("status")).toContainText("Thank you.");
  const { results } = (await quintet.hosted(shop.slug, "/api/v1/items")).json<{ results: Record<string, unknown>[] }>();
  expect(results.map(({ name, quantity }) => [name, quantity])).toEqual([
    ["Pen", 1],
    ["Ink", 4],
  ]);
  await plain.close();
});

test("look finished at both sizes, light and dark, also at 200 percent", async ({ browser }) => {
  for (const [name, width, colorScheme] of [
    ["phone-light", 390, "light"],
    ["phone-dark", 390, "dark"],
    ["wide-light", 1440, "light"],
    ["zoomed", 720, "light"],
  ] as const) {
    const shownIn = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const shown = await shownIn.newPage();
    await shown.goto(`http://${shop.slug}.localhost:${quintet.port}/orders/new/`);
    await expect(shown.getByRole("group", { name: "Item 1", exact: true })).toBeVisible();
    await noneSerious(shown);
    await shown.screenshot({ path: `/tmp/lines-${name}.png`, fullPage: true });
    await shownIn.close();
  }
});
