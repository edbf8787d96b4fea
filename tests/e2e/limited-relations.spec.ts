import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import { choicesWhereOf, type FieldRecord } from "#engine/definition/records/field";
import { app, boolean, fieldId, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Relations that may only be set to some rows: in the inspector, in Data, and in a form without JavaScript. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { rules: { read: "true", create: "true", update: "true" }, api: true } as const;
const definition = withRecords(
  app(
    model("country", text("name", { required: true }), boolean("active"), { ...OPEN, pluralLabel: "Countries" }),
    model("city", text("name", { required: true }), relation("country", "country"), { ...OPEN, pluralLabel: "Cities" }),
    model(
      "address",
      text("street", { required: true }),
      relation("country", "country", { choicesWhere: "target.active" }),
      relation("city", "city", { choicesWhere: "target.country == record.country" }),
      { ...OPEN, pluralLabel: "Addresses" },
    ),
  ),
  [
    pageRoute("new", "/addresses/new/", { name: "create", modelId: modelId("address") }),
    pageRoute("list", "/addresses/", { name: "list", modelId: modelId("address"), pageSize: 10 }),
  ],
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Post", definition }));
  await add("country", { name: "Norway", active: true });
  await add("country", { name: "Chile", active: true });
  await add("country", { name: "Prussia", active: false });
  await add("city", { name: "Oslo", country: 1 });
  await add("city", { name: "Bergen", country: 1 });
  await add("city", { name: "Arica", country: 2 });
  await add("address", { street: "Main Street", country: 1, city: 1 });
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const add = (name: string, values: Record<string, string | number | boolean>) =>
  quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId(name) }, body: { values } });
const stored = async () =>
  (
    await quintet.call(listRows, {
      params: { appId: shop.appId, modelId: modelId("address") },
      query: { ordering: "id" },
    })
  ).rows.map(({ values }) => [values.country, values.city]);
const noneSerious = async (shown: Page) => {
  const { violations } = await axe(shown).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
};

test("are chosen in Data among the rows that fit [REL-13]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/data/${modelId("address")}`);
  const grid = page.getByRole("grid", { name: "Addresses" });
  await expect(grid.getByText("Main Street")).toBeVisible();
  await grid.getByRole("gridcell", { name: "Oslo" }).click();
  await page.keyboard.press("Enter");
  const picker = page.getByRole("complementary", { name: "City of this row" });
  const titles = picker.getByRole("listbox").getByRole("option");
  await expect(titles).toHaveText([/^Bergen/, /^Oslo/]);
  await picker.getByRole("combobox").fill("ari");
  await expect(picker).toContainText("No row that may be chosen is called so.");
  await picker.getByRole("combobox").fill("berg");
  await expect(titles).toHaveText([/^Bergen/]);
  await page.keyboard.press("Enter");
  await expect.poll(stored).toEqual([[1, 2]]);
});

test("are limited in the inspector of the relation, which says what is wrong [REL-13]", async () => {
  const city = fieldId("address", "city");
  await page.goto(
    `http://localhost:${quintet.port}/apps/${shop.appId}/models/${modelId("address")}?view=list&field=${city}`,
  );
  const inspector = page.getByRole("complementary", { name: "Field City" });
  const condition = inspector.getByLabel("Only rows where");
  await expect(condition).toHaveValue("target.country == record.country");
  await condition.fill("target.county == record.country");
  await condition.press("Enter");
  await expect(inspector.getByText(/county/).last()).toBeVisible();
  await expect(condition).toHaveAttribute("aria-invalid", "true");
  await noneSerious(page);
  await condition.fill("target.country == record.country and target.name != 'Oslo'");
  await condition.press("Enter");
  const source = async () => {
    const { definition: drawn } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
    return choicesWhereOf(drawn.records[city] as FieldRecord);
  };
  await expect.poll(source).toBe("target.country == record.country and target.name != 'Oslo'");
  await condition.fill("");
  await condition.press("Enter");
  await expect.poll(source).toBeUndefined();
});

test("are offered by a form for what its other fields hold, without JavaScript on a phone [REL-13]", async ({
  browser,
}) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  const visitor = await plain.newPage();
  await visitor.goto(`http://${shop.slug}.localhost:${quintet.port}/addresses/new/`);
  await visitor.getByLabel("Street").fill("Calle 1");
  const country = visitor.getByLabel("Country");
  await expect(country.getByRole("option")).toHaveText([/./, "Chile", "Norway"]);
  await country.selectOption("Chile");
  const update = visitor.getByRole("button", { name: "Update the choices: City" });
  await update.focus();
  await visitor.keyboard.press("Enter");
  const city = visitor.getByRole("combobox", { name: /^City/ });
  await expect(city.getByRole("option")).toHaveText([/./, "Arica"]);
  await expect(visitor.getByLabel("Street")).toHaveValue("Calle 1");
  await city.selectOption("Arica");
  await country.selectOption("Norway");
  await visitor.getByRole("button", { name: "Save" }).last().click();
  await expect(visitor.getByRole("alert")).toContainText("What is chosen for City does not fit.");
  await visitor.getByRole("combobox", { name: /^City/ }).selectOption("Bergen");
  await visitor.getByRole("button", { name: "Save" }).last().click();
  await expect(visitor.getByRole("heading", { name: "Addresses" })).toBeVisible();
  await expect.poll(stored).toEqual([
    [1, 2],
    [1, 2],
  ]);
  await plain.close();
});

test("axe finds nothing serious in such a form", async ({ browser }) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 780 } });
  const shown = await phone.newPage();
  await shown.goto(`http://${shop.slug}.localhost:${quintet.port}/addresses/new/`);
  await shown.getByLabel("Country").selectOption("Chile");
  await shown.getByRole("button", { name: "Update the choices: City" }).click();
  await expect(shown.getByRole("combobox", { name: /^City/ }).getByRole("option")).toHaveText([/./, "Arica"]);
  await shown.screenshot({ path: "/tmp/limited-form.png", fullPage: true });
  await noneSerious(shown);
  await phone.close();
});
