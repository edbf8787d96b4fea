import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { FieldId } from "#engine/definition/ids";
import { fieldId, modelId, testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Lists of related rows in the page editor: offered first, and nested in one another. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const TEMPLATE = testId("template", "author.html");
const SOURCE = `{% extends "_default/base.html" %}
{% block main %}
<h1>{{ record.name }}</h1>
<p>Books that we have:</p>
{% endblock %}
`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const named = (id: FieldId, reverseName: string) => {
    const field = definition.records[id];
    if (field?.kind !== "field") throw new Error(`The bookshop has no field ${id}.`);
    return { [id]: { ...field, type: { ...field.type, reverseName } } };
  };
  const detail = definition.records[testId("route", "book_detail")];
  if (detail?.kind !== "route") throw new Error("The bookshop has no page of a book.");
  const route = testId("route", "author_detail");
  const records = {
    ...definition.records,
    ...named(fieldId("book", "author"), "books"),
    ...named(fieldId("review", "book"), "reviews"),
    [TEMPLATE]: { kind: "template", id: TEMPLATE, name: "author.html", source: SOURCE, order: "i" },
    [route]: {
      ...detail,
      id: route,
      name: "author_detail",
      path: "/authors/<int:id>/",
      view: { name: "detail", modelId: modelId("author"), templateId: TEMPLATE },
    },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=visual`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(canvas().getByText("Ursula K. Le Guin")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const canvas = () => page.frameLocator("iframe[title^='Page ']");
const item = (name: RegExp) =>
  page.getByRole("tree", { name: "Structure of the page" }).getByRole("treeitem", { name }).first();
const dialog = () => page.getByRole("dialog", { name: "Which rows?" });
async function source(): Promise<string> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const template = definition.records[TEMPLATE];
  return template?.kind === "template" ? template.source : "";
}

test("the rows that belong to the page's row are offered first and inserted with an empty state [REL-15]", async () => {
  await item(/^Paragraph Books that/).click();
  await page.keyboard.press("/");
  await page.keyboard.type("For each");
  await page.keyboard.press("Enter");
  await expect(dialog().getByRole("radio", { name: "Books of this Author" })).toBeChecked();
  await expect(dialog().getByRole("radio", { name: /^Other rows/ })).toBeVisible();
  await dialog().getByRole("button", { name: "Insert" }).click();
  await expect.poll(source).toContain("{% for book in record.books %}");
  await expect.poll(source).toContain("{% empty %}");
  await expect(canvas().getByText("The Dispossessed")).toBeVisible();
});

test("in the loop, the rows of each of its rows are offered, and no query [REL-15]", async () => {
  await item(/^For each/).click();
  await page.keyboard.press("/");
  await page.keyboard.type("Number of rows");
  await page.keyboard.press("Enter");
  const count = page.getByRole("dialog", { name: "Which rows are counted?" });
  await expect(count.getByRole("radio").first()).toBeChecked();
  await expect(count.getByText("Reviews of each Book")).toBeVisible();
  await expect(count.getByText("Other rows")).toHaveCount(0);
  await count.getByRole("button", { name: "Insert" }).click();
  await expect.poll(source).toContain("{{ book.reviews.count|number }}");
  await expect(canvas().locator(".metric").first()).toBeVisible();
});

test("a condition is built without code: what it asks about, a verb and a value [TPL-08]", async () => {
  await item(/^Paragraph Books that/).click();
  await page.keyboard.press("/");
  await page.keyboard.type("Show if");
  await page.keyboard.press("Enter");
  await expect(item(/^Show if/)).toBeFocused();
  const settings = page.getByRole("complementary").last();
  await settings.getByRole("group", { name: "Shown if" }).getByRole("button").click();
  const values = page.getByRole("dialog", { name: "Which value does it ask about?" });
  const books = values.getByRole("option", { name: /record\.books / });
  await expect(books).toContainText("2 rows");
  await values.getByRole("combobox").fill("born");
  await values.getByRole("option", { name: /record\.born/ }).click();
  await expect(values).toBeHidden();
  await expect.poll(source).toContain("{% if record.born %}");
  await settings.getByLabel(/^What must hold of/).selectOption({ label: "is before" });
  // Nothing is written until there is a value.
  await settings.getByLabel(/^Value of/).fill("1900-01-01");
  await settings.getByLabel(/^Value of/).press("Enter");
  await expect.poll(source).toContain('{% if record.born < date("1900-01-01") %}');
  await expect(canvas().getByText("Shown if it holds.")).toHaveCount(0);
  await settings.getByLabel(/^Value of/).fill("1930-01-01");
  await settings.getByLabel(/^Value of/).press("Enter");
  await expect(canvas().getByText("Shown if it holds.")).toBeVisible();
  await settings.getByRole("button", { name: "Write it as an expression" }).click();
  await settings.getByLabel("Shown if this expression holds").fill("record.books or record.born");
  await settings.getByLabel("Shown if this expression holds").press("Enter");
  await expect.poll(source).toContain("{% if record.books or record.born %}");
  await expect(canvas().getByText("Shown if it holds.")).toBeVisible();
});
