import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, decimal, field, integer, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/**
 * A shop from one end to the other: its builder tags a product in Data; visitors, without JavaScript, read the product with its
 * reviews, go on to what else has a tag, place an order with lines, and change it. All pages are those that Quintet makes.
 */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let builder: { readonly context: BrowserContext; readonly page: Page };
let visitor: BrowserContext;
let page: Page;

const OPEN = { read: "true", create: "true", update: "true", delete: "true" };

function definition(): AppDefinition {
  const drawn = app(
    model("product", text("name", { required: true }), decimal("price"), { pluralLabel: "Products", rules: OPEN }),
    model("tag", text("name", { required: true }), { pluralLabel: "Tags", rules: OPEN }),
    model(
      "review",
      relation("product", "product", { onDelete: "cascade", reverse: "reviews", required: true }),
      integer("stars", { required: true }),
      text("words", { required: true }),
      { pluralLabel: "Reviews", rules: OPEN },
    ),
    model(
      "order",
      text("number", { required: true }),
      field("total", { name: "formula", result: "decimal", expression: "lines.sum(l, l.quantity * l.price)" }),
      { pluralLabel: "Orders", rules: OPEN },
    ),
    model(
      "line",
      relation("order", "order", { onDelete: "cascade", reverse: "lines", required: true }),
      relation("product", "product", { required: true }),
      integer("quantity", { required: true, default: 1, type: { name: "integer", min: 1 } }),
      decimal("price", { required: true }),
      { pluralLabel: "Lines", rules: OPEN },
    ),
  );
  const ends = { modelId: modelId("product"), targetModelId: modelId("tag") };
  const linked = applyEdits(drawn, addManyToMany(readDefinition(drawn), ends, seededRandom(8)).operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  const pages = (["product", "tag", "order"] as const).flatMap((name) => [
    pageRoute(`${name}_list`, `/${name}s/`, { name: "list", modelId: modelId(name), pageSize: 10 }),
    pageRoute(`${name}_new`, `/${name}s/new/`, { name: "create", modelId: modelId(name) }),
    pageRoute(name, `/${name}s/<int:id>/`, { name: "detail", modelId: modelId(name) }),
    pageRoute(`${name}_edit`, `/${name}s/<int:id>/edit/`, { name: "update", modelId: modelId(name) }),
  ]);
  const lines = linked.definition.records[modelId("line")] as ModelRecord;
  return withRecords(linked.definition, [
    ...pages,
    { ...lines, titleTemplate: "{{ quantity }} × {{ product.name }}, {{ price }} each" },
  ]);
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Shop", definition: definition() }));
  const add = (name: string, values: Record<string, string | number | number[]>) =>
    quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId(name) }, body: { values } });
  for (const name of ["Wood", "Red", "Garden"]) await add("tag", { name });
  await add("product", { name: "Chair", price: "49.00", tags: [1] });
  await add("product", { name: "Lamp", price: "20.50" });
  await add("product", { name: "Table", price: "120.00", tags: [1, 3] });
  await add("review", { product: 1, stars: 5, words: "Sturdy and light." });
  await add("review", { product: 1, stars: 3, words: "A bit low." });
  await add("review", { product: 2, stars: 4, words: "Warm light." });
  builder = await openStudio(browser, quintet);
  visitor = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  page = await visitor.newPage();
});
test.afterAll(async () => {
  await visitor?.close();
  await builder?.context.close();
  await quintet?.stop();
});

const at = (path: string) => `http://${shop.slug}.localhost:${quintet.port}${path}`;
const line = (number: number) => page.getByRole("group", { name: `Line ${number}`, exact: true });
const stored = async (name: "product" | "line") => {
  const params = { appId: shop.appId, modelId: modelId(name) };
  return (await quintet.call(listRows, { params, query: {} })).rows.map(({ values }) => values);
};
/** Follows a link and waits for the page that it leads to. */
const follow = async (name: string, address: RegExp) => {
  await page.getByRole("main").getByRole("link", { name, exact: true }).first().click();
  await expect(page).toHaveURL(address);
};

test("the builder tags a product in Data, and its page shows the tag and its reviews [REL-03] [REL-15]", async () => {
  const { page: studio } = builder;
  await studio.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/data/${modelId("product")}`);
  const chair = studio.getByRole("grid", { name: "Products" }).getByRole("row").filter({ hasText: "Chair" });
  await expect(chair).toBeVisible();
  await chair.getByRole("gridcell").first().dblclick();
  const panel = studio.getByRole("complementary", { name: /^Row 1/ });
  await panel.getByRole("combobox", { name: "Add to Tags" }).click();
  await studio.getByRole("option", { name: "Red", exact: true }).click();
  await expect.poll(async () => (await stored("product"))[0]?.tags).toEqual([1, 2]);
  await page.goto(at("/products/1/"));
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "Red", exact: true })).toBeVisible();
  for (const words of ["Sturdy and light.", "A bit low."]) await expect(main).toContainText(words);
  await expect(main).not.toContainText("Warm light.");
});

test("a tag leads to the products that have it, and these to theirs [REL-03] [REL-15]", async () => {
  await follow("Wood", /\/tags\/1\/$/);
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "Table", exact: true })).toBeVisible();
  await expect(main).not.toContainText("Lamp");
  await follow("Table", /\/products\/3\/$/);
  await follow("Garden", /\/tags\/3\/$/);
  await expect(page.getByRole("main")).not.toContainText("Chair");
});

test("an order is placed with its lines, and its page has their total [FRM-14] [FLD-17]", async () => {
  await page.goto(at("/orders/new/"));
  await page.getByLabel("Number").fill("A-1");
  await line(1).getByLabel("Product").selectOption({ label: "Chair" });
  await line(1).getByLabel("Quantity").fill("2");
  await line(1).getByLabel("Price").fill("49.00");
  await page.getByRole("button", { name: "Add: Line" }).click();
  await line(2).getByLabel("Product").selectOption({ label: "Lamp" });
  await line(2).getByLabel("Price").fill("20.50");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/orders\/1\/(#.*)?$/);
  const main = page.getByRole("main");
  await expect(main).toContainText("118.5");
  for (const title of ["2 × Chair", "1 × Lamp"]) await expect(main).toContainText(title);
});

test("the order is changed by its form, all or nothing, and its total follows [FRM-13] [FRM-14]", async () => {
  await page.goto(at("/orders/1/edit/"));
  await expect(line(1).getByLabel("Quantity")).toHaveValue("2");
  await line(1).getByLabel("Quantity").fill("0");
  await page.getByRole("button", { name: "Remove: Line 2" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "Line 1: Quantity must be at least 1." })).toBeVisible();
  await expect.poll(() => stored("line")).toHaveLength(2);
  await line(1).getByLabel("Quantity").fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/orders\/1\/(#.*)?$/);
  await expect(page.getByRole("main")).toContainText("147");
  await expect.poll(async () => (await stored("line")).map(({ quantity }) => quantity)).toEqual([3]);
});

test("its pages are whole at both widths, light and dark, and axe finds nothing serious", async ({ browser }) => {
  for (const [width, colorScheme] of [
    [1440, "light"],
    [390, "dark"],
  ] as const) {
    const own = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const shown = await own.newPage();
    for (const path of ["/products/1/", "/tags/1/", "/orders/1/", "/orders/1/edit/"]) {
      await shown.goto(at(path));
      await expect(shown.getByRole("main")).toBeVisible();
      const { violations } = await new AxeBuilder({ page: shown }).setLegacyMode(true).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await own.close();
  }
});
