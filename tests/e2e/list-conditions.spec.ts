import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { app, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Conditions of a list page that follow relations and the lists of a row, drawn without an expression. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const LIST = testId("route", "orders");

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const open = { rules: { read: "true" }, api: true } as const;
  const definition = app(
    model("product", text("name", { required: true }), { ...open, pluralLabel: "Products" }),
    model("order", text("number", { required: true }), { ...open, pluralLabel: "Orders" }),
    model(
      "line",
      relation("order", "order", { required: true, reverse: "lines", onDelete: "cascade" }),
      relation("product", "product", { required: true }),
      integer("quantity"),
      { ...open, pluralLabel: "Lines" },
    ),
  );
  const list = {
    ...{ kind: "route", id: LIST, name: "orders", label: "Orders", path: "/", access: "true", order: "a" },
    view: { name: "list", modelId: modelId("order"), pageSize: 20 },
  };
  shop = await makeApp(quintet, "Shop with lines", {
    ...definition,
    records: { ...definition.records, [LIST]: list },
  } as AppDefinition);
  await publish(quintet, shop);
  const add = async (of: string, values: Record<string, JsonValue>) =>
    (await quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId(of) }, body: { values } })).id;
  const chair = await add("product", { name: "Chair" });
  const table = await add("product", { name: "Table" });
  for (const [number, ...products] of [["A1", chair, chair], ["A2", table], ["A3"]] as const) {
    const order = await add("order", { number });
    for (const product of products) await add("line", { order, product, quantity: 2 });
  }
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${LIST}?show=visual`);
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Orders");
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const canvas = () => page.frameLocator("iframe[title^='Page ']");
const rows = () =>
  page.getByRole("complementary", { name: "Page settings" }).getByRole("region", { name: "Rows", exact: true });
const numbers = () => canvas().locator("tbody tr > :first-child").allInnerTexts();
const condition = async () => {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const route = definition.records[LIST];
  return route?.kind === "route" ? route.view.where : undefined;
};

test("has a line whose product is …, has none, and the number of lines [QRY-03]", async () => {
  await expect.poll(async () => (await numbers()).sort()).toEqual(["A1", "A2", "A3"]);
  await rows().getByRole("button", { name: "Add a condition" }).click();
  await rows().getByLabel("Field").selectOption({ label: "Lines: Product: Name" });
  await expect.poll(condition).toBe("record.lines.exists(one, one.product.name != null)");
  await rows().getByLabel("What must hold of Lines: Product: Name").selectOption({ label: "is" });
  await rows().getByLabel("Value of Lines: Product: Name").fill("Chair");
  await page.keyboard.press("Enter");
  await expect.poll(condition).toBe("record.lines.exists(one, one.product.name == 'Chair')".replaceAll("'", '"'));
  // An order with two such lines is there once.
  await expect.poll(numbers).toEqual(["A1"]);
  await rows().getByLabel("Of how many Lines: Product: Name").selectOption({ label: "of none" });
  await expect.poll(async () => (await numbers()).sort()).toEqual(["A2", "A3"]);

  await rows().getByLabel("Field").selectOption({ label: "Number of Lines" });
  await expect.poll(condition).toBe("record.lines.count() >= 1");
  await expect.poll(async () => (await numbers()).sort()).toEqual(["A1", "A2"]);
  await rows().getByLabel("Value of Number of Lines").fill("2");
  await page.keyboard.press("Enter");
  await expect.poll(condition).toBe("record.lines.count() >= 2");
  await expect.poll(numbers).toEqual(["A1"]);
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id)).toEqual(
    [],
  );
});

test("the conditions are sentences again after a reload", async () => {
  await page.reload();
  await expect(rows().getByLabel("Value of Number of Lines")).toHaveValue("2");
  await expect.poll(numbers).toEqual(["A1"]);
});
